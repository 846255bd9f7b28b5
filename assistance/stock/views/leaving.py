"""Goods pass on: to another store, away for good; and are counted."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from assistance.stock import looks, services
from assistance.stock.forms import ClearForm, LotsForm, SendForm
from assistance.stock.models import Clearance, Holding, Store, Transfer
from assistance.stock.permissions import APPROVE_STOCK, CLEAR_GOODS, SEE_STOCK, TRANSFER_GOODS
from assistance.stock.services import Way
from assistance.stock.views.scoped import framed, in_scope, listed_by_store, store_in_scope
from ground.kernel import clock
from ground.web.pages import acting, carried_out, done, page, posted

NOTHING = "货架上没有物资：先登记入库、整理上架"


@page(TRANSFER_GOODS)
def send(request: HttpRequest, pk: int) -> HttpResponse:
    store = store_in_scope(request, pk, TRANSFER_GOODS)
    initial = {"key": uuid4(), "on": clock.today()}
    form = SendForm(posted(request), store=store, user=acting(request), initial=initial)
    shelf = _standing(store, Holding.Position.SHELF)
    form.put(shelf, label="在库")
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("key", "to", "on", "note")}
        kept = carried_out(
            form,
            services.send_transfer,
            by=acting(request),
            store=store,
            lines=form.lines(),
            **said,
        )
        if kept:
            messages.success(request, f"已调出，等待“{kept.to}”接收")
            return redirect("stock:transfer", kept.pk)
    return _lots_page(request, form, store, "调拨", "调出", "" if shelf else NOTHING)


@page(SEE_STOCK)
def transfers(request: HttpRequest) -> HttpResponse:
    rows = Transfer.objects.visible_to(acting(request), SEE_STOCK.code)
    people = ("store", "to", "sent_by", "received_by")
    return listed_by_store(request, looks.TRANSFERS, rows.select_related(*people))


@page(SEE_STOCK)
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """A transfer; whoever keeps the other store says what came."""
    shown, user = _transfer(request, pk), acting(request)
    lines = list(shown.lines.select_related("lot__goods"))
    may_receive = (
        shown.state == Transfer.State.SENT
        and user.pk != shown.sent_by_id
        and user.reaches(shown.to.organisation, TRANSFER_GOODS.code)
    )
    form = None
    if may_receive:
        form = LotsForm(posted(request))
        form.put(_arriving(shown, lines), label="调出", full=True)
        if request.method == "POST" and form.is_valid():
            arrived = {one.lot_id: form.cleaned_data[f"lot{one.lot_id}"] or 0 for one in lines}
            kept = carried_out(
                form, services.receive_transfer, by=user, transfer=shown, arrived=arrived
            )
            if kept:
                messages.success(request, "已接收入库")
                return redirect("stock:transfer", pk)
    tone = looks.tone_of(shown)
    facts = {"transfer": shown, "lines": lines, "form": form, "tone": tone}
    return render(request, "stock/transfer.html", facts)


@page(CLEAR_GOODS)
def clear(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose that goods leave; `?from=sorting` those that were sorted out."""
    store = store_in_scope(request, pk, CLEAR_GOODS)
    from_sorting = request.GET.get("from") == "sorting"
    position = Holding.Position.SORTING if from_sorting else Holding.Position.SHELF
    form = ClearForm(posted(request), initial={"key": uuid4(), "on": clock.today()})
    there = _standing(store, position)
    form.put(there, label=position.label)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        way = Way(
            kind=said["kind"],
            reason=said["reason"],
            receiver=said["receiver"],
            proceeds=said["proceeds"] or "0",
            from_sorting=from_sorting,
        )
        kept = carried_out(
            form,
            services.propose_clearance,
            by=acting(request),
            store=store,
            way=way,
            lines=form.lines(),
            on=said["on"],
            key=said["key"],
        )
        if kept:
            messages.success(request, "已提出处置，等待批准后出库")
            return redirect("stock:clearance", kept.pk)
    nothing = "" if there else f"没有“{position.label}”的物资"
    return _lots_page(request, form, store, "提出处置", "提出", nothing)


@page(SEE_STOCK)
def clearances(request: HttpRequest) -> HttpResponse:
    rows = Clearance.objects.visible_to(acting(request), SEE_STOCK.code)
    rows = rows.select_related("store", "made_by", "decided_by")
    return listed_by_store(request, looks.CLEARANCES, rows)


@page(SEE_STOCK)
def clearance(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Clearance.objects.select_related("store__organisation", "made_by", "decided_by")
    shown, user = in_scope(request, rows, pk, SEE_STOCK), acting(request)
    may_decide = (
        shown.state == Clearance.State.PROPOSED
        and user.pk != shown.made_by_id
        and user.reaches(shown.store.organisation, APPROVE_STOCK.code)
    )
    return render(
        request,
        "stock/clearance.html",
        {
            "clearance": shown,
            "lines": shown.lines.select_related("lot__goods"),
            "may_decide": may_decide,
            "tone": looks.tone_of(shown),
        },
    )


@require_POST
@page(APPROVE_STOCK)
def approve_clearance(request: HttpRequest, pk: int) -> HttpResponse:
    shown = in_scope(request, Clearance.objects.all(), pk, APPROVE_STOCK)
    done(
        request,
        services.approve_clearance,
        by=acting(request),
        clearance=shown,
        said="已批准处置，物资出库",
    )
    return redirect("stock:clearance", pk)


@require_POST
@page(APPROVE_STOCK)
def refuse_clearance(request: HttpRequest, pk: int) -> HttpResponse:
    shown = in_scope(request, Clearance.objects.all(), pk, APPROVE_STOCK)
    done(
        request,
        services.refuse_clearance,
        by=acting(request),
        clearance=shown,
        reason=request.POST.get("reason", ""),
        said="已记为不批准",
    )
    return redirect("stock:clearance", pk)


def _standing(store: Store, position: Holding.Position) -> list[Holding]:
    rows = Holding.objects.filter(store=store, position=position, quantity__gt=0)
    return list(
        rows.select_related("lot", "goods").order_by("goods__name", "lot__expires_on", "pk")
    )


def _arriving(transfer: Transfer, lines: Any) -> list[Holding]:
    """The lots of a transfer with the units that were sent, for a form of lots."""
    return [
        Holding(lot=one.lot, goods=one.lot.goods, store=transfer.to, quantity=one.quantity)
        for one in lines
    ]


def _transfer(request: HttpRequest, pk: int) -> Transfer:
    people = ("store__organisation", "to__organisation", "sent_by", "received_by")
    found: Transfer = in_scope(request, Transfer.objects.select_related(*people), pk, SEE_STOCK)
    return found


def _lots_page(
    request: HttpRequest, form: LotsForm, store: Store, title: str, submit: str, nothing: str
) -> HttpResponse:
    return framed(
        request,
        form,
        title=title,
        submit=submit,
        of=store.name,
        url=reverse("stock:store", args=[store.pk]),
        nothing=nothing,
    )
