"""Goods come in: donations with their receipts, purchases, what is put on the shelf."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from assistance.stock import looks, papers, queries, services
from assistance.stock.forms import (
    ArrivalRow,
    ArrivalRows,
    DonationForm,
    PurchaseForm,
    ShelveForm,
)
from assistance.stock.models import Donation, Holding, Movement, Store
from assistance.stock.permissions import RECEIVE_GOODS, SEE_STOCK
from assistance.stock.services import Arrival, Donor, Paper
from assistance.stock.views.scoped import framed, in_scope, listed_by_store, store_in_scope
from ground.accounts.models import User
from ground.briefs.tables import table_answer
from ground.kernel import clock
from ground.web.pages import acting, carried_out, done, page, posted
from ground.web.rows import RowsFormSet, carried_out_with, is_adding_row, one_more

PREFIX = "lines"


@page(SEE_STOCK)
def donations(request: HttpRequest) -> HttpResponse:
    rows = Donation.objects.visible_to(acting(request), SEE_STOCK.code)
    return listed_by_store(request, looks.DONATIONS, rows.select_related("store", "received_by"))


@page(SEE_STOCK)
def donation(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _donation(request, pk)
    came = Movement.objects.filter(key=f"stock.donation:{shown.key}").first()
    return render(
        request,
        "stock/donation.html",
        {
            "donation": shown,
            "donor": looks.donor_of(shown),
            "lots": shown.lots.select_related("goods"),
            "movement": came,
            "undone": came and Movement.objects.filter(corrects=came).first(),
            "may_undo": acting(request).reaches(shown.store.organisation, RECEIVE_GOODS.code),
        },
    )


@require_GET
@page(SEE_STOCK)
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt for the donor, with the whole name: it is theirs."""
    shown = _donation(request, pk)
    return table_answer(
        request,
        papers.receipt_of(shown),
        organisation=shown.store.organisation,
        back=reverse("stock:donation", args=[pk]),
    )


@page(RECEIVE_GOODS)
def donate(request: HttpRequest, pk: int) -> HttpResponse:
    store = store_in_scope(request, pk, RECEIVE_GOODS)
    form, rows = _typed(request, DonationForm, store)
    if _is_whole(request, form, rows):
        kept = carried_out_with(
            rows,
            form,
            _received,
            by=acting(request),
            store=store,
            arrivals=[_arrival(row) for row in rows.filled()],
            **form.cleaned_data,
        )
        if kept:
            messages.success(request, f"已登记捐赠，收据编号 {kept.receipt_no}")
            return redirect("stock:donation", kept.pk)
    return _arriving(request, form, rows, store, "登记捐赠")


@page(RECEIVE_GOODS)
def buy(request: HttpRequest, pk: int) -> HttpResponse:
    store = store_in_scope(request, pk, RECEIVE_GOODS)
    form, rows = _typed(request, PurchaseForm, store)
    if _is_whole(request, form, rows):
        kept = carried_out_with(
            rows,
            form,
            _bought,
            by=acting(request),
            store=store,
            arrivals=[_arrival(row) for row in rows.filled()],
            **form.cleaned_data,
        )
        if kept:
            messages.success(request, "采购物资已入库上架")
            return redirect("stock:movement", kept.pk)
    return _arriving(request, form, rows, store, "采购入库")


@page(RECEIVE_GOODS)
def shelve(request: HttpRequest, pk: int) -> HttpResponse:
    store = store_in_scope(request, pk, RECEIVE_GOODS)
    waiting = Holding.objects.filter(
        store=store, position=Holding.Position.SORTING, quantity__gt=0
    ).select_related("lot", "goods")
    form = ShelveForm(posted(request), initial={"key": uuid4(), "on": clock.today()})
    form.put(waiting, label="待整理", full=True)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("key", "on", "note")}
        kept = carried_out(
            form, services.shelve_goods, by=acting(request), store=store, lines=form.lines(), **said
        )
        if kept:
            messages.success(request, "已上架")
            return redirect("stock:store", pk)
    return framed(
        request,
        form,
        title="整理上架",
        submit="上架",
        of=store.name,
        url=reverse("stock:store", args=[pk]),
        nothing="没有待整理的物资：登记捐赠后在这里上架" if not waiting else "",
    )


@page(SEE_STOCK)
def movements(request: HttpRequest) -> HttpResponse:
    rows = Movement.objects.visible_to(acting(request), SEE_STOCK.code)
    return listed_by_store(request, looks.MOVEMENTS, queries.with_lines(rows))


@page(SEE_STOCK)
def movement(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Movement.objects.select_related("store__organisation", "made_by", "corrects")
    shown = in_scope(request, rows, pk, SEE_STOCK)
    undone = Movement.objects.filter(corrects=shown).first()
    lines = shown.lines.select_related("holding__lot", "holding__goods", "holding__store")
    may_undo = acting(request).reaches(shown.store.organisation, RECEIVE_GOODS.code)
    is_arrival = shown.kind in {Movement.Kind.RECEIVED, Movement.Kind.BOUGHT}
    return render(
        request,
        "stock/movement.html",
        {
            "movement": shown,
            "lines": lines,
            "undone": undone,
            "may_undo": may_undo and is_arrival and undone is None,
        },
    )


@page(RECEIVE_GOODS)
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    shown = in_scope(request, Movement.objects.all(), pk, RECEIVE_GOODS)
    if request.method == "POST":
        done(
            request,
            services.undo_arrival,
            by=acting(request),
            movement=shown,
            reason=request.POST.get("reason", ""),
            said="已整笔更正",
        )
    return redirect("stock:movement", pk)


def _donation(request: HttpRequest, pk: int) -> Donation:
    rows = Donation.objects.select_related("store__organisation", "received_by")
    found: Donation = in_scope(request, rows, pk, SEE_STOCK)
    return found


def _typed(request: HttpRequest, form: type[Form], store: Store) -> tuple[Form, RowsFormSet]:
    given = {"store": store}
    if is_adding_row(request.POST):
        typed, rows = one_more(request.POST, form, ArrivalRows, PREFIX, form_kwargs=given)
        return form(initial=typed), rows
    initial = {"key": uuid4(), "on": clock.today()}
    rows = ArrivalRows(posted(request), prefix=PREFIX, form_kwargs=given)
    return form(posted(request), initial=initial), rows


def _is_whole(request: HttpRequest, form: Form, rows: RowsFormSet) -> bool:
    if request.method != "POST" or is_adding_row(request.POST):
        return False
    valid, rows_valid = form.is_valid(), rows.is_valid()
    if not rows_valid:
        form.add_error(None, "物资清单中有填写错误，请看标出的各项")
    return valid and rows_valid


def _arriving(
    request: HttpRequest, form: Form, rows: RowsFormSet, store: Store, title: str
) -> HttpResponse:
    facts = {
        "form": form,
        "rows": rows,
        "blank": ArrivalRow(prefix=f"{PREFIX}-__prefix__", store=store),
        "store": store,
        "title": title,
    }
    return render(request, "stock/arriving.html", facts)


def _arrival(row: Form) -> Arrival:
    said = row.cleaned_data
    return Arrival(
        goods=said["goods"],
        quantity=said["quantity"],
        unit_value=said["unit_value"],
        expires_on=said["expires_on"],
    )


def _received(*, by: User, donor_kind: str, donor: str, wish: str, **said: Any) -> Donation:
    given = Donor(kind=donor_kind, name=donor, wish=wish)
    return services.receive_donation(by=by, donor=given, **said)


def _bought(*, by: User, document_no: str, counterparty: str, note: str, **said: Any) -> Movement:
    paper = Paper(document_no=document_no, counterparty=counterparty, note=note)
    return services.buy_goods(by=by, said=paper, **said)
