"""A batch while it is built: payments chosen, looked through, taken out, locked; or all given up."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from assistance.aid import queries, services
from assistance.aid.forms import (
    BatchForm,
    ChannelForm,
    PaymentFilterForm,
    SeenForm,
    TakeOutForm,
)
from assistance.aid.models import Batch, BatchProblem, Payment, PaymentQuerySet
from assistance.aid.permissions import MAKE_BATCH
from assistance.aid.views.payments import family_of
from ground.web.lists import Action, Column, Empty, ListPage
from ground.web.pages import acting, carried_out, done, page, posted

PREVIEWED = 50
CHANGED = "款项刚刚有变化，笔数或金额与您看到的不同，请核对后重新提交"

PROBLEMS = ListPage(
    title="核对有问题的款项",
    subtitle="逐笔更正后重新核对：补登银行卡、指定收款人、调整金额，或把款项移出批次",
    columns=[
        Column("family", "对象", value=family_of),
        Column("file_no", "档案编号", value=lambda one: getattr(one.payment.file, "file_no", "")),
        Column("link_point", "双联点", value=lambda one: one.payment.link_point.name),
        Column(
            "reason",
            "事由",
            "link",
            value=lambda one: one.payment.reason,
            url=lambda one: reverse("aid:payment", args=[one.payment_id]),
        ),
        Column("amount", "金额（元）", "money", "payment__amount", lambda one: one.payment.amount),
        Column("says", "问题", sort="says"),
    ],
    search=["says", "payment__file__file_no", "payment__link_point__name"],
    search_hint="问题、档案编号或双联点",
    ordering=["pk"],
    noun="个",
    empty=Empty("没有问题", "最近一次核对没有发现问题，可以锁定并送财务审核。", "approve"),
    parent=("发放批次", "aid:batches"),
)


@dataclass(frozen=True)
class Chosen:
    """Payments that a filter picks, less those that were ticked; how many and how much."""

    asked: PaymentFilterForm
    payments: PaymentQuerySet
    left_out: set[int]
    totals: queries.Totals

    @property
    def seen(self) -> dict[str, Any]:
        return {"number": self.totals.number, "amount": self.totals.amount}

    @property
    def facts(self) -> dict[str, Any]:
        return {
            "asked": self.asked,
            "totals": self.totals,
            "seen": self.seen,
            "rows": queries.with_family(self.payments)[:PREVIEWED],
            "previewed": PREVIEWED,
            "left_out": self.left_out,
        }

    def wanted(self) -> list[Payment]:
        return list(self.payments.exclude(pk__in=self.left_out))


@page(MAKE_BATCH)
def make(request: HttpRequest) -> HttpResponse:
    """Choose planned payments by a filter, name the batch; go on building, or have it locked."""
    user = acting(request)
    chosen = _chosen(request, _planned(request), PaymentFilterForm)
    form = BatchForm(posted(request), user=user, initial=chosen.seen)
    if request.method == "POST" and form.is_valid() and chosen.asked.is_valid():
        if form.saw(chosen.totals):
            made = carried_out(
                form,
                services.begin_batch,
                by=user,
                name=form.cleaned_data["name"],
                source=form.cleaned_data["source"],
                channel=form.cleaned_data["channel"],
                payments=chosen.wanted(),
            )
            if made:
                to_lock = request.POST.get("then") == "lock"
                services.ask_to_lock(by=user, batch=made, only_check=not to_lock)
                messages.success(request, f"批次“{made}”已编制，正在核对")
                return redirect("aid:batch", made.pk)
        else:
            form.add_error(None, CHANGED)
    return render(request, "aid/make_batch.html", {**chosen.facts, "form": form, "batch": None})


@page(MAKE_BATCH)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put more planned payments into a batch that is being built."""
    shown = _own_building(request, pk)
    chosen = _chosen(request, _planned(request), PaymentFilterForm)
    return _moved(request, shown, chosen, services.add_payments, "aid/make_batch.html", "已编入")


@page(MAKE_BATCH)
def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Take payments out of a batch that is being built: by a filter, or those with a problem."""
    shown = _own_building(request, pk)
    here = Payment.objects.filter(batch=shown)
    chosen = _chosen(request, here, TakeOutForm)
    return _moved(request, shown, chosen, services.drop_payments, "aid/take_out.html", "已移出")


@page(MAKE_BATCH)
@require_POST
def lock(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a batch looked through, and locked where nothing stands in the way."""
    shown = _own_building(request, pk)
    done(
        request,
        services.ask_to_lock,
        said="正在核对，可以离开此页",
        by=acting(request),
        batch=shown,
        only_check=request.POST.get("then") == "check",
    )
    return redirect("aid:batch", shown.pk)


@page(MAKE_BATCH)
def problems(request: HttpRequest, pk: int) -> HttpResponse:
    """What the latest check of a batch found, payment by payment."""
    shown = _own_building(request, pk)
    rows = queries.problems_with_family(BatchProblem.objects.filter(batch=shown))
    actions = [
        Action("返回批次", reverse("aid:batch", args=[shown.pk]), "arrow-left"),
        Action(
            "移出有问题的款项",
            f"{reverse('aid:take_out', args=[shown.pk])}?only_problems=on",
            "undo",
        ),
    ]
    return PROBLEMS.respond(request, rows, actions=actions)


@page(MAKE_BATCH)
@require_POST
def channel(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how all payments of a batch are given out."""
    shown, form = _own_building(request, pk), ChannelForm(request.POST)
    if form.is_valid():
        done(
            request,
            services.set_channel,
            said="发放方式已统一，请重新核对",
            by=acting(request),
            batch=shown,
            **form.cleaned_data,
        )
    else:
        messages.error(request, "请从列表中选择发放方式")
    return redirect("aid:batch", shown.pk)


@page(MAKE_BATCH)
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _own_building(request, pk)
    done(
        request,
        services.discard_batch,
        said="批次已撤销，款项回到待编批",
        by=acting(request),
        batch=shown,
        reason=request.POST.get("reason", ""),
    )
    return redirect("aid:batch", shown.pk)


def _planned(request: HttpRequest) -> PaymentQuerySet:
    rows = Payment.objects.visible_to(acting(request), MAKE_BATCH.code)
    return rows.planned()


def _chosen(request: HttpRequest, rows: PaymentQuerySet, form: type[PaymentFilterForm]) -> Chosen:
    asked = form(request.POST if request.method == "POST" else request.GET, payments=rows)
    told = asked.cleaned_data if asked.is_valid() else {}
    wanted = queries.PaymentFilter(**{name: value for name, value in told.items() if value})
    payments = queries.matching(rows, wanted)
    left_out = {int(pk) for pk in request.POST.getlist("left_out") if pk.isdecimal()}
    return Chosen(asked, payments, left_out, queries.totals_of(payments))


def _moved(
    request: HttpRequest,
    shown: Batch,
    chosen: Chosen,
    service: object,
    template: str,
    said: str,
) -> HttpResponse:
    """Payments in or out of a batch, as many as were seen; what was found about it counts no more."""
    assert callable(service)  # noqa: S101 -- tells the type checker
    form = SeenForm(posted(request), initial=chosen.seen)
    if request.method == "POST" and form.is_valid() and chosen.asked.is_valid():
        if not form.saw(chosen.totals):
            form.add_error(None, CHANGED)
        elif carried_out(form, service, by=acting(request), batch=shown, payments=chosen.wanted()):
            services.ask_to_lock(by=acting(request), batch=shown, only_check=True)
            messages.success(request, f"款项{said}，正在重新核对")
            return redirect("aid:batch", shown.pk)
    return render(request, template, {**chosen.facts, "form": form, "batch": shown})


def _own_building(request: HttpRequest, pk: int) -> Batch:
    """A batch that this person is building; once it is locked, its page says where it is."""
    own = Batch.objects.visible_to(acting(request), MAKE_BATCH.code).filter(made_by=acting(request))
    return get_object_or_404(own.select_related("source__organisation"), pk=pk)
