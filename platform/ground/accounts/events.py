from dataclasses import dataclass
from datetime import date

from ground.events import Event, event


@event("accounts.organisation_added")
@dataclass(frozen=True, kw_only=True)
class OrganisationAdded(Event):
    """An organisation has been added to the tree."""

    organisation_id: int
    kind: str


@event("accounts.organisation_deactivated")
@dataclass(frozen=True, kw_only=True)
class OrganisationDeactivated(Event):
    """An organisation takes no part any more: dissolved, merged, bankrupt."""

    organisation_id: int
    kind: str
    closed_on: date


@event("accounts.membership_granted")
@dataclass(frozen=True, kw_only=True)
class MembershipGranted(Event):
    """A person has been given a role in an organisation."""

    user_id: int
    organisation_id: int
    role: str


@event("accounts.membership_withdrawn")
@dataclass(frozen=True, kw_only=True)
class MembershipWithdrawn(Event):
    """A role in an organisation has been taken back from a person."""

    user_id: int
    organisation_id: int
    role: str


@event("accounts.account_closed")
@dataclass(frozen=True, kw_only=True)
class AccountClosed(Event):
    """Nobody signs in with this account any more: its owner has left, or it is not trusted."""

    user_id: int
    organisation_id: int
