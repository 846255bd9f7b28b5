"""Contributions: what a unit has sent, and what the desk does with it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from ground.accounts.models import Organisation, User
from ground.briefs import queries, services
from ground.briefs.forms import SECTIONS, AdoptForm
from ground.briefs.models import Contribution
from ground.briefs.permissions import EDIT_ISSUE, SEND_CONTRIBUTION
from ground.briefs.rules import blocks
from ground.briefs.rules.photos import numbers_in
from ground.briefs.rules.states import ARTICLE_WORDS
from ground.kernel import clock
from ground.web.filters import day_of
from ground.web.lists import Action, Choice, Column, Empty, ListPage, Span
from ground.web.pages import acting, done, page, posted
from ground.web.trail import moments_of

TONES = {"received": "warn", "adopted": "good", "returned": "bad"}

CONTRIBUTIONS = ListPage(
    title="来稿",
    columns=[
        Column(
            "title",
            "标题",
            "link",
            sort="title",
            url=lambda one: reverse("briefs:contribution", args=[one.pk]),
        ),
        Column("organisation", "来稿单位", sort="organisation__name"),
        Column("received_on", "来稿日期", "date", sort="received_on"),
        Column("state", "状态", "badge", sort="state", tone=lambda one: TONES[one.state]),
        Column("return_reason", "退稿原因"),
    ],
    search=["title", "organisation__name"],
    search_hint="标题或单位",
    filters=[
        Choice("state", "状态", Contribution.State.choices),
        Span("on", "来稿日期", "received_on"),
    ],
    ordering=["-received_on"],
    noun="篇",
    template="briefs/contributions.html",
    empty=Empty("还没有来稿", "把本单位的做法和成效写成稿件报送，采用后编入简报。", "inbox"),
)


@dataclass(frozen=True)
class CameIn(Span):
    """From one day to another: not which units are listed, but which contributions are counted."""

    def apply(self, rows: QuerySet[Any], asked: QueryDict) -> QuerySet[Any]:
        first, last = (day_of(asked.get(f"{self.key}_{end}", "")) for end in ("from", "to"))
        return queries.counted_units(rows, first, last)


RATES = ListPage(
    title="来稿采用情况",
    subtitle="采用率＝采用篇数÷报送篇数；修改后重报的另算一篇。",
    columns=[
        Column(
            "name",
            "单位",
            "link",
            sort="name",
            url=lambda one: f"{reverse('briefs:contributions')}?q={quote(one.name)}",
        ),
        Column("sent", "报送", "number", sort="sent"),
        Column("adopted", "采用", "number", sort="adopted"),
        Column("returned", "退稿", "number", sort="returned"),
        Column("waiting", "待处理", "number", sort="waiting"),
        Column("rate", "采用率（%）", "number", sort="rate_or_less"),
    ],
    search=["name"],
    search_hint="单位名称",
    filters=[CameIn("on", "来稿日期", "contributions__received_on")],
    ordering=["-adopted", "-sent", "path"],
    noun="个单位",
    parent=("来稿", "briefs:contributions"),
    empty=Empty("还没有单位报送稿件", "各单位报送稿件后，这里列出每个单位的报送和采用。", "inbox"),
)


@page(EDIT_ISSUE)
def rates(request: HttpRequest) -> HttpResponse:
    """How many articles each unit has sent, and how many were adopted."""
    return RATES.respond(request, queries.units_that_send(acting(request)))


@page(SEND_CONTRIBUTION)
def contributions(request: HttpRequest) -> HttpResponse:
    """What my units have sent in; an editor, who looks after them all, sees them all."""
    user = acting(request)
    actions = [Action("报送稿件", reverse("briefs:send"), "send", "primary")]
    if user.may(EDIT_ISSUE.code):
        actions.insert(0, Action("采用情况", reverse("briefs:rates"), "chart"))
    rows = queries.contributions_sent(user)
    counts = dict(rows.order_by().values_list("state").annotate(count=Count("pk")))
    here = request.GET.get("state", "")
    tabs = [{"label": "全部", "url": "?", "here": not here, "count": sum(counts.values())}]
    tabs += [
        {
            "label": label,
            "url": f"?state={state}",
            "here": here == state,
            "count": counts.get(state, 0),
        }
        for state, label in Contribution.State.choices
    ]
    return CONTRIBUTIONS.respond(request, rows, actions=actions, tabs=tabs, own=_own(user))


@page(SEND_CONTRIBUTION)
def contribution(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting(request)
    sent = queries.contributions_sent(user).select_related("mends", "mended_by")
    found = get_object_or_404(sent.prefetch_related("photos__file"), pk=pk)
    may_handle = user.may(EDIT_ISSUE.code) and found.state == Contribution.State.RECEIVED
    is_returned = found.state == Contribution.State.RETURNED
    mended_by = getattr(found, "mended_by", None)
    context = {
        "contribution": found,
        "mended_by": mended_by,
        "may_mend": is_returned and mended_by is None,
        "overlaps": queries.overlaps_of(user, [found])[found.pk]
        if user.may(EDIT_ISSUE.code)
        else [],
        "tone": TONES[found.state],
        "article": _shown(found),
        "form": AdoptForm(user, found) if may_handle else None,
        "sections": SECTIONS,
        "trail": moments_of(found),
    }
    return render(request, "briefs/contribution.html", context)


@page(EDIT_ISSUE)
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting(request)
    found = get_object_or_404(Contribution.objects.visible_to(user, EDIT_ISSUE.code), pk=pk)
    form = AdoptForm(user, found, posted(request))
    if request.method != "POST":
        return redirect("briefs:contribution", found.pk)
    if form.is_valid():
        went = done(
            request,
            services.adopt,
            said=f"《{found.title}》已编入",
            by=user,
            contribution=found,
            issue=form.cleaned_data["issue"],
            section=form.cleaned_data["section"],
        )
        if went:
            return redirect("briefs:desk", form.cleaned_data["issue"].pk)
    else:
        messages.error(request, "请选择编入哪一期，并填写栏目")
    return redirect("briefs:contribution", found.pk)


@page(EDIT_ISSUE)
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting(request)
    found = get_object_or_404(Contribution.objects.visible_to(user, EDIT_ISSUE.code), pk=pk)
    if request.method == "POST":
        done(
            request,
            services.return_contribution,
            said=f"《{found.title}》已退回",
            by=user,
            contribution=found,
            reason=request.POST.get("reason", ""),
        )
    return redirect("briefs:contribution", found.pk)


def _own(user: User) -> Organisation | None:
    """The person's own unit with what it has sent this year; None where it sends nothing."""
    today = clock.today()
    own = Organisation.objects.filter(pk=user.organisation_id)
    return queries.counted_units(own, today.replace(month=1, day=1), today).first()


def _shown(one: Contribution) -> dict[str, object]:
    body = blocks.read_blocks(one.blocks)
    named = numbers_in(body)
    return {field: getattr(one, field) for field in ARTICLE_WORDS} | {
        "blocks": queries.with_photos_of(one, body),
        "others": [photo for photo in one.photos.all() if photo.number not in named],
    }
