from datetime import date

from django.db.models import Count, Min, Q, Sum
from django.db.models.functions import ExtractMonth
from django.urls import reverse

from assistance.aid import queries
from assistance.aid.models import AidType, Batch, BatchQuerySet, Payment, PaymentQuerySet
from assistance.aid.permissions import (
    APPROVE_BATCH,
    CHECK_BATCH,
    MAKE_BATCH,
    PAY_BATCH,
    RECORD_RECEIPT,
    SEE_AID,
)
from ground.accounts.models import User
from ground.kernel import clock
from ground.kernel.money import shown
from ground.web.workbench import Chart, Tile, Urgency, Waiting, charted, figures, waiting

GROUP = "帮扶资金"
MOST = 8


@waiting(order=40, permission=MAKE_BATCH)
def payments_to_batch(user: User) -> list[Waiting]:
    rows = Payment.objects.visible_to(user, MAKE_BATCH.code).planned()
    totals = queries.totals_of(rows)
    if not totals.number:
        return []
    since = rows.aggregate(first=Min("planned_at"))["first"].astimezone(clock.CHINA).date()
    return [
        Waiting(
            "待编批的帮扶款项",
            reverse("aid:make_batch"),
            f"合计 {shown(totals.amount)} 元",
            since,
            group=GROUP,
            count=totals.number,
        )
    ]


@waiting(order=41, permission=CHECK_BATCH)
def batches_to_check(user: User) -> list[Waiting]:
    rows = Batch.objects.visible_to(user, CHECK_BATCH.code).filter(state=Batch.State.LOCKED)
    return _waiting(rows.exclude(made_by=user), "审核", "made_on")


@waiting(order=42, permission=APPROVE_BATCH)
def batches_to_approve(user: User) -> list[Waiting]:
    rows = Batch.objects.visible_to(user, APPROVE_BATCH.code).filter(state=Batch.State.CHECKED)
    rows = rows.exclude(Q(made_by=user) | Q(checked_by=user) | Q(votes__by=user))
    return _waiting(rows, "审批", "checked_on")


@waiting(order=43, permission=PAY_BATCH)
def batches_to_pay(user: User) -> list[Waiting]:
    """Those handed out or put onto cards; those by bank wait for their file (room of the banks)."""
    rows = Batch.objects.visible_to(user, PAY_BATCH.code).filter(state=Batch.State.APPROVED)
    return _waiting(rows.exclude(way=Batch.Way.BANK), "发放", "approved_on")


@waiting(order=44, permission=RECORD_RECEIPT)
def receipts_to_collect(user: User) -> list[Waiting]:
    """Batches whose receipts are missing; past their days, they press their maker."""
    batches = Batch.objects.visible_to(user, RECORD_RECEIPT.code)
    found = queries.waiting_for_receipts(batches).aggregate(
        number=Count("pk"),
        first=Min("paid_on"),
        due=Min("receipts_due_on", filter=Q(made_by=user)),
    )
    if not found["number"]:
        return []
    late = found["due"] is not None and found["due"] < clock.today()
    return [
        Waiting(
            "回执待补的批次",
            f"{reverse('aid:batches')}?state=settled",
            "您编制的批次已过收齐期限" if late else "",
            found["due"] if late else found["first"],
            Urgency.OVERDUE if late else Urgency.LATER,
            GROUP,
            found["number"],
        )
    ]


@waiting(order=45, permission=CHECK_BATCH)
def collectors_to_look_at(user: User) -> list[Waiting]:
    """Where one person collected for several families: whoever checks looks at it before it is archived."""
    batches = queries.with_collectors(Batch.objects.visible_to(user, CHECK_BATCH.code))
    return [
        Waiting(
            f"一人代领多户：{one.name}",
            reverse("aid:batch", args=[one.pk]),
            "请核实款项是否到了各户手中",
            one.paid_on,
            Urgency.SOON,
            GROUP,
        )
        for one in batches.order_by("pk")[:MOST]
    ]


@figures(order=40, permission=SEE_AID)
def paid_this_year(user: User) -> list[Tile]:
    year = clock.today().year
    paid = _paid_in(user, year)
    totals, back = queries.totals_of(paid), queries.recovered_in(paid)
    return [
        Tile(
            f"{year}年已发放",
            shown(totals.amount),
            "元",
            f"{reverse('aid:payments')}?state=paid&given_from={year}-01-01&given_to={year}-12-31",
            f"{totals.number} 笔，{totals.families} 户在档家庭"
            + (f"，其中已追回 {shown(back)} 元" if back else ""),
        )
    ]


@charted(order=40, permission=SEE_AID)
def paid_by_month(user: User) -> Chart | None:
    year = clock.today().year
    sums = dict(
        _paid_in(user, year)
        .order_by()
        .annotate(month=ExtractMonth("settled_on"))
        .values_list("month")
        .annotate(total=Sum("amount"))
    )
    if not sums:
        return None
    bars = [(f"{month}月", float(sums.get(month, 0))) for month in range(1, max(sums) + 1)]
    return Chart(f"{year}年各月发放帮扶资金", "元", bars, url=reverse("aid:payments"))


@charted(order=41, permission=SEE_AID)
def paid_by_type(user: User) -> Chart | None:
    year = clock.today().year
    sums = dict(
        _paid_in(user, year).order_by().values_list("aid_type").annotate(total=Sum("amount"))
    )
    bars = [(kind.label, float(sums[kind])) for kind in AidType if kind in sums]
    return Chart(f"{year}年各类帮扶金额", "元", bars, url=reverse("aid:payments")) if bars else None


def _paid_in(user: User, year: int) -> PaymentQuerySet:
    return Payment.objects.visible_to(user, SEE_AID.code).filter(
        state=Payment.State.PAID, settled_on__range=(date(year, 1, 1), date(year, 12, 31))
    )


def _waiting(rows: BatchQuerySet, doing: str, since: str) -> list[Waiting]:
    listed = queries.with_totals(rows).order_by("pk")[:MOST]
    return [
        Waiting(
            f"{doing}批次：{one['name']}",
            reverse("aid:batch", args=[one["pk"]]),
            f"{one['number']} 笔，{shown(one['amount'])} 元，{one['source__name']}",
            one[since],
            Urgency.SOON,
            GROUP,
        )
        for one in listed.values("pk", "name", "number", "amount", "source__name", since)
    ]
