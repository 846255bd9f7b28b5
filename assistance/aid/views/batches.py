from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from assistance.aid import queries, services
from assistance.aid.forms import ChannelForm
from assistance.aid.models import Batch, Payment
from assistance.aid.permissions import (
    APPROVE_BATCH,
    CHECK_BATCH,
    MAKE_BATCH,
    PAY_BATCH,
    REJECT_BATCH,
    SEE_AID,
    SET_RULES,
)
from assistance.aid.registries import actions_of
from assistance.aid.views.receipts import card_of
from assistance.funds import queries as funds
from ground.accounts.permissions import Permission
from ground.jobs.models import Job
from ground.web.lists import Action, Choice, Column, Empty, ListPage, Span
from ground.web.pages import acting, done, page
from ground.web.trail import moments_of

State = Batch.State
TONES = {
    State.BUILDING: "neutral",
    State.LOCKED: "info",
    State.CHECKED: "info",
    State.APPROVED: "warn",
    State.PAYING: "warn",
    State.SENT: "warn",
    State.SETTLED: "good",
    State.COMPLETE: "good",
    State.ARCHIVED: "neutral",
    State.REJECTED: "bad",
}
OPEN = {State.BUILDING, State.LOCKED, State.CHECKED}  # nobody has approved it yet
ROWS = 100  # of a batch on one page

BATCHES = ListPage(
    title="发放批次",
    subtitle="制单、财务审核、审批由不同的人办理，锁定即预留资金",
    columns=[
        Column("name", "批次", "link", "name", url=lambda b: reverse("aid:batch", args=[b.pk])),
        Column(
            "source", "资金来源", "link", url=lambda b: reverse("funds:source", args=[b.source_id])
        ),
        Column("number", "笔数", "number", "number"),
        Column("amount", "金额（元）", "money", "amount"),
        Column("made_by", "制单"),
        Column("made_on", "制单日期", "date", "made_on"),
        Column("state", "状态", "badge", "state", tone=lambda b: TONES[State(b.state)]),
    ],
    search=["name", "source__name"],
    search_hint="批次或资金名称",
    filters=[Choice("state", "状态", State.choices), Span("made", "制单日期", "made_on")],
    ordering=["-pk"],
    noun="个",
    empty=Empty("还没有发放批次", "选择待编批的款项，编成批次后送财务审核。", "aid"),
)


@dataclass(frozen=True)
class Offer:
    """A step that the batch waits for and this person holds: its button, or why not."""

    action: str
    label: str
    confirm: str
    url: str
    refused: str


STEPS: dict[str, tuple[str, Permission, str, str]] = {
    State.LOCKED: ("check", CHECK_BATCH, "审核通过", "金额、对象和资金来源均已核对？"),
    State.CHECKED: ("approve", APPROVE_BATCH, "批准", "批准后即可发放，是否批准？"),
    State.APPROVED: ("pay", PAY_BATCH, "确认发放", "确认后即入账，不能撤回。"),
}


@page(SEE_AID)
def batches(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    rows = queries.with_totals(Batch.objects.visible_to(user, SEE_AID.code))
    actions = (
        [Action("编制批次", reverse("aid:make_batch"), "add", "primary")]
        if user.may(MAKE_BATCH.code)
        else []
    )
    if user.may(SET_RULES.code):
        actions.insert(0, Action("审批与公示规定", reverse("aid:rules"), "settings"))
    return BATCHES.respond(request, rows, actions=actions)


@page(SEE_AID)
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting(request)
    rows = queries.with_totals(Batch.objects.visible_to(user, SEE_AID.code))
    shown = get_object_or_404(rows, pk=pk)
    payments = queries.with_family(Payment.objects.filter(batch=shown)).order_by("pk")
    totals = queries.totals_of(payments)
    available = funds.balances_of(shown.source).available
    offer = _offer(request, shown)
    waits = shown.state in STEPS
    return render(
        request,
        "aid/batch.html",
        {
            "batch": shown,
            "tone": TONES[State(shown.state)],
            "steps": queries.batch_steps(shown),
            "page": Paginator(payments, ROWS).get_page(request.GET.get("page")),
            "totals": totals,
            "available": available,
            "is_short": shown.state == State.BUILDING and totals.amount > available,
            "missing": totals.amount - available,
            "booking": queries.booking_of(shown),
            "may_let_go": shown.held_since is not None and _holds(request, shown, PAY_BATCH),
            "may_book_again": _holds(request, shown, PAY_BATCH),
            **(_building(request, shown) if shown.state == State.BUILDING else {}),
            "offer": offer,
            "may_reject": waits and _holds(request, shown, REJECT_BATCH),
            "has_roll": shown.approved_by_id is not None,
            "moments": moments_of(shown),
            "approvals": queries.approvals_of(shown),
            "came_back": queries.recovered_in(payments),
            "sums": queries.sums_by_state_and_channel(shown),
            "returned": queries.totals_of(queries.returned_in(shown))
            if _holds(request, shown, MAKE_BATCH)
            else None,
            "relatives": queries.relatives_in(shown),
            "repeats": queries.repeats_in(shown) if shown.state in OPEN else None,
            "notice": queries.notice_of(shown),
            "may_post": shown.state == State.APPROVED
            and shown.notice_days > 0
            and _holds(request, shown, MAKE_BATCH),
            "offered": actions_of(user, shown),
            "receipts": card_of(user, shown),
        },
    )


@page(CHECK_BATCH)
@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, pk, CHECK_BATCH, services.check_batch, "已审核，等待审批")


@page(APPROVE_BATCH)
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the approval that the batch waits for, with an opinion (意见)."""
    opinion = request.POST.get("opinion", "")
    return _step(request, pk, APPROVE_BATCH, services.approve_batch, "已批准", opinion=opinion)


@page(PAY_BATCH)
@require_POST
def pay(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, pk, PAY_BATCH, services.pay_batch, "已确认发放，正在入账")


@page(PAY_BATCH)
@require_POST
def let_go(request: HttpRequest, pk: int) -> HttpResponse:
    """After a restore: nobody had given this batch out."""
    reason = request.POST.get("reason", "")
    return _step(request, pk, PAY_BATCH, services.let_go, "已放行，可以发放", reason=reason)


@page(REJECT_BATCH)
@require_POST
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    reason = request.POST.get("reason", "")
    said = "已退回，款项回到待编批"
    return _step(request, pk, REJECT_BATCH, services.reject_batch, said, reason=reason)


@page(PAY_BATCH)
@require_POST
def book_again(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, pk, PAY_BATCH, services.book_again, "已重新执行入账")


def _building(request: HttpRequest, shown: Batch) -> dict[str, object]:
    """What the maker of a batch is shown while it is built: how far its check is, what it found."""
    if shown.made_by_id != acting(request).pk:
        return {"is_building": True}
    job = queries.latest_lock(shown)
    problems = shown.problems.count()
    return {
        "is_building": True,
        "is_maker": _holds(request, shown, MAKE_BATCH),
        "job": job if job and job.state != Job.State.DONE else None,
        "problems": problems,
        "passed": job if job and job.state == Job.State.DONE and not problems else None,
        "channel_form": ChannelForm(
            initial={"channel": next(iter(sorted(queries.channels_of(shown))), "")}
        ),
    }


def _step(
    request: HttpRequest,
    pk: int,
    permission: Permission,
    service: object,
    said: str,
    **words: str,
) -> HttpResponse:
    shown = _batch_or_404(request, pk, permission)
    assert callable(service)  # noqa: S101 -- tells the type checker
    done(request, service, said=said, by=acting(request), batch=shown, **words)
    return redirect("aid:batch", shown.pk)


def _batch_or_404(request: HttpRequest, pk: int, permission: Permission) -> Batch:
    found: Batch = get_object_or_404(
        Batch.objects.visible_to(acting(request), permission.code), pk=pk
    )
    return found


def _holds(request: HttpRequest, shown: Batch, permission: Permission) -> bool:
    user = acting(request)
    return user.may(permission.code) and (
        Batch.objects.visible_to(user, permission.code).filter(pk=shown.pk).exists()
    )


def _offer(request: HttpRequest, shown: Batch) -> Offer | None:
    if shown.state not in STEPS or _goes_to_bank(shown):
        return None
    action, permission, label, confirm = STEPS[shown.state]
    if not _holds(request, shown, permission):
        return None
    return Offer(
        action=action,
        label=label,
        confirm=confirm,
        url=reverse(f"aid:{action}_batch", args=[shown.pk]),
        refused=queries.why_not(acting(request), shown, action),
    )


def _goes_to_bank(shown: Batch) -> bool:
    return shown.state == State.APPROVED and shown.way == Batch.Way.BANK
