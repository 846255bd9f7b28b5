"""Visits listed, and as a card of their pairing group."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from assistance.pairing.models import PairingGroup
from assistance.visits import permissions, queries
from assistance.visits.models import Visit
from ground.accounts.models import Organisation
from ground.web.lists import Action, Choice, Column, Empty, ListPage, Span
from ground.web.pages import acting, page

SEE, RECORD = permissions.SEE_VISITS, permissions.RECORD_VISIT
POINTS_OFFERED = 200
OF_GROUP = 20

KIND_TONES = {
    Visit.Kind.ROUTINE: "neutral",
    Visit.Kind.CONCENTRATED: "info",
    Visit.Kind.CONDOLENCE: "good",
}

STATE_TONES = {Visit.State.RECORDED: "neutral", Visit.State.RETURNED: "warn"}


def _needs(visit: Visit) -> str:
    return "；".join(one.description for one in visit.needs.all())


def _promises(visit: Visit) -> str:
    return "；".join(one.content for one in visit.promises.all())


VISITS = ListPage(
    title="走访记录",
    columns=[
        Column(
            "visited_on",
            "日期",
            "date",
            sort="visited_on",
            url=lambda v: reverse("visits:visit", args=[v.pk]),
        ),
        Column(
            "link_point",
            "双联点",
            "link",
            sort="link_point__name",
            value=lambda v: v.link_point.name,
            url=lambda v: reverse("visits:visit", args=[v.pk]),
        ),
        Column("aliases", "别名", value=lambda v: v.alias_names or "", export_only=True),
        Column("agency", "走访单位", sort="agency__name", value=lambda v: v.agency.name),
        Column("kind", "类型", "badge", tone=lambda v: KIND_TONES[Visit.Kind(v.kind)]),
        Column("visitors", "走访人", width=24),
        Column("family_count", "困难家庭（户）", "number", sort="family_count"),
        Column("photo_count", "照片（张）", "number", sort="photo_count"),
        Column("state", "状态", "badge", tone=lambda v: STATE_TONES[Visit.State(v.state)]),
        Column("condolence_cash", "慰问金（元）", "money", sort="condolence_cash"),
        Column("situation", "了解到的情况", export_only=True, width=50),
        Column("needs", "困难与诉求", value=_needs, export_only=True, width=40),
        Column("promises", "承诺事项", value=_promises, export_only=True, width=40),
    ],
    ordering=["-visited_on"],
    search=["link_point__name", "alias_names", "agency__name", "visitors"],
    search_hint="双联点（含别名）、走访单位或走访人",
    noun="次",
    empty=Empty("还没有走访记录", "登记第一次走访后，会列在这里。", icon="visit"),
)


@require_GET
@page(SEE)
def visit_list(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    rows = Visit.objects.visible_to(user, SEE.code)
    points = Organisation.objects.filter(pk__in=rows.order_by().values("link_point_id"))
    offered = points.order_by("name").values_list("pk", "name")[:POINTS_OFFERED]
    shown = replace(
        VISITS,
        filters=[
            Choice("kind", "类型", Visit.Kind.choices),
            Choice("state", "状态", Visit.State.choices),
            Span("on", "日期", "visited_on"),
            Choice("link_point", "双联点", list(offered)),
        ],
    )
    group = request.GET.get("group", "")
    if group.isdecimal() and len(group) <= 18:  # noqa: PLR2004 -- a key fits into 18 digits
        rows = rows.filter(group_id=int(group))
    actions = []
    if user.may(RECORD.code):
        actions = [Action("登记走访", reverse("visits:record"), "add", "primary")]
    listed = queries.visits_in_lists(rows).prefetch_related("needs", "promises")
    return shown.respond(request, listed, actions=actions)


@require_GET
@page(SEE)
def of_group(request: HttpRequest, pk: int) -> HttpResponse:
    """The visits of a pairing group, as a card that the group's page brings in."""
    user = acting(request)
    group = get_object_or_404(PairingGroup.objects.visible_to(user, SEE.code), pk=pk)
    visits = Visit.objects.visible_to(user, SEE.code).filter(group=group)
    shown = list(queries.visits_in_lists(visits).order_by("-visited_on", "-pk")[: OF_GROUP + 1])
    return render(
        request,
        "visits/of_group.html",
        {
            "visits": shown[:OF_GROUP],
            "more": len(shown) > OF_GROUP,
            "group_pk": pk,
            "link_point_pk": request.GET.get("link_point", ""),
            "may_record": user.may(RECORD.code),
        },
    )
