"""Who helps which family, over the API; and what a phone keeps of the families of its agency."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Status
from ninja.pagination import paginate

from assistance.households import queries, schemas, services
from assistance.households.api.parts import router
from assistance.households.models import FamilyPair, HardshipFile
from assistance.households.permissions import ASSIGN_HELPER, SEE_HELPERS, VISIT_HOME
from assistance.pairing.models import Cadre
from assistance.visits.rules import Promised
from ground.web.api import Pages, acting, needs


@router.get("/offline", auth=needs(VISIT_HOME), response=schemas.OfflineOut)
def offline(request: HttpRequest) -> Any:
    """The families of your agencies' cadres, masked, for a phone that will have no signal."""
    return {"families": queries.masked_families_of(acting(request))}


@router.get("/helpers", auth=needs(SEE_HELPERS), response=list[schemas.PairOut])
@paginate(Pages, ordering=("-id",))
def helpers(request: HttpRequest, file_id: int | None = None, cadre_id: int | None = None) -> Any:
    """Families and their helpers that you see, newest first."""
    pairs = FamilyPair.objects.visible_to(acting(request), SEE_HELPERS.code)
    wanted = {"file_id": file_id, "cadre_id": cadre_id}
    narrowed = {name: value for name, value in wanted.items() if value is not None}
    return queries.pairs_in_lists(pairs.filter(**narrowed))


@router.post("/files/{file_id}/helpers", auth=needs(ASSIGN_HELPER), response={201: schemas.PairOut})
def assign_helper(request: HttpRequest, file_id: int, asked: schemas.HelperIn) -> Any:
    """Pair a cadre with a family on file."""
    user = acting(request)
    files = HardshipFile.objects.visible_to(user, ASSIGN_HELPER.code)
    pair = services.assign_helper(
        by=user,
        file=get_object_or_404(files, pk=file_id),
        cadre=_cadre(request, asked.cadre_id),
        from_on=asked.from_on,
    )
    return Status(201, _shown(pair))


@router.post("/helpers/{pk}/replace", auth=needs(ASSIGN_HELPER), response={201: schemas.PairOut})
def replace_helper(request: HttpRequest, pk: int, asked: schemas.ReplaceIn) -> Any:
    """Hand a family on to another cadre."""
    pair = services.replace_helper(
        by=acting(request),
        pair=_pair(request, pk),
        successor=_cadre(request, asked.cadre_id),
        on=asked.on,
        reason=asked.reason,
    )
    return Status(201, _shown(pair))


@router.post("/helpers/{pk}/end", auth=needs(ASSIGN_HELPER), response={201: schemas.PairOut})
def end_helper(request: HttpRequest, pk: int, asked: schemas.EndPairIn) -> Any:
    """End a pair: the family waits for a new helper."""
    pair = services.end_helper(
        by=acting(request), pair=_pair(request, pk), on=asked.on, reason=asked.reason
    )
    return Status(201, _shown(pair))


@router.post("/helpers/{pk}/visits", auth=needs(VISIT_HOME), response={201: schemas.HomeVisitedOut})
def record_home_visit(request: HttpRequest, pk: int, asked: schemas.HomeVisitIn) -> Any:
    """Record a visit to the family's home. Sending the same key again changes nothing."""
    user = acting(request)
    own = queries.pairs_in_lists(queries.pairs_to_visit(user))
    values = asked.dict(exclude={"also_pair_ids", "promises"})
    values["promises"] = [Promised(one.content, one.due_on) for one in asked.promises]
    also = list(own.filter(pk__in=asked.also_pair_ids).exclude(pk=pk))
    visit = services.record_home_visit(
        by=user, pair=get_object_or_404(own, pk=pk), also=also, **values
    )
    return Status(201, {"visit_id": visit.pk, "pair_id": pk})


def _pair(request: HttpRequest, pk: int) -> FamilyPair:
    files = HardshipFile.objects.visible_to(acting(request), ASSIGN_HELPER.code)
    pairs = FamilyPair.objects.filter(file__in=files.order_by().values("pk"))
    return get_object_or_404(pairs, pk=pk)


def _cadre(request: HttpRequest, pk: int) -> Cadre:
    cadres = Cadre.objects.visible_to(acting(request), ASSIGN_HELPER.code)
    return get_object_or_404(cadres, pk=pk)


def _shown(pair: FamilyPair) -> FamilyPair:
    return queries.pairs_in_lists(FamilyPair.objects.filter(pk=pair.pk)).get()
