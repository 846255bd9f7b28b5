from django.db.models import Min
from django.urls import reverse

from assistance.funds import queries
from assistance.funds.models import FundSource
from assistance.funds.permissions import CARRY_OVER, CONFIRM_MONEY, SEE_FUNDS
from ground.accounts.models import User
from ground.kernel import clock
from ground.kernel.money import shown
from ground.web.workbench import Tile, Urgency, Waiting, figures, waiting

GROUP = "资金"


@figures(order=50, permission=SEE_FUNDS)
def money_now(user: User) -> list[Tile]:
    """What can still be given, over all sources in scope."""
    parts = queries.balances_by_source(FundSource.objects.visible_to(user, SEE_FUNDS.code))
    if not parts:
        return []
    total = sum(parts.values(), queries.Balances())
    return [
        Tile(
            "可用帮扶资金",
            shown(total.available),
            "元",
            reverse("funds:sources"),
            f"另有已批待付 {shown(total.reserved)} 元" if total.reserved else "",
            "warn" if total.granted and not total.available else "",
        )
    ]


@waiting(order=50, permission=CONFIRM_MONEY)
def money_to_confirm(user: User) -> list[Waiting]:
    """What came down, or back up, and waits for this person's word; what others have not confirmed."""
    code, today = CONFIRM_MONEY.code, clock.today()
    asked = (
        (
            "上级下达，待确认到账",
            f"{reverse('funds:allocations')}?state=sent",
            queries.allocations_to_confirm(user, code),
            False,
        ),
        (
            "下级缴回，待确认收到",
            f"{reverse('funds:returns')}?state=sent",
            queries.returns_to_confirm(user, code),
            False,
        ),
        (
            "下达逾期未确认，请催办",
            f"{reverse('funds:allocations')}?late=late",
            queries.allocations_late(user, code, today),
            True,
        ),
    )
    found = []
    for title, url, rows, is_late in asked:
        number = rows.count()
        if not number:
            continue
        due = rows.aggregate(first=Min("due_on"))["first"]
        late = is_late or due < today
        found.append(
            Waiting(
                title=title,
                url=url,
                since=due if late else rows.aggregate(first=Min("on"))["first"],
                urgency=Urgency.OVERDUE if late else Urgency.SOON,
                group=GROUP,
                count=number,
            )
        )
    return found


@waiting(order=51, permission=CARRY_OVER)
def years_to_carry(user: User) -> list[Waiting]:
    """The latest ended year of one's own unit that has something left."""
    here = FundSource.objects.visible_to(user, CARRY_OVER.code).filter(
        organisation=user.organisation_id
    )
    year = clock.today().year
    rows = queries.left_over(here, year)
    latest = rows.order_by("-year").values_list("year", flat=True).first()
    if latest is None:
        return []
    return [
        Waiting(
            title=f"{latest}年度结余待结转",
            url=f"{reverse('funds:carry')}?organisation={user.organisation_id}&year={latest}",
            group=GROUP,
            count=rows.filter(year=latest).count(),
        )
    ]


@waiting(order=52, permission=SEE_FUNDS)
def little_left(user: User) -> list[Waiting]:
    """Sources of the present year of which little is left."""
    rows = FundSource.objects.visible_to(user, SEE_FUNDS.code).filter(
        low_since__isnull=False, year=clock.today().year
    )
    return [
        Waiting(
            title=f"“{source.name}”余额不足",
            url=reverse("funds:source", args=[source.pk]),
            detail=str(source.organisation),
            since=source.low_since,
            group=GROUP,
        )
        for source in rows.select_related("organisation").order_by("low_since")[:5]
    ]
