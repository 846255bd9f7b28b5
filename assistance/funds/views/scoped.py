"""What a page of funds may show: within the scope of one's permission, or 404."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from assistance.funds import queries
from assistance.funds.models import Allocation, FundReturn, FundSource
from ground.accounts.permissions import Permission
from ground.web.pages import acting


def source_in_scope(request: HttpRequest, pk: int, permission: Permission) -> FundSource:
    rows = FundSource.objects.visible_to(acting(request), permission.code)
    return get_object_or_404(rows.select_related("organisation", "allocation"), pk=pk)


def allocation_in_scope(request: HttpRequest, pk: int, permission: Permission) -> Allocation:
    rows = Allocation.objects.visible_to(acting(request), permission.code)
    return get_object_or_404(queries.in_lists(rows), pk=pk)


def return_in_scope(request: HttpRequest, pk: int, permission: Permission) -> FundReturn:
    rows = FundReturn.objects.visible_to(acting(request), permission.code)
    return get_object_or_404(queries.returns_in_lists(rows), pk=pk)


def framed(
    request: HttpRequest, form: Any, *, title: str, submit: str, of: str, url: str, note: str = ""
) -> HttpResponse:
    """A page of one form that leads back to what it is about."""
    facts = {"form": form, "title": title, "submit": submit, "of": of, "url": url, "note": note}
    facts["list_url"] = reverse("funds:allocations")
    return render(request, "funds/act.html", facts)
