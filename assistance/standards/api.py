from datetime import date
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router
from ninja.pagination import paginate

from assistance.criteria import queries as criteria
from assistance.standards import queries, rules, schemas
from assistance.standards.models import Standard
from assistance.standards.permissions import SEE_STANDARDS
from ground.kernel import clock
from ground.places.models import Division
from ground.web.api import Pages, acting, needs

router = Router()


@router.get("/standards", response=list[schemas.StandardOut], auth=needs(SEE_STANDARDS))
@paginate(Pages, ordering=("-id",))
def list_standards(request: HttpRequest, state: str = "") -> Any:
    """Standards of aid that you see, newest first."""
    rows = Standard.objects.visible_to(acting(request), SEE_STANDARDS.code)
    return rows.filter(state=state) if state else rows


@router.get("/standards/{int:pk}", response=schemas.StandardPageOut, auth=needs(SEE_STANDARDS))
def show_standard(request: HttpRequest, pk: int) -> Any:
    """One standard with its rows, each with its parameters and in words."""
    visible = Standard.objects.visible_to(acting(request), SEE_STANDARDS.code)
    return get_object_or_404(visible.prefetch_related("rules"), pk=pk)


@router.post("/propose", response=schemas.ProposalOut, auth=needs(SEE_STANDARDS))
def propose(request: HttpRequest, body: schemas.AskIn) -> dict[str, Any]:
    """What the standards in force propose for a case, sentence by sentence. Nothing is kept."""
    said = body.dict()
    division = None
    if (pk := said.pop("division_id")) is not None:
        division = get_object_or_404(Division, pk=pk)
    on = said.pop("on") or clock.today()
    if said["dibao"] is None:
        said["dibao"] = criteria.dibao_for(division, on)
    before = criteria.dibao_for(division, date(on.year - 1, 12, 31))
    facts = rules.Facts(on=on, dibao_before=before, **said)
    proposal = rules.propose(queries.standards_for(division, on), facts)
    return {
        "amount": proposal.amount,
        "cap": proposal.cap,
        "unknown": proposal.unknown,
        "sentences": rules.tell(proposal, facts),
        "set_ids": proposal.set_ids,
    }
