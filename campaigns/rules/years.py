"""Campaigns of one kind year by year (历年对比): what is compared, and by how much it differs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from campaigns.rules.lights import share_of
from ground.kernel.money import rounded, shown_short

Sort = Literal["count", "money", "share", "days"]
Value = int | Decimal | None
ZERO = Decimal(0)
NOTHING = "—"


@dataclass(frozen=True, kw_only=True)
class YearFigures:
    """The campaigns of one year together.

    `listed` are those neither refused nor gone, `approved` those with money approved, planned or paid:
    `households`, `people` and `held` are theirs. `goods` is what was handed over, by value; `cash` what
    was handed over on visits. Of the people and families approved, `again` were so in the year before
    too, `fresh` were not; `gone` were only then: None in the first year. `days`: on average from
    publication to the day the last money arrived, of campaigns that have ended. `for_households`: what
    of the money approved is for people and families, not for places.
    """

    year: int
    campaigns: tuple[int, ...] = ()
    budget: Decimal = ZERO
    listed: int = 0
    approved: int = 0
    households: int = 0
    people: int = 0
    held: Decimal = ZERO
    for_households: Decimal = ZERO
    reached: int = 0
    paid: Decimal = ZERO
    goods: Decimal = ZERO
    cash: Decimal = ZERO
    visited: int = 0
    visits: int = 0
    enterprises: int = 0
    again: int | None = None
    fresh: int | None = None
    gone: int | None = None
    days: Decimal | None = None

    @property
    def reached_share(self) -> Decimal | None:
        return share_of(self.reached, self.approved) if self.approved else None

    @property
    def average(self) -> Decimal | None:
        """Money approved for a household."""
        if not self.households or not self.for_households:
            return None
        return rounded(self.for_households / self.households)


@dataclass(frozen=True)
class Indicator:
    """A line of the comparison. `records`: which page of a campaign shows what was counted."""

    code: str
    label: str
    unit: str
    sort: Sort = "count"
    records: str = ""


INDICATORS = (
    Indicator("campaigns", "活动", "场"),
    Indicator("budget", "预算", "元", "money", "campaign"),
    Indicator("listed", "名单上的对象", "个", records="roster?live=yes"),
    Indicator("approved", "批准的对象", "个", records="roster?live=held"),
    Indicator("households", "惠及户数", "户", records="roster?live=held"),
    Indicator("people", "惠及人数", "人", records="roster?live=held"),
    Indicator("held", "批准金额", "元", "money", "roster?live=held"),
    Indicator("average", "户均批准金额", "元", "money"),
    Indicator("reached", "到位的对象", "个", records="roster?state=reached"),
    Indicator("paid", "到位金额", "元", "money", "roster?state=reached"),
    Indicator("reached_share", "到位比例", "", "share"),
    Indicator("goods", "送出物资折合", "元", "money", "report"),
    Indicator("visited", "入户慰问", "户", records="report"),
    Indicator("cash", "走访送到现金", "元", "money", "report"),
    Indicator("visits", "走访", "次", records="report"),
    Indicator("enterprises", "走访企业", "家", records="report"),
    Indicator("again", "上年也帮扶", "个", records="roster?since=again"),
    Indicator("fresh", "今年新增", "个", records="roster?since=fresh"),
    Indicator("gone", "上年帮扶、今年不再", "个", records="roster?since=gone"),
    Indicator("days", "发布到款项到齐", "天", "days"),
)


@dataclass(frozen=True)
class Difference:
    """A year less the one before; `share` of the one before, None where that was nothing."""

    by: Value
    share: Decimal | None


@dataclass(frozen=True)
class YearRow:
    """One indicator over the years, the earliest first: a value and what it differs by, each."""

    indicator: Indicator
    values: list[Value] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    @property
    def last(self) -> Difference:
        return self.differences[-1]


def value_of(indicator: Indicator, told: YearFigures) -> Value:
    if indicator.code == "campaigns":
        return len(told.campaigns)
    found: Value = getattr(told, indicator.code)
    return found


def difference_of(now: Value, before: Value) -> Difference:
    """What is known of only one of two years differs by nothing that could be said."""
    if now is None or before is None:
        return Difference(None, None)
    by = now - before
    return Difference(by, Decimal(by) / Decimal(before) if before else None)


def rows_of(years: Sequence[YearFigures], *, shown: int = 0) -> list[YearRow]:
    """The indicators of which there is something in any year, each year held against the one before it.

    Only the years from the position `shown` on are given; what lies before is still held against.
    """
    rows = []
    for indicator in INDICATORS:
        values = [value_of(indicator, one) for one in years]
        if not any(values[shown:]):
            continue
        before: list[Value] = [None, *values]
        told = [difference_of(now, then) for now, then in zip(values, before, strict=False)]
        rows.append(YearRow(indicator, values[shown:], told[shown:]))
    return rows


def written(indicator: Indicator, value: Value) -> str:
    """A value as it is read: `1,234`, `12,500.50`, `87.5%`, `26.5`; unknown is a dash."""
    if value is None:
        return NOTHING
    if indicator.sort == "money":
        return shown_short(Decimal(value))
    if indicator.sort == "share":
        return f"{_plain(Decimal(value) * 100)}%"
    return _plain(Decimal(value)) if indicator.sort == "days" else f"{value:,}"


def written_difference(indicator: Indicator, told: Difference) -> str:
    """`+3`, `-1,200`, `+12.5个百分点`; no difference is `0`, an unknown one a dash."""
    if told.by is None:
        return NOTHING
    if indicator.sort == "share":
        points = _plain(Decimal(told.by) * 100)
        return "0" if points in {"0", "-0"} else f"{_sign(told.by)}{points}个百分点"
    text = written(indicator, told.by)
    return "0" if not told.by else f"{_sign(told.by)}{text}"


def written_share(indicator: Indicator, told: Difference) -> str:
    """`+33.3%`; nothing can be said of what grew from nothing, nor of shares."""
    if told.share is None or indicator.sort == "share":
        return NOTHING
    text = _plain(told.share * 100)
    return "0%" if text in {"0", "-0"} else f"{_sign(told.share)}{text}%"


def _sign(value: int | Decimal) -> str:
    return "+" if value > 0 else ""


def _plain(value: Decimal) -> str:
    """One place, and none where it is nought."""
    text = f"{value:,.1f}"
    return text.removesuffix(".0")
