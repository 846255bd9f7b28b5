"""Who visits whom on which day, with what (送温暖慰问). No database."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from campaigns.rules.running import check_given_on
from ground.kernel import money
from ground.kernel.errors import RuleBroken
from ground.kernel.periods import Period

MOST_DAYS = 31
MOST_ON_ROUTE = 60  # beyond that nobody comes home in the evening


@dataclass(frozen=True)
class Group:
    """A visiting group, and the path of the area that it goes to; empty: anywhere."""

    pk: int
    area: str = ""


def spread(
    targets: Sequence[tuple[int, str]], groups: Sequence[Group], days: Sequence[date]
) -> dict[tuple[int, date], list[int]]:
    """Who goes to whom on which day: `targets` (key, path of the unit) lie in the order of their areas.

    A group with an area takes what lies in it, the one with the nearest area first; the rest is for
    the groups without. Among those who share an area, and over their days, the numbers differ by one at
    most, and neighbours stay together. Whom no group takes is in no list.
    """
    pools: dict[tuple[int, ...], list[int]] = {}
    for key, path in targets:
        nearest = max((len(g.area) for g in groups if path.startswith(g.area)), default=None)
        if nearest is None:
            continue
        takers = tuple(g.pk for g in groups if path.startswith(g.area) and len(g.area) == nearest)
        pools.setdefault(takers, []).append(key)
    found: dict[tuple[int, date], list[int]] = {}
    for takers, keys in pools.items():
        slots = [(group, day) for group in takers for day in days]
        size, more = divmod(len(keys), len(slots))
        at = 0
        for number, slot in enumerate(slots):
            end = at + size + (number < more)
            if end > at:
                found.setdefault(slot, []).extend(keys[at:end])
            at = end
    return found


def check_days(days: Collection[date], span: Period) -> list[date]:
    if not days:
        raise RuleBroken("visit_days_missing", "请填写慰问日期", fields={"days": "请填写"})
    if len(days) > MOST_DAYS:
        raise RuleBroken(
            "visit_days_many",
            f"一次最多安排{MOST_DAYS}天",
            fields={"days": f"不超过{MOST_DAYS}天"},
        )
    for on in days:
        try:
            check_given_on(span, on)
        except RuleBroken as broken:
            raise RuleBroken(
                "visit_outside_campaign",
                f"慰问日期应在活动期间内（{span.starts_on} 至 {span.ends_on}）",
                fields={"days": "不在活动期间", "on": "不在活动期间"},
            ) from broken
    return sorted(set(days))


def check_nobody_twice(on: date, elsewhere: Sequence[tuple[str, str]]) -> None:
    """`elsewhere`: (person, group) of members who go with another group on that day."""
    if elsewhere:
        person, group = elsewhere[0]
        raise RuleBroken(
            "visitor_twice",
            f"{person}{on.month}月{on.day}日已在“{group}”的路线上，一人一天只随一个组：请换人或换日期",
            fields={"on": "有成员当天已在另一组"},
        )


def check_route_length(number: int) -> None:
    if number > MOST_ON_ROUTE:
        raise RuleBroken(
            "route_too_long",
            f"一条路线最多{MOST_ON_ROUTE}户，现在有{number}户：请分到几天或几个组",
            fields={"days": f"每组每天不超过{MOST_ON_ROUTE}户"},
        )


def check_to_lay(wanted: int, free: int) -> None:
    """Only those who are approved and on no route can be laid on one."""
    if free < wanted:
        raise RuleBroken(
            "target_not_free",
            f"有{wanted - free}户没有批准，或已在别的路线上：请刷新页面后重新选择",
        )


def check_waiting(*, is_planned: bool, label: str) -> None:
    if not is_planned:
        raise RuleBroken("target_settled", f"这一户{label}，不能再改：登记错了请先撤销")


def check_not_under_way(*, is_loaded: bool) -> None:
    if is_loaded:
        raise RuleBroken("goods_under_way", "这一户的物资已经领出，请先退回仓库再改路线")


def check_visited_on(on: date, today: date) -> None:
    if on > today:
        raise RuleBroken("visit_in_future", f"路线是 {on} 的，还没有到，不能登记慰问")


def check_carried(on: date, before: date, today: date) -> None:
    """Carried over to a day after the route's, and not past already."""
    if on <= before or on < today:
        raise RuleBroken(
            "carried_back",
            "改期应在原定日期之后，且不早于今天",
            fields={"on": "晚于原定日期，不早于今天"},
        )


def check_still_on_roster(*, is_on: bool) -> None:
    if not is_on:
        raise RuleBroken(
            "target_withdrawn", "这一户已退出名单，不再慰问：请撤销领出的物资，移出路线"
        )


def check_cash(cash: Decimal, amount: Decimal, *, has_reached: bool) -> Decimal:
    """What is in the envelope was paid out of the ledger before, and is not more than was approved."""
    if cash <= 0 or cash > amount:
        raise RuleBroken(
            "cash_beyond_approved",
            f"送到的慰问金应大于0、不超过核定的{money.shown(amount)}元",
            fields={"cash": f"不超过{money.shown(amount)}元"},
        )
    if not has_reached:
        raise RuleBroken(
            "cash_not_paid_out",
            "这一户的款项还没有发放出账，不能登记送到现金：请先编批、审批和发放",
            fields={"cash": "款项还没有发放"},
        )
    return cash


def check_goods_enough(name: str, unit: str, wanted: int, left: int) -> None:
    if wanted > left:
        raise RuleBroken(
            "campaign_goods_used_up",
            f"{name}还可安排{max(left, 0)}{unit}，本次需要{wanted}{unit}：请减少数量，或先增加本活动的物资",
            fields={"quantity": f"还可安排{max(left, 0)}{unit}"},
        )


def check_goods_quota(name: str, place: str, wanted: int, left: int) -> None:
    if wanted > left:
        raise RuleBroken(
            "goods_quota_used_up",
            f"“{place}”的{name}名额还剩{max(left, 0)}，本次需要{wanted}：请减少数量，或先调整名额",
            fields={"quantity": f"名额还剩{max(left, 0)}"},
        )


def check_count(quantity: int, *, least: int, label: str = "数量") -> int:
    if not least <= quantity <= 1_000_000:  # noqa: PLR2004 -- an office gives no more of anything
        raise RuleBroken(
            "goods_quantity",
            f"{label}应在{least}至1,000,000之间",
            fields={"quantity": f"不少于{least}"},
        )
    return quantity


def check_not_below(*, quantity: int, used: int, what: str) -> None:
    if quantity < used:
        raise RuleBroken(
            "goods_below_used",
            f"{what}已安排{used}，不能改为{quantity}",
            fields={"quantity": f"不少于{used}"},
        )


def check_in_store(short: Mapping[int, int], names: Mapping[int, str]) -> None:
    """`short`: goods → units that the shelf has too few."""
    if short:
        told = "、".join(f"{names[pk]}缺{number}" for pk, number in sorted(short.items()))
        raise RuleBroken("stock_short", f"库存不足：{told}，请先补库存再领出")


def check_goods_home(under_way: int) -> None:
    if under_way:
        raise RuleBroken(
            "goods_under_way",
            f"还有{under_way}户的物资已领出、没有送到：送到或退回仓库后才能结束活动",
        )
