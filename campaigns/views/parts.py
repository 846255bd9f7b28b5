"""What the pages of a campaign have in common: whose it is, and who may do what with it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from campaigns.models import Campaign, Enrolment
from campaigns.permissions import SEE_CAMPAIGNS
from campaigns.queries import roster_of
from ground.accounts.permissions import Permission
from ground.web.pages import acting, done

WITH = ("organiser__division", "kind_version__kind", "planned_by", "published_by", "approved_by")


def steered(request: HttpRequest, pk: int, permission: Permission) -> Campaign:
    """A campaign whose organiser is in this person's scope."""
    campaigns = Campaign.objects.visible_to(acting(request), permission.code)
    return get_object_or_404(campaigns.select_related(*WITH), pk=pk)


def told(request: HttpRequest, pk: int, permission: Permission = SEE_CAMPAIGNS) -> Campaign:
    """A campaign that this person works in: also one that an organiser above has published."""
    campaigns = Campaign.objects.told_to(acting(request), permission.code)
    return get_object_or_404(campaigns.select_related(*WITH), pk=pk)


def stepped(
    request: HttpRequest,
    pk: int,
    permission: Permission,
    service: Callable[..., object],
    said: str,
    **typed: object,
) -> HttpResponse:
    """Take a campaign one step further by a button of its page, and show the page again."""
    campaign = steered(request, pk, permission)
    done(request, service, said=said, by=acting(request), campaign=campaign, **typed)
    return redirect("campaigns:campaign", pk)


def settled(
    request: HttpRequest,
    pk: int,
    permission: Permission,
    service: Callable[..., object],
    said: str,
    **typed: object,
) -> HttpResponse:
    """Do something with somebody on a roster by a button of their page, and show the page again."""
    one = enrolled(request, pk, permission)
    done(request, service, said=said, by=acting(request), enrolment=one, **typed)
    return redirect("campaigns:enrolment", pk)


def enrolled(request: HttpRequest, pk: int, permission: Permission = SEE_CAMPAIGNS) -> Enrolment:
    """Somebody on a roster, of a unit in this person's scope."""
    among = Enrolment.objects.visible_to(acting(request), permission.code)
    found = get_object_or_404(among.select_related("campaign"), pk=pk)
    rows = roster_of(found.campaign, among).select_related(
        "campaign__organiser",
        "campaign__kind_version__kind",
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
