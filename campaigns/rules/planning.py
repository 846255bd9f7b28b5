"""What a campaign may be laid down as: its windows, its money, its quotas, its standards."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import pairwise

from ground.kernel import money, texts
from ground.kernel.errors import RuleBroken
from ground.kernel.periods import Period

MOST_PEOPLE = 1_000_000
MOST_AT_A_PLACE = 30_000
EARLIEST_YEAR = 1990
LATEST_YEAR = 2099


@dataclass(frozen=True, kw_only=True)
class Windows:
    """The days of a campaign: it runs, it takes applications, its money has arrived by."""

    starts_on: date
    ends_on: date
    apply_from: date
    apply_to: date
    settle_by: date


def check_year(year: int) -> None:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise RuleBroken(
            "campaign_year",
            f"年度应在{EARLIEST_YEAR}至{LATEST_YEAR}之间",
            fields={"year": "请填写四位年份"},
        )


def check_windows(year: int, windows: Windows) -> None:
    """A campaign's days; it is named after the year in which it begins or ends."""
    Period(starts_on=windows.starts_on, ends_on=windows.ends_on)
    if year not in {windows.starts_on.year, windows.ends_on.year}:
        raise RuleBroken(
            "campaign_year",
            "年度应是活动开始或结束的那一年，请核对年度和起止日期",
            fields={"year": "与起止日期不符"},
        )
    if not windows.starts_on <= windows.apply_from <= windows.apply_to <= windows.ends_on:
        raise RuleBroken(
            "campaign_apply_window",
            "申报开始和截止应依次落在活动起止日期之内",
            fields={"apply_to": "应在申报开始之后、活动结束之前"},
        )
    if not windows.apply_to <= windows.settle_by <= windows.ends_on:
        raise RuleBroken(
            "campaign_settle_by",
            "发放到位期限应在申报截止之后、活动结束之前",
            fields={"settle_by": "应在申报截止之后、活动结束之前"},
        )


def check_settle_day(day: date, *, last: date) -> None:
    """Money is paid out on a workday; `last`: the last one until then."""
    if day != last:
        raise RuleBroken(
            "campaign_settle_by",
            f"发放到位期限{day}不是工作日，请改为{last}",
            fields={"settle_by": f"不是工作日，之前最后一个工作日是{last}"},
        )


def check_amount(typed: Decimal | int | str, *, field: str, label: str) -> Decimal:
    """A positive amount below ten billion."""
    return money.amount_typed(
        typed, field=field, message=f"{label}应大于0元", beside="应大于0元", least=money.CENT
    )


def check_people(number: int) -> int:
    """How many people a workplace on a roster stands for."""
    if not 1 <= number <= MOST_AT_A_PLACE:
        raise RuleBroken(
            "place_people",
            f"人数应在1至{MOST_AT_A_PLACE}之间",
            fields={"people": f"1至{MOST_AT_A_PLACE}"},
        )
    return number


# A text that fits its column, with its line breaks.
check_text = partial(
    texts.check_text,
    read=partial(texts.printable, keeping="\n"),
    missing=texts.Refusal("text_missing", "请填写{label}", "必填"),
    too_long=texts.Refusal("text_too_long", "{label}最多{longest}字", "太长"),
)


def check_money(amounts: Sequence[tuple[int, Decimal]], *, is_needed: bool) -> Decimal:
    """The budget that sources and their amounts make: each once, at least one where it `is_needed`."""
    if is_needed and not amounts:
        raise RuleBroken(
            "campaign_money_missing", "请至少填写一笔资金来源及其金额", fields={"source_1": "必填"}
        )
    sources = [source for source, _ in amounts]
    if len(set(sources)) != len(sources):
        raise RuleBroken(
            "campaign_source_twice",
            "同一笔资金来源填写了两次，请合并金额",
            fields={"source_2": "重复"},
        )
    return sum((amount for _, amount in amounts), Decimal(0))


@dataclass(frozen=True)
class Share:
    """What a unit may bring in (its quota), or has brought in: so many, with so much."""

    number: int = 0
    amount: Decimal = Decimal(0)


def check_share(unit: str, share: Share, used: Share) -> None:
    """A quota is never below what its unit has enrolled."""
    if not 0 <= share.number <= MOST_PEOPLE or share.amount < 0:
        raise RuleBroken(
            "quota_negative", f"“{unit}”的名额和金额不能小于0", fields={"number": "不能小于0"}
        )
    if share.number < used.number or share.amount < used.amount:
        raise RuleBroken(
            "quota_below_used",
            f"“{unit}”已列入{used.number}个、{money.shown_short(used.amount)}元，名额不能调到以下",
            fields={"number": f"至少{used.number}", "amount": money.shown_short(used.amount)},
        )


def check_quotas_within(shares: Iterable[Share], budget: Decimal) -> None:
    whole = sum((one.amount for one in shares), Decimal(0))
    if whole > budget:
        raise RuleBroken(
            "quotas_over_budget",
            f"各单位金额合计{money.shown_short(whole)}元，超过预算{money.shown_short(budget)}元",
            fields={"amount": "合计超过预算"},
        )


def check_nested(paths: Iterable[tuple[str, str]]) -> None:
    """No quota stands below another: what is enrolled there would count twice. (path, name) each."""
    ordered = sorted(paths)
    for (above, name), (below, other) in pairwise(ordered):
        if below.startswith(above):
            raise RuleBroken(
                "quota_nested",
                f"“{other}”属于“{name}”，不能两级都分配名额：请只分给其中一级",
                fields={"unit": "上下级重复"},
            )


def check_moved(number: int, amount: Decimal) -> None:
    """What is taken from one quota and given to another: something, and never less than nothing."""
    if number < 0 or amount < 0 or (not number and not amount):
        raise RuleBroken(
            "quota_move", "请填写要调剂的名额或金额，均不能小于0", fields={"number": "请填写"}
        )
