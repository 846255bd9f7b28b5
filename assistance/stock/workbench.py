from datetime import timedelta

from django.db.models import Min
from django.urls import reverse

from assistance.stock import queries, rules
from assistance.stock.models import Clearance, Holding, Stocktake, Store, Transfer
from assistance.stock.permissions import (
    APPROVE_STOCK,
    CLEAR_GOODS,
    COUNT_STOCK,
    RECEIVE_GOODS,
    TRANSFER_GOODS,
)
from ground.accounts.models import User, below
from ground.kernel import clock
from ground.web.workbench import Urgency, Waiting, waiting

GROUP = "爱心超市"
MOST = 5


@waiting(order=60, permission=RECEIVE_GOODS)
def goods_to_sort(user: User) -> list[Waiting]:
    rows = Holding.objects.visible_to(user, RECEIVE_GOODS.code).filter(
        position=Holding.Position.SORTING, quantity__gt=0
    )
    number = rows.count()
    if not number:
        return []
    since = rows.aggregate(first=Min("lot__came_on"))["first"]
    url = f"{reverse('stock:lots')}?position=sorting"
    return [Waiting("待整理上架的物资", url, "", since, group=GROUP, count=number)]


@waiting(order=61, permission=CLEAR_GOODS)
def goods_expiring(user: User) -> list[Waiting]:
    today = clock.today()
    rows = queries.expiring(Holding.objects.visible_to(user, CLEAR_GOODS.code), today)
    number = rows.count()
    if not number:
        return []
    first = rows.aggregate(first=Min("lot__expires_on"))["first"]
    return [
        Waiting(
            "临期或过期的物资",
            f"{reverse('stock:lots')}?expiry=soon&position=shelf",
            f"最早的保质期至 {first}",
            first if first < today else None,
            Urgency.OVERDUE if first < today else Urgency.SOON,
            GROUP,
            number,
        )
    ]


@waiting(order=62, permission=TRANSFER_GOODS)
def transfers_to_receive(user: User) -> list[Waiting]:
    paths = user.scope(TRANSFER_GOODS.code)
    rows = Transfer.objects.filter(
        below("to__organisation__path", paths), state=Transfer.State.SENT
    ).exclude(sent_by=user)
    return [
        Waiting(
            f"待接收的调拨：{one.store} → {one.to}",
            reverse("stock:transfer", args=[one.pk]),
            "",
            one.on,
            Urgency.SOON,
            GROUP,
        )
        for one in rows.select_related("store", "to").order_by("pk")[:MOST]
    ]


@waiting(order=63, permission=COUNT_STOCK)
def stores_to_count(user: User) -> list[Waiting]:
    """Towards the end of a quarter: stores not counted in it. After it, those that were missed."""
    today = clock.today()
    stores = Store.objects.visible_to(user, COUNT_STOCK.code)
    year, quarter = rules.quarter_of(today)
    first, last = rules.days_of_quarter(year, quarter)
    if not queries.stocktake_is_near(today):
        missed = queries.missed_count(stores, today)
        return [
            Waiting(
                f"上季度没有盘点：{one}",
                reverse("stock:store", args=[one.pk]),
                f"应在 {first - timedelta(days=1)} 前完成，请尽快补盘",
                first,
                Urgency.OVERDUE,
                GROUP,
            )
            for one in missed.order_by("pk")[:MOST]
        ]
    rows = queries.uncounted(stores, today)
    return [
        Waiting(
            f"{year}年第{quarter}季度待盘点：{one}",
            reverse("stock:store", args=[one.pk]),
            f"应在 {last} 前完成",
            None,
            Urgency.SOON,
            GROUP,
        )
        for one in rows.order_by("pk")[:MOST]
    ]


@waiting(order=64, permission=APPROVE_STOCK)
def stock_to_approve(user: User) -> list[Waiting]:
    code = APPROVE_STOCK.code
    counted = Stocktake.objects.visible_to(user, code).filter(state=Stocktake.State.SUBMITTED)
    counted = counted.exclude(counted_by=user).exclude(counted_with=user).select_related("store")
    cleared = Clearance.objects.visible_to(user, code).filter(state=Clearance.State.PROPOSED)
    cleared = cleared.exclude(made_by=user).select_related("store")
    return [
        *(
            Waiting(
                f"批准盘点：{one.store}",
                reverse("stock:stocktake", args=[one.pk]),
                str(one),
                one.began_on,
                Urgency.SOON,
                GROUP,
            )
            for one in counted.order_by("pk")[:MOST]
        ),
        *(
            Waiting(
                f"批准物资处置：{one.store}",
                reverse("stock:clearance", args=[one.pk]),
                one.reason,
                one.on,
                Urgency.SOON,
                GROUP,
            )
            for one in cleared.order_by("pk")[:MOST]
        ),
    ]
