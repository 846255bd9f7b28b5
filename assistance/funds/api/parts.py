"""The router of funds, and what an operation may reach: within the scope of one's permission, or 404."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router

from assistance.funds import queries
from assistance.funds.models import FundSource
from ground.web.api import acting

router = Router()


def source_in_scope(request: HttpRequest, pk: int, permission: str) -> FundSource:
    visible = FundSource.objects.visible_to(acting(request), permission)
    return get_object_or_404(queries.with_balances(visible), pk=pk)
