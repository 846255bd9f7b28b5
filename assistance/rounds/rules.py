"""How often somebody must go, what a round of leaders needs, in which order. No database."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from math import cos, hypot, radians
from typing import Any

from assistance.pairing.rules import LINK_POINTS
from ground.kernel.errors import RuleBroken
from ground.kernel.periods import Period

MOST_TIMES = 31
LONGEST_REASON = 200  # the width of the column
LONGEST_ROUND = 31
MOST_STOPS = 40
QUARTERS = "一二三四"


@dataclass(frozen=True)
class NewStop:
    """A stop as it is planned: where (an Organisation), on which day, at what time, what to see."""

    link_point: Any
    planned_on: date
    planned_at: time | None = None
    contact: str = ""
    contact_phone: str = ""
    to_see: str = ""


@dataclass(frozen=True)
class Where:
    """Where a stop lies: the area that looks after it, and its place on the map, if known."""

    area: str
    latitude: float | None = None
    longitude: float | None = None


def slot_of(on: date, every: int) -> Period:
    """The calendar month, quarter, half-year or year (`every` months) in which a day lies."""
    first = (on.month - 1) // every * every
    year, month = on.year + (first + every) // 12, (first + every) % 12
    return Period(
        starts_on=date(on.year, first + 1, 1), ends_on=date(year, month + 1, 1) - timedelta(days=1)
    )


def slot_label(first_on: date, every: int) -> str:
    """2008年6月, 2008年二季度, 2008年上半年, 2008年."""
    names = {
        1: f"{first_on.month}月",
        3: f"{QUARTERS[(first_on.month - 1) // 3]}季度",
        6: "上半年" if first_on.month == 1 else "下半年",
    }
    return f"{first_on.year}年{names.get(every, '')}"


def check_duty(
    *, times: int, every: int, kinds: Collection[str], known: Collection[str], source: str
) -> None:
    if not 0 <= times <= MOST_TIMES:
        raise RuleBroken(
            "duty_times",
            f"次数应在0至{MOST_TIMES}之间，0表示不要求",
            fields={"times": f"0至{MOST_TIMES}"},
        )
    if every not in {1, 3, 6, 12}:
        raise RuleBroken("duty_every", "周期应为月、季度、半年或年", fields={"every": "请选择周期"})
    if unknown := set(kinds) - set(known):
        raise RuleBroken(
            "visit_kind_unknown",
            f"没有走访类型“{'、'.join(sorted(unknown))}”",
            fields={"kinds": "请从列出的类型中选择"},
        )
    if not source.strip():
        raise RuleBroken("duty_source", "请写明依据的文件", fields={"source": "不能为空"})


def check_duty_end(*, valid_from: date, valid_to: date) -> None:
    if valid_to < valid_from:
        raise RuleBroken(
            "end_before_start",
            f"停用日期不能早于生效日期{valid_from}",
            fields={"valid_to": f"不能早于{valid_from}"},
        )


def check_round(
    *, theme: str, leader_name: str, starts_on: date, ends_on: date, organiser: Any
) -> None:
    missing = {
        field: "不能为空"
        for field, text in (("theme", theme), ("leader_name", leader_name))
        if not text.strip()
    }
    if missing:
        raise RuleBroken("round_incomplete", "请填写主题和带队领导", fields=missing)
    if ends_on < starts_on:
        raise RuleBroken(
            "end_before_start",
            "结束日期不能早于开始日期",
            fields={"ends_on": f"不能早于{starts_on}"},
        )
    if (ends_on - starts_on).days >= LONGEST_ROUND:
        raise RuleBroken(
            "round_too_long",
            f"一次行程不超过{LONGEST_ROUND}天，更长的请分次安排",
            fields={"ends_on": f"不超过{LONGEST_ROUND}天"},
        )
    if organiser.kind in LINK_POINTS:
        raise RuleBroken(
            "not_an_agency",
            f"“{organiser}”是企业或社区，不能组织领导走访",
            fields={"organiser": "请选择机关单位"},
        )


def check_stops(stops: Sequence[NewStop], *, starts_on: date, ends_on: date) -> None:
    """At least one link point, each once a day, within the days. Errors name the row."""
    if not stops:
        raise RuleBroken("no_stops", "请至少安排一个走访点")
    if len(stops) > MOST_STOPS:
        raise RuleBroken("too_many_stops", f"一次行程不超过{MOST_STOPS}个走访点，请分次安排")
    seen: dict[tuple[int, date], int] = {}
    for row, stop in enumerate(stops):
        number = row + 1
        if stop.link_point.kind not in LINK_POINTS:
            raise RuleBroken(
                "not_a_link_point",
                f"第{number}站：“{stop.link_point}”不是企业或社区",
                fields={f"stops.{row}.link_point": "请选择企业或社区"},
            )
        if not starts_on <= stop.planned_on <= ends_on:
            raise RuleBroken(
                "stop_outside_round",
                f"第{number}站的日期应在{starts_on}至{ends_on}之间",
                fields={f"stops.{row}.planned_on": f"应在{starts_on}至{ends_on}之间"},
            )
        earlier = seen.setdefault((stop.link_point.pk, stop.planned_on), number)
        if earlier != number:
            raise RuleBroken(
                "stop_twice",
                f"第{number}站与第{earlier}站是同一天的同一个点",
                fields={f"stops.{row}.link_point": f"与第{earlier}站相同"},
            )


def check_finish(*, state: str, waiting: int) -> None:
    if state not in {"planned", "under_way"}:
        raise RuleBroken("round_closed", "行程已经结束或取消")
    if waiting:
        raise RuleBroken(
            "stops_waiting", f"还有{waiting}个点没有走访：请登记走访，或写明未去的原因"
        )


def suggested_order(places: Sequence[Where]) -> list[int]:
    """The places, by their positions in the list, in an order that saves driving.

    Area after area, in the order in which the areas are named first; within an area to the nearest
    next one where both places are known, otherwise as named.
    """
    areas = list(dict.fromkeys(place.area for place in places))
    order: list[int] = []
    for area in areas:
        left = [at for at, place in enumerate(places) if place.area == area]
        while left:
            here = places[order[-1]] if order else None
            order.append(min(left, key=lambda at, here=here: (_distance(here, places[at]), at)))  # type: ignore[misc]
            left.remove(order[-1])
    return order


def _distance(here: Where | None, there: Where) -> float:
    """In degrees of latitude; 0 where one of them is not on the map."""
    if here is None or None in {here.latitude, here.longitude, there.latitude, there.longitude}:
        return 0.0
    assert here.latitude is not None and here.longitude is not None  # noqa: S101, PT018 -- for the reader of types
    assert there.latitude is not None and there.longitude is not None  # noqa: S101, PT018 -- the same
    shrink = cos(radians(here.latitude))
    return hypot(here.latitude - there.latitude, (here.longitude - there.longitude) * shrink)
