from datetime import date
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router
from ninja.pagination import paginate

from assistance.criteria import queries, rules, schemas
from assistance.criteria.models import RuleSet
from assistance.criteria.permissions import SEE_RULES
from ground.kernel import clock
from ground.places.models import Division
from ground.web.api import Pages, acting, needs

router = Router()


@router.get("/rulesets", response=list[schemas.RuleSetOut], auth=needs(SEE_RULES))
@paginate(Pages, ordering=("-id",))
def rulesets(request: HttpRequest, state: str = "") -> Any:
    """Sets of criteria that you see, newest first."""
    rows = RuleSet.objects.visible_to(acting(request), SEE_RULES.code)
    return rows.filter(state=state) if state else rows


@router.get("/rulesets/in-force", response=schemas.RuleSetPageOut, auth=needs(SEE_RULES))
def in_force(request: HttpRequest, division_id: int | None = None, on: date | None = None) -> Any:
    """The set that holds in a division on a day (today, where none is named)."""
    return queries.ruleset_for(_division(division_id), on or clock.today())


@router.get("/rulesets/{pk}", response=schemas.RuleSetPageOut, auth=needs(SEE_RULES))
def ruleset(request: HttpRequest, pk: int) -> Any:
    """One set with its criteria, each with its parameters and in words."""
    return _seen(request, pk)


@router.post("/judge", response=schemas.VerdictOut, auth=needs(SEE_RULES))
def judge(request: HttpRequest, body: schemas.JudgeIn) -> Any:
    """What a set recommends for a family, sentence by sentence. Nothing is kept.

    The division's 低保 standard of the day stands in where `dibao` is left out.
    """
    division, on = _division(body.division_id), body.on or clock.today()
    found = (
        _seen(request, body.ruleset_id)
        if body.ruleset_id is not None
        else queries.ruleset_for(division, on)
    )
    known = body.facts.dict()
    if known["dibao"] is None:
        known["dibao"] = queries.dibao_for(division, on)
    return rules.judge(found.rules, rules.Facts(**known))


def _seen(request: HttpRequest, pk: int) -> RuleSet:
    visible = RuleSet.objects.visible_to(acting(request), SEE_RULES.code)
    return get_object_or_404(visible.prefetch_related("criteria"), pk=pk)


def _division(pk: int | None) -> Division | None:
    return None if pk is None else get_object_or_404(Division, pk=pk)
