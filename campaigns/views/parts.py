"""What the pages of a campaign have in common: whose it is, and who may do what with it."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from campaigns.models import Campaign, Enrolment
from campaigns.permissions import SEE_CAMPAIGNS
from campaigns.queries import roster_of
from ground.accounts.permissions import Permission
from ground.web.pages import acting

WITH = ("organiser__division", "planned_by", "published_by", "approved_by")


def steered(request: HttpRequest, pk: int, permission: Permission) -> Campaign:
    """A campaign whose organiser is in this person's scope."""
    campaigns = Campaign.objects.visible_to(acting(request), permission.code)
    return get_object_or_404(campaigns.select_related(*WITH), pk=pk)


def told(request: HttpRequest, pk: int, permission: Permission = SEE_CAMPAIGNS) -> Campaign:
    """A campaign that this person works in: also one that an organiser above has published."""
    campaigns = Campaign.objects.told_to(acting(request), permission.code)
    return get_object_or_404(campaigns.select_related(*WITH), pk=pk)


def enrolled(request: HttpRequest, pk: int, permission: Permission = SEE_CAMPAIGNS) -> Enrolment:
    """Somebody on a roster, of a unit in this person's scope."""
    among = Enrolment.objects.visible_to(acting(request), permission.code)
    found = get_object_or_404(among.select_related("campaign"), pk=pk)
    rows = roster_of(found.campaign, among).select_related(
        "campaign__organiser",
        "unit",
        "file",
        "member",
        "payment",
        "listed_by",
        "approved_by",
        "override_by",
        "overridden_by",
    )
    one: Enrolment = get_object_or_404(rows, pk=pk)
    return one
