"""Stocktakes: begun, counted line by line, submitted, approved."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.stock import looks, papers, services
from assistance.stock.forms import CountersForm, NoteForm
from assistance.stock.models import Stocktake
from assistance.stock.permissions import APPROVE_STOCK, COUNT_STOCK, SEE_STOCK
from assistance.stock.rules import MOST
from assistance.stock.views.scoped import framed, in_scope, listed_by_store, store_in_scope
from ground.briefs.tables import table_answer
from ground.kernel.errors import RuleBroken
from ground.web.pages import acting, carried_out, done, page, posted

State = Stocktake.State


@page(SEE_STOCK)
def stocktakes(request: HttpRequest) -> HttpResponse:
    rows = Stocktake.objects.visible_to(acting(request), SEE_STOCK.code)
    people = ("store", "counted_by", "counted_with", "approved_by")
    return listed_by_store(request, looks.STOCKTAKES, rows.select_related(*people))


@page(COUNT_STOCK)
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    store, user = store_in_scope(request, pk, COUNT_STOCK), acting(request)
    form = CountersForm(posted(request), store=store, user=user)
    if request.method == "POST" and form.is_valid():
        begun = carried_out(
            form, services.begin_stocktake, by=user, store=store, **form.cleaned_data
        )
        if begun:
            messages.success(request, "盘点已开始，请两人逐行清点")
            return redirect("stock:stocktake", begun.pk)
    return framed(
        request,
        form,
        title="开始盘点",
        submit="开始",
        of=store.name,
        url=reverse("stock:store", args=[pk]),
    )


@page(SEE_STOCK)
def stocktake(request: HttpRequest, pk: int) -> HttpResponse:
    """A stocktake: counted by its two people, shown to everybody else."""
    shown, user = _stocktake(request, pk), acting(request)
    counts = shown.state == State.COUNTING and user.pk in {
        shown.counted_by_id,
        shown.counted_with_id,
    }
    if request.method == "POST" and counts:
        return _counted(request, shown)
    lines = list(shown.lines.select_related("holding__lot", "holding__goods"))
    third = user.pk not in {shown.counted_by_id, shown.counted_with_id}
    return render(
        request,
        "stock/stocktake.html",
        {
            "stocktake": shown,
            "lines": lines,
            "open_lines": sum(one.counted is None for one in lines),
            "differs": [one for one in lines if one.difference],
            "counts": counts,
            "note_form": NoteForm(),
            "tone": looks.tone_of(shown),
            "may_decide": third
            and shown.state == State.SUBMITTED
            and user.reaches(shown.store.organisation, APPROVE_STOCK.code),
        },
    )


@require_POST
@page(COUNT_STOCK)
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    shown = in_scope(request, Stocktake.objects.all(), pk, COUNT_STOCK)
    note = request.POST.get("note", "")
    done(
        request,
        services.submit_stocktake,
        by=acting(request),
        stocktake=shown,
        note=note,
        said="已提交，等待第三人批准",
    )
    return redirect("stock:stocktake", pk)


@require_POST
@page(APPROVE_STOCK)
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    shown = in_scope(request, Stocktake.objects.all(), pk, APPROVE_STOCK)
    done(
        request,
        services.approve_stocktake,
        by=acting(request),
        stocktake=shown,
        said="盘点已批准，差异已入账",
    )
    return redirect("stock:stocktake", pk)


@require_POST
@page(APPROVE_STOCK)
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    shown = in_scope(request, Stocktake.objects.all(), pk, APPROVE_STOCK)
    done(
        request,
        services.return_stocktake,
        by=acting(request),
        stocktake=shown,
        reason=request.POST.get("reason", ""),
        said="已退回重新清点",
    )
    return redirect("stock:stocktake", pk)


@require_GET
@page(SEE_STOCK)
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _stocktake(request, pk)
    return table_answer(
        request,
        papers.sheet_of(shown),
        organisation=shown.store.organisation,
        back=reverse("stock:stocktake", args=[pk]),
    )


def _counted(request: HttpRequest, shown: Stocktake) -> HttpResponse:
    read = forms.IntegerField(min_value=0, max_value=MOST)
    counts, wrong = {}, 0
    for pk in shown.lines.values_list("pk", flat=True):
        typed = request.POST.get(f"line{pk}", "").strip()
        if not typed:
            continue
        try:
            counts[pk] = int(read.clean(typed))
        except forms.ValidationError:
            wrong += 1
    try:
        services.record_counts(by=acting(request), stocktake=shown, counts=counts)
    except RuleBroken as broken:
        messages.error(request, broken.message)
    else:
        if wrong:
            messages.error(request, f"有 {wrong} 行实盘数不是0或正整数，没有登记，请改正")
        else:
            messages.success(request, f"已登记 {len(counts)} 行实盘数")
    return redirect("stock:stocktake", shown.pk)


def _stocktake(request: HttpRequest, pk: int) -> Stocktake:
    people = ("store__organisation", "counted_by", "counted_with", "approved_by")
    found: Stocktake = in_scope(request, Stocktake.objects.select_related(*people), pk, SEE_STOCK)
    return found
