"""Standards of aid drafted from a copy, edited row by row, published by another person, withdrawn."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from assistance.standards import services
from assistance.standards.forms import FORMS, typed_of
from assistance.standards.models import AidRule, Standard
from assistance.standards.rules import KINDS
from assistance.standards.views.reading import DESK, KEEP, PUBLISH
from ground.web.pages import acting, done, page, posted


@page(KEEP)
def draft(request: HttpRequest) -> HttpResponse:
    return DESK.draft(request, services.draft_standard)


@page(KEEP)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    return DESK.edit(request, pk, services.change_standard)


@page(KEEP)
def add_rule(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    if kind not in FORMS:
        raise Http404
    return _rule(request, DESK.kept(request, pk), kind, None)


@page(KEEP)
def edit_rule(request: HttpRequest, pk: int) -> HttpResponse:
    row = _kept_row(request, pk)
    return _rule(request, row.standard, row.kind, row)


def _rule(request: HttpRequest, standard: Standard, kind: str, row: AidRule | None) -> HttpResponse:
    form = FORMS[kind](posted(request), initial=typed_of(row) if row else {})
    title = f"{'修改' if row else '加一条'}{KINDS[kind]}"
    return DESK.clause(request, standard, form, title, services.set_rule, kind=kind, rule=row)


@require_POST
@page(KEEP)
def drop_rule(request: HttpRequest, pk: int) -> HttpResponse:
    row = _kept_row(request, pk)
    done(request, services.drop_rule, said="已删除", by=acting(request), rule=row)
    return redirect("standards:standard", row.standard_id)


def _kept_row(request: HttpRequest, pk: int) -> AidRule:
    own = Standard.objects.kept_by(acting(request), KEEP.code).values("pk")
    rows = AidRule.objects.select_related("standard__division").filter(standard__in=own)
    return get_object_or_404(rows, pk=pk)


@require_POST
@page(PUBLISH)
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    return DESK.put_out(request, pk, services.publish_standard)


@page(PUBLISH)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return DESK.withdraw(request, pk, services.withdraw_standard)


@require_POST
@page(KEEP)
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    return DESK.drop(request, pk, services.drop_standard)
