from dataclasses import dataclass

from ground.events import Event, event


@event("planning.plan_solved")
@dataclass(frozen=True, kw_only=True)
class PlanSolved(Event):
    """The machine has proposed who is paired with whom."""

    plan_id: int
    solution_id: int
    organisation_id: int


@event("planning.plan_submitted")
@dataclass(frozen=True, kw_only=True)
class PlanSubmitted(Event):
    """A plan waits for another person's approval."""

    plan_id: int
    organisation_id: int
    year: int


@event("planning.plan_approved")
@dataclass(frozen=True, kw_only=True)
class PlanApproved(Event):
    """A plan has been approved: its pairing groups are being established."""

    plan_id: int
    solution_id: int
    organisation_id: int
    year: int


@event("planning.plan_established")
@dataclass(frozen=True, kw_only=True)
class PlanEstablished(Event):
    """The groups of an approved plan stand and work."""

    plan_id: int
    organisation_id: int
    year: int
    groups: int


@event("planning.profile_changed")
@dataclass(frozen=True, kw_only=True)
class ProfileChanged(Event):
    """What is known of an agency or enterprise has changed. `kind`: agency or enterprise."""

    organisation_id: int
    kind: str
