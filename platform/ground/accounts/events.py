from dataclasses import dataclass

from ground.events import Event, event


@event("accounts.organisation_added")
@dataclass(frozen=True, kw_only=True)
class OrganisationAdded(Event):
    """An organisation has been added to the tree."""

    organisation_id: int
    kind: str


@event("accounts.membership_granted")
@dataclass(frozen=True, kw_only=True)
class MembershipGranted(Event):
    """A person has been given a role in an organisation."""

    user_id: int
    organisation_id: int
    role: str
