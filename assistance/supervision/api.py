from typing import Any

from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router
from ninja.pagination import paginate

from assistance.supervision import permissions, queries, schemas
from assistance.supervision.models import AssessmentScheme, Ranking, Sheet
from ground.web.api import Pages, acting, needs

router = Router()
SEE, SEE_SHEETS = permissions.SEE_SCHEMES, permissions.SEE_SHEETS


@router.get("/schemes", response=list[schemas.SchemeOut], auth=needs(SEE))
@paginate(Pages, ordering=("-id",))
def schemes(request: HttpRequest, year: int | None = None) -> QuerySet[AssessmentScheme]:
    """The schemes of assessment that you see, newest first."""
    rows = AssessmentScheme.objects.visible_to(acting(request), SEE.code)
    return rows if year is None else rows.filter(year=year)


@router.get("/schemes/{pk}/sheets", response=list[schemas.SheetOut], auth=needs(SEE_SHEETS))
@paginate(Pages, ordering=("id",))
def sheets(request: HttpRequest, pk: int) -> QuerySet[Sheet]:
    """The sheets of a scheme that you see: your own agency's, or those of your area."""
    user = acting(request)
    scheme = get_object_or_404(AssessmentScheme.objects.visible_to(user, SEE_SHEETS.code), pk=pk)
    rows = Sheet.objects.visible_to(user, SEE_SHEETS.code).filter(scheme=scheme)
    told = queries.office_is_told(user, scheme)
    return queries.sheets_in_lists(rows, with_office=told)


@router.get("/schemes/{pk}/ranking", response=list[schemas.PlaceOut], auth=needs(SEE))
@paginate(Pages, ordering=("id",))
def ranking(request: HttpRequest, pk: int) -> QuerySet[Ranking, Any]:
    """The confirmed places of a scheme; empty until the leading group has confirmed."""
    scheme = get_object_or_404(
        AssessmentScheme.objects.visible_to(acting(request), SEE.code), pk=pk
    )
    return Ranking.objects.filter(sheet__scheme=scheme).annotate(
        agency_id=F("sheet__agency_id"), agency=F("sheet__agency__name")
    )
