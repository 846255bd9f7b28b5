"""Rounds of leaders, planned and changed: stops in the order of the way."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from assistance.pairing.queries import organisations_like
from assistance.pairing.rules import LINK_POINTS
from assistance.planning.models import EnterpriseProfile
from assistance.rounds import queries, rules, services
from assistance.rounds.forms import StopRow, StopRows, TourForm
from assistance.rounds.models import LeaderRound, RoundStop
from assistance.rounds.permissions import PLAN_ROUND
from assistance.rounds.rules import Where
from ground.accounts.models import Organisation, User
from ground.kernel import clock
from ground.web.pages import acting, page, posted
from ground.web.rows import carried_out_with, is_adding_row, one_more

if TYPE_CHECKING:
    from django.db.models import QuerySet

PLAN = PLAN_ROUND
PREFIX = "stops"
SUGGESTED = 12
ORGANISERS = 50


@require_GET
@page(PLAN)
def names(request: HttpRequest) -> HttpResponse:
    """Suggestions for a link point's name that is being typed."""
    typed = (str(one).strip() for one in request.GET.values())
    text = next(filter(None, typed), "")
    found = organisations_like(_among(acting(request)), text)[:SUGGESTED] if text else []
    return render(request, "pairing/names.html", {"names": [one.name for one in found]})


@page(PLAN)
def plan(request: HttpRequest) -> HttpResponse:
    user, today = acting(request), clock.today()
    initial: dict[str, Any] = {"starts_on": today, "ends_on": today, "theme": "领导集中走访"}
    asked = request.GET.get("leader", "")
    if asked:
        initial["leader_name"] = asked[:60]
    return _edited(request, user, None, initial, [])


@page(PLAN)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting(request)
    tour = get_object_or_404(LeaderRound.objects.organised_by(user, PLAN.code), pk=pk)
    if tour.state not in {LeaderRound.State.PLANNED, LeaderRound.State.UNDER_WAY}:
        messages.error(request, f"行程{tour.get_state_display()}，不能再改")
        return redirect("rounds:tour", pk)
    named = ("theme", "leader_name", "starts_on", "ends_on", "accompanying", "gathers_at")
    initial = {name: getattr(tour, name) for name in named} | {"organiser": tour.organiser_id}
    waiting = queries.stops_in_order(tour).filter(state=RoundStop.State.PLANNED)
    rows = [
        {
            "link_point": stop.link_point.name,
            "planned_on": stop.planned_on,
            "planned_at": stop.planned_at,
            "to_see": stop.to_see,
            "contact": stop.contact,
            "contact_phone": stop.contact_phone,
        }
        for stop in waiting
    ]
    return _edited(request, user, tour, initial, rows)


def _edited(
    request: HttpRequest,
    user: User,
    tour: LeaderRound | None,
    initial: dict[str, Any],
    initial_rows: list[dict[str, Any]],
) -> HttpResponse:
    """The form of a round, new or changed; a button of its own puts the stops in a good order."""
    organisers = [tour.organiser] if tour else _organisers(user)
    among = _among(user)
    kwargs = {"among": among}
    if is_adding_row(request.POST):
        typed, rows = one_more(request.POST, TourForm, StopRows, PREFIX, form_kwargs=kwargs)
        form = TourForm(initial=typed, organisers=organisers)
    elif "suggest_order" in request.POST:
        typed, rows = one_more(request.POST, TourForm, StopRows, PREFIX, form_kwargs=kwargs)
        form = TourForm(initial=typed, organisers=organisers)
        rows = _reordered(request.POST, among, kwargs)
    else:
        form = TourForm(posted(request), initial=initial, organisers=organisers)
        sent = _sent_rows(request)
        shown = None if sent else initial_rows
        rows = StopRows(sent, prefix=PREFIX, initial=shown, form_kwargs=kwargs)
        if request.method == "POST" and (kept := _kept(form, rows, user, tour)):
            messages.success(request, "行程已保存，可以打印行程单")
            return redirect("rounds:tour", kept.pk)
    return render(
        request,
        "rounds/plan.html",
        {
            "form": form,
            "rows": rows,
            "blank": StopRow(prefix=f"{PREFIX}-__prefix__", **kwargs),
            "tour": tour,
            "title": "修改行程" if tour else "安排领导走访",
            "back_url": reverse("rounds:tour", args=[tour.pk]) if tour else reverse("rounds:tours"),
        },
    )


def _sent_rows(request: HttpRequest) -> QueryDict | None:
    """The rows as sent, each of them new: one that was emptied is then not there any more."""
    if request.method != "POST":
        return None
    sent = request.POST.copy()
    sent[f"{PREFIX}-INITIAL_FORMS"] = "0"
    return sent


def _kept(form: TourForm, rows: Any, user: User, tour: LeaderRound | None) -> LeaderRound | None:
    valid, rows_valid = form.is_valid(), rows.is_valid()
    if not rows_valid:
        form.add_error(None, "走访点中有填写错误，请看标出的各项")
    if not (valid and rows_valid):
        return None
    stops = [row.stop() for row in rows.filled()]
    values = dict(form.cleaned_data)
    if tour is None:
        return carried_out_with(rows, form, services.plan_round, by=user, stops=stops, **values)
    values.pop("organiser")
    return carried_out_with(
        rows, form, services.change_round, by=user, round=tour, stops=stops, **values
    )


def _reordered(sent: QueryDict, among: "QuerySet[Organisation]", kwargs: dict[str, Any]) -> Any:
    """The rows as typed, area after area and near after near; what is not known stays at the end."""
    try:
        count = min(int(sent.get(f"{PREFIX}-TOTAL_FORMS", "0")), rules.MOST_STOPS)
    except ValueError:
        count = 0
    names = list(StopRow.base_fields)
    typed = [
        {name: sent.get(f"{PREFIX}-{row}-{name}", "") for name in names} for row in range(count)
    ]
    typed = [row for row in typed if row["link_point"].strip()]
    wanted = {row["link_point"].strip() for row in typed}
    points = {one.name: one for one in among.filter(name__in=wanted)}
    points |= {one.short_name: one for one in among.filter(short_name__in=wanted - {""})}
    profiles = EnterpriseProfile.objects.filter(organisation__in=points.values())
    places = {one.organisation_id: one for one in profiles}

    def where(name: str) -> Where:
        point = points.get(name)
        if point is None:
            return Where("~")
        place = places.get(point.pk)
        area = point.path[: -Organisation.steplen]
        if place is None or place.latitude is None or place.longitude is None:
            return Where(area)
        return Where(area, float(place.latitude), float(place.longitude))

    ordered: list[dict[str, str]] = []
    for day in sorted({row["planned_on"] for row in typed}):
        of_day = [row for row in typed if row["planned_on"] == day]
        order = rules.suggested_order([where(row["link_point"].strip()) for row in of_day])
        ordered += [of_day[at] for at in order]
    return StopRows(initial=ordered, prefix=PREFIX, form_kwargs=kwargs)


def _organisers(user: User) -> list[Organisation]:
    """The organisations for which this person plans, their own first."""
    held = user.memberships.select_related("organisation")
    found = {one.organisation_id: one.organisation for one in held if one.role in PLAN.roles}
    own = sorted(found.values(), key=lambda one: (one.pk != user.organisation_id, one.path))
    return own[:ORGANISERS]


def _among(user: User) -> "QuerySet[Organisation]":
    """The places to which this person may plan a round."""
    seen = cast("QuerySet[Organisation]", Organisation.objects.visible_to(user, PLAN.code))
    return seen.filter(is_active=True, kind__in=LINK_POINTS)
