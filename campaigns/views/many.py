"""What is done with everybody whom the roster is narrowed to: counted first, then done at once."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from campaigns import looks, queries, services
from campaigns.forms import TickManyForm, WithdrawManyForm
from campaigns.models import Campaign, Enrolment, EnrolmentQuerySet
from campaigns.permissions import ENROL, TICK
from campaigns.rules.states import ENDED, RUNNING
from campaigns.views.parts import told
from ground.accounts.permissions import Permission
from ground.kernel import clock
from ground.web.pages import acting, page, posted, taken

LONGEST_NUMBER = 9


@page(ENROL)
def withdraw_many(request: HttpRequest, pk: int) -> HttpResponse:
    """Off the roster, for one reason: of whom no money is planned yet."""
    campaign = told(request, pk, ENROL)
    among = _narrowed(request, campaign, ENROL)
    form = WithdrawManyForm(posted(request))
    answer = request.method == "POST" and taken(
        request,
        form,
        services.withdraw_many,
        said="已退出名单",
        then=_back(request, campaign),
        campaign=campaign,
        among=among,
        seen=_seen(request),
    )
    return answer or _shown(
        request,
        campaign,
        form,
        title="批量退出名单",
        does="退出名单",
        tone="danger",
        says="已安排款项、已退出的不算",
        number=len(queries.to_withdraw(campaign, among)),
        may=campaign.state in RUNNING,
        closed="活动不在进行中，名单不再变动。",
    )


@page(TICK)
def tick_many(request: HttpRequest, pk: int) -> HttpResponse:
    """A thing of the checklist (`?duty=`), for everybody who has it not."""
    campaign = told(request, pk, TICK)
    among = _narrowed(request, campaign, TICK)
    duties = [one for one in campaign.kind.checklist if not one.says_what]
    asked = request.GET.get("duty", "")
    chosen = next((one for one in duties if one.code == asked), duties[0] if duties else None)
    code, label = (chosen.code, chosen.label) if chosen else ("", "")
    form = TickManyForm(posted(request), initial={"done_on": clock.today()})
    answer = request.method == "POST" and taken(
        request,
        form,
        services.tick_many,
        said=f"“{label}”已登记",
        then=_back(request, campaign),
        campaign=campaign,
        among=among,
        seen=_seen(request),
        code=code,
    )
    return answer or _shown(
        request,
        campaign,
        form,
        title="批量登记事项",
        does=f"登记“{label}”",
        tone="primary",
        says="已登记过这一事项的不算；要写明办了什么的事项须逐个登记",
        number=len(queries.to_tick(campaign, among, code)),
        may=chosen is not None and campaign.state not in ENDED,
        closed="活动已收尾，或这类活动没有可以批量登记的事项。",
        duties=[(one.label, f"?{_query(request, duty=one.code)}", one is chosen) for one in duties],
    )


def _seen(request: HttpRequest) -> int:
    typed = request.POST.get("seen", "")
    return int(typed) if typed.isdecimal() and len(typed) < LONGEST_NUMBER else -1


def _query(request: HttpRequest, **changed: str) -> str:
    query = request.GET.copy()
    query.pop("duty", None)
    for name, value in changed.items():
        query[name] = value
    return query.urlencode()


def _narrowed(
    request: HttpRequest, campaign: Campaign, permission: Permission
) -> EnrolmentQuerySet:
    user = acting(request)
    rows = Enrolment.objects.visible_to(user, permission.code).filter(campaign=campaign)
    narrowed: Any = looks.roster_list(campaign, user).narrowed(rows, request.GET)
    return cast("EnrolmentQuerySet", narrowed)


def _back(request: HttpRequest, campaign: Campaign) -> str:
    query = _query(request)
    return reverse("campaigns:roster", args=[campaign.pk]) + (f"?{query}" if query else "")


def _shown(request: HttpRequest, campaign: Campaign, form: Any, **facts: object) -> HttpResponse:
    words = looks.roster_list(campaign, acting(request)).in_words(request.GET)
    context = {
        "campaign": campaign,
        "kind": campaign.kind,
        "form": form,
        "words": words or "整个名单",
        "back_url": _back(request, campaign),
        "action": f"?{request.GET.urlencode()}",
        **facts,
    }
    return render(request, "campaigns/many.html", context)
