from django.db.models import QuerySet

from assistance.pairing.rules import LINK_POINTS
from ground.accounts.models import Organisation, User


def agencies_in_lists(user: User, permission: str) -> QuerySet[Organisation]:
    """Agencies in a person's scope with their profiles, those that have none among them."""
    seen: QuerySet[Organisation] = Organisation.objects.visible_to(user, permission)
    return seen.filter(kind=Organisation.Kind.AGENCY, is_active=True).select_related(
        "agency_profile", "division"
    )


def enterprises_in_lists(user: User, permission: str) -> QuerySet[Organisation]:
    """Enterprises and other link points in a person's scope, with or without a profile."""
    seen: QuerySet[Organisation] = Organisation.objects.visible_to(user, permission)
    return seen.filter(kind__in=LINK_POINTS, is_active=True).select_related(
        "enterprise_profile", "division"
    )
