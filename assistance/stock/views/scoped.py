"""What a page of the stock may show: within the scope of one's permission, or 404."""

from dataclasses import replace
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from assistance.stock.models import Store
from assistance.stock.permissions import SEE_STOCK
from ground.accounts.models import User
from ground.accounts.permissions import Permission
from ground.briefs.tables import list_answer
from ground.web.lists import Action, Choice, ListPage
from ground.web.pages import acting

M = TypeVar("M", bound=Model)


def store_in_scope(request: HttpRequest, pk: int, permission: Permission) -> Store:
    rows = Store.objects.visible_to(acting(request), permission.code)
    return get_object_or_404(rows.select_related("organisation"), pk=pk)


def in_scope(request: HttpRequest, rows: Any, pk: int, permission: Permission) -> Any:
    """A row of a model whose rows know who may see them."""
    return get_object_or_404(rows.visible_to(acting(request), permission.code), pk=pk)


def listed_by_store(
    request: HttpRequest,
    listed: ListPage,
    rows: "QuerySet[Any]",
    *,
    field: str = "store",
    permission: Permission = SEE_STOCK,
    **more: Any,
) -> HttpResponse:
    """A list with the stores of one's scope as its first filter; on paper with `?export=pdf`."""
    here = replace(listed, filters=[_stores(acting(request), permission, field), *listed.filters])
    if request.GET.get("export") == "pdf":
        return list_answer(request, here, rows, hands=("保管员", "复核", "负责人"))
    printed = Action("打印 PDF", "?export=pdf", "pdf")
    return here.respond(request, rows, on_filter=[printed], **more)


def _stores(user: User, permission: Permission, field: str) -> Choice:
    stores = Store.objects.visible_to(user, permission.code)
    return Choice("store", "仓库", lambda: list(stores.values_list("pk", "name")), field=field)


def framed(
    request: HttpRequest, form: Any, *, title: str, submit: str, of: str, url: str, **more: Any
) -> HttpResponse:
    """A page of one form that leads back to what it is about."""
    facts = {"form": form, "title": title, "submit": submit, "of": of, "url": url}
    return render(request, "stock/act.html", facts | more)
