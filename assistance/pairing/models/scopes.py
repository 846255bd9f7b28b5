"""Whose paths count: those that a person's organisation stands above, without what pairings granted."""

from ground.accounts.models import User
from ground.accounts.permissions import roles_holding


def own_paths(user: User, permission: str) -> tuple[str, ...]:
    """Paths of the organisations in which this person holds the permission: no grants."""
    if not user.is_active:
        return ()
    held = user.memberships.filter(role__in=roles_holding(permission))
    return tuple(held.values_list("organisation__path", flat=True))
