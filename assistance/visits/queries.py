"""Reads worth a name."""

from uuid import UUID

from assistance.visits.models import Visit


def visit_of_key(key: UUID) -> Visit | None:
    """The visit that was recorded under this key."""
    return Visit.objects.filter(key=key).first()
