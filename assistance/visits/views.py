"""The pages of visits: listed, shown, and recorded on a phone in under two minutes."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET

from assistance.pairing.models import PairingGroup
from assistance.pairing.queries import organisations_like
from assistance.pairing.rules import LINK_POINTS
from assistance.visits import permissions, queries, services
from assistance.visits.forms import FamilyRow, FamilyRows, VisitForm
from assistance.visits.models import Clue, Visit
from ground.accounts.models import Organisation, User
from ground.accounts.permissions import declared_permissions
from ground.kernel import clock
from ground.web.lists import Action, Choice, Column, Empty, ListPage, Span
from ground.web.pages import acting, page, posted
from ground.web.rows import carried_out_with, is_adding_row, one_more
from ground.web.trail import moments_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

SEE, RECORD = permissions.SEE_VISITS, permissions.RECORD_VISIT
PREFIX = "families"
CHOICES_SHOWN = 8  # beyond that one finds a name faster by typing it
POINTS_OFFERED = 200
OF_GROUP = 20
SUGGESTED = 12

KIND_TONES = {
    Visit.Kind.ROUTINE: "neutral",
    Visit.Kind.CONCENTRATED: "info",
    Visit.Kind.CONDOLENCE: "good",
}

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
        Column("family_count", "发现困难家庭（户）", "number", sort="family_count"),
        Column("condolence_cash", "慰问金（元）", "money", sort="condolence_cash"),
        Column("situation", "了解到的情况", export_only=True, width=50),
        Column("needs", "困难与诉求", export_only=True, width=40),
        Column("promises", "承诺事项", export_only=True, width=40),
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
    return shown.respond(request, queries.visits_in_lists(rows), actions=actions)


@require_GET
@page(SEE)
def visit_page(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting(request)
    visible = Visit.objects.visible_to(user, SEE.code)
    related = ("agency", "link_point", "group", "recorded_by")
    visit = get_object_or_404(visible.select_related(*related), pk=pk)
    clues = list(Clue.objects.visible_to(user, SEE.code).filter(visit=visit))
    told = [one for one in (_told(f, user) for f in queries.followed_from(visit)) if one["what"]]
    of_clue = {one["clue_id"]: one for one in told}
    return render(
        request,
        "visits/visit.html",
        {
            "visit": visit,
            "tone": KIND_TONES[Visit.Kind(visit.kind)],
            "clues": [{"clue": clue, "then": of_clue.get(clue.pk)} for clue in clues],
            "moments": moments_of(visit),
            "followed": [one for one in told if one["clue_id"] is None],
        },
    )


# What followed, in words: the event, its words, its page, the key in the event, who may open it.
# Only names stand here: no floor above is called, and a name that is not there gives no link.
FOLLOWED = {
    "households.file_opened": (
        "已建档案",
        "households:file",
        "file_id",
        "households.see_files",
    ),
    "aid.payment_planned": ("慰问金已列入发放", "aid:payment", "payment_id", "aid.see_aid"),
    "campaigns.target_added": ("已计入活动慰问对象", "", "", ""),
}


def _told(one: queries.Followed, user: User) -> dict[str, object]:
    words, url_name, key, code = FOLLOWED.get(one.name, ("", "", "", ""))
    url = ""
    if url_name and code in declared_permissions() and user.may(code):
        try:
            url = reverse(url_name, args=[one.payload.get(key)])
        except NoReverseMatch:
            url = ""
    return {"what": words, "url": url, "when": one.occurred_at, "clue_id": one.clue_id}


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


def _link_points(user: User) -> "QuerySet[Organisation]":
    """The enterprises and communities to which this person may record a visit."""
    seen = cast("QuerySet[Organisation]", Organisation.objects.visible_to(user, RECORD.code))
    return seen.filter(is_active=True, kind__in=LINK_POINTS)


@require_GET
@page(RECORD)
def names(request: HttpRequest) -> HttpResponse:
    """Suggestions for a link point's name that is being typed."""
    typed = (str(one).strip() for one in request.GET.values())
    text = next(filter(None, typed), "")
    found = organisations_like(_link_points(acting(request)), text)[:SUGGESTED] if text else []
    return render(request, "pairing/names.html", {"names": [one.name for one in found]})


@page(RECORD)
def record(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    if known := _already(request, user):
        messages.info(request, "这次走访此前已经登记，没有重复登记")
        return redirect("visits:visit", known.pk)
    among = _link_points(user)
    paired = list(queries.paired_link_points(user, RECORD.code)[: CHOICES_SHOWN + 1])
    given: dict[str, Any] = {
        "agencies": queries.agencies_recorded_for(user, RECORD.code),
        "paired": paired if len(paired) <= CHOICES_SHOWN else [],
        "among": among,
    }
    if is_adding_row(request.POST):
        typed, rows = one_more(request.POST, VisitForm, FamilyRows, PREFIX)
        form = VisitForm(initial=typed, **given)
    else:
        form = VisitForm(posted(request), initial=_sensible(request, user, given), **given)
        rows = FamilyRows(posted(request), prefix=PREFIX)
        if request.method == "POST" and (visit := _recorded(form, rows, user)):
            messages.success(request, "走访已登记")
            return redirect("visits:visit", visit.pk)
    return render(
        request,
        "visits/record.html",
        {
            "form": form,
            "rows": rows,
            "blank": FamilyRow(prefix=f"{PREFIX}-__prefix__"),
            "paired": given["paired"],
            "agencies": given["agencies"],
            "today": clock.today(),
            "more_open": _has_more(form),
        },
    )


def _recorded(form: VisitForm, rows: Any, user: User) -> Visit | None:
    valid, rows_valid = form.is_valid(), rows.is_valid()
    if not rows_valid:
        form.add_error(None, "发现的困难家庭中有填写错误，请看标出的各项")
    if not (valid and rows_valid):
        return None
    families = [row.family() for row in rows.filled()]
    return carried_out_with(
        rows, form, services.record_visit, by=user, families=families, **form.cleaned_data
    )


def _already(request: HttpRequest, user: User) -> Visit | None:
    """The visit that this person recorded under the key that is sent again."""
    if request.method != "POST" or is_adding_row(request.POST):
        return None
    try:
        known = queries.visit_of_key(UUID(request.POST.get("key", "")))
    except ValueError:
        return None
    return known if known and known.recorded_by_id == user.pk else None


def _sensible(request: HttpRequest, user: User, given: dict[str, Any]) -> dict[str, Any]:
    """What most visits have: today, my name, my agency, the only link point; or what was asked."""
    asked, paired, agencies = request.GET, given["paired"], given["agencies"]
    keys = {str(one.pk) for one in paired}
    initial: dict[str, Any] = {
        "key": uuid4(),
        "kind": Visit.Kind.ROUTINE,
        "visited_on": clock.today(),
        "visitors": user.full_name,
        "agency": agencies[0].pk if agencies else None,
        "link_point": paired[0].pk if len(paired) == 1 else None,
    }
    if asked.get("kind") in Visit.Kind.values:
        initial["kind"] = asked["kind"]
    if asked.get("origin"):
        initial["origin"] = asked["origin"][:60]
    wanted = asked.get("link_point", "")
    if wanted in keys:
        initial["link_point"] = int(wanted)
    elif wanted.isdecimal() and len(wanted) <= 18:  # noqa: PLR2004 -- a key fits into 18 digits
        named = given["among"].filter(pk=int(wanted)).first()
        if named:
            initial |= {"link_point_name": named.name, "link_point": None}
    return initial


def _has_more(form: VisitForm) -> bool:
    """Whether one of the folded fields says, or lacks, something: then they are not folded."""
    folded = ("interlocutors", "needs", "promises")
    return any(form[name].value() or form[name].errors for name in folded)
