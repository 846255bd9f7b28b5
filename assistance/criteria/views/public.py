"""我符合条件吗: anybody holds their family against the criteria in force; nothing is kept.

What is typed comes by post, is answered in the same response and forgotten: no row, no line of the
trail, no session, no redirect that would carry it. The counter of calls stands in the memory of the
process for an hour, under a keyed hash of the address.
"""

from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from assistance.criteria import queries, rules
from assistance.criteria.forms import SelfCheckForm
from assistance.criteria.rules.papers import papers
from assistance.criteria.views.looks import lines_of, outcome_of
from ground.audit.sealing import lookup_hash
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.places.models import Division
from ground.places.queries import divisions_on, local_rule
from ground.web.doors import address_of
from ground.web.pages import ANYONE, page, posted

if TYPE_CHECKING:
    from decimal import Decimal

HOUR = 60 * 60
LEVELS = [Division.Level.PREFECTURE, Division.Level.COUNTY]


@require_http_methods(["GET", "HEAD", "POST"])
@page(ANYONE)
def check(request: HttpRequest) -> HttpResponse:
    """The form, and below it, once it was sent, the verdict with its sentences."""
    places = _places()
    form = SelfCheckForm(
        posted(request), places=[(str(key), label) for key, (label, _) in places.items()]
    )
    shown: dict[str, Any] = {"form": form}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            if _is_too_often(request):
                status, shown["too_often"] = 429, True
            else:
                shown |= _answer(form, places)
        except RuleBroken as broken:  # an office has not entered what is needed
            shown["no_rules"] = broken.message
    answer = render(request, "criteria/public/check.html", shown, status=status)
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noarchive"
    return answer


def _answer(form: SelfCheckForm, places: dict[int, tuple[str, Division]]) -> dict[str, Any]:
    chosen, today = form.cleaned_data["place"], clock.today()
    division = places[int(chosen)][1] if chosen != "other" else None
    ruleset = queries.ruleset_for(division, today)
    dibao: Decimal | None = queries.dibao_for(division, today)
    facts = form.facts(dibao)
    verdict = rules.judge(ruleset.rules, facts)
    office = queries.office_for(division) if division else None
    return {
        "verdict": verdict,
        "outcome": outcome_of(verdict),
        "lines": lines_of(verdict),
        "ruleset": ruleset,
        "dibao": facts.dibao,
        "division": division,
        "office": office,
        "papers": papers(form.causes()),
    }


def _places() -> dict[int, tuple[str, Division]]:
    """Cities and counties of today with their names, those of one city together."""
    rows = divisions_on(clock.today()).filter(level__in=LEVELS).select_related("parent")
    return {one.pk: (_name(one), one) for one in rows.order_by("code")}


def _name(one: Division) -> str:
    if one.level == Division.Level.COUNTY and one.parent is not None:
        return f"{one.parent.name} {one.name}"
    return one.name


def _is_too_often(request: HttpRequest) -> bool:
    key = f"criteria.check:{lookup_hash(address_of(request), 'criteria.check.address')}"
    cache.add(key, 0, HOUR)
    most = int(local_rule("criteria.checks_per_hour", on=clock.today()))
    try:
        return cache.incr(key) > most
    except ValueError:  # it ran out between the two calls
        return False
