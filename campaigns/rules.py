"""What a campaign may promise: its span, its budget, its limit for one family."""

from datetime import date
from decimal import Decimal

from ground.kernel import money
from ground.kernel.errors import RuleBroken
from ground.kernel.periods import Period

LARGEST_BUDGET = Decimal(10) ** 10
EARLIEST_YEAR = 1990
LATEST_YEAR = 2100
ORIGIN = "campaigns.campaign:"


def origin_of(campaign_id: int) -> str:
    """How a payment or a visit names the campaign that it belongs to."""
    return f"{ORIGIN}{campaign_id}"


def campaign_of(origin: str) -> int | None:
    """The campaign that an origin names; none where it names something else."""
    number = origin.removeprefix(ORIGIN)
    named = origin.startswith(ORIGIN) and number.isascii() and number.isdigit()
    return int(number) if named and len(number) < 18 else None  # noqa: PLR2004 -- a bigint's digits


def payment_key(campaign_id: int, file_id: int) -> str:
    return f"{origin_of(campaign_id)}:file:{file_id}"


def check_span(year: int, starts_on: date, ends_on: date) -> Period:
    """A campaign's days; it is named after the year in which it begins or ends."""
    span = Period(starts_on=starts_on, ends_on=ends_on)
    if not EARLIEST_YEAR <= year <= LATEST_YEAR or year not in {starts_on.year, ends_on.year}:
        raise RuleBroken(
            "campaign_year",
            "年度应是活动开始或结束的那一年，请核对年度和起止日期",
            fields={"year": "与起止日期不符"},
        )
    return span


def check_amount(field: str, label: str, typed: Decimal | int | str) -> Decimal:
    """A positive amount below ten billion."""
    try:
        amount = money.yuan(typed)
    except RuleBroken as broken:
        raise RuleBroken(broken.code, broken.message, fields={field: broken.message}) from None
    if not 0 < amount < LARGEST_BUDGET:
        raise RuleBroken("amount_out_of_range", f"{label}应大于0元", fields={field: "应大于0元"})
    return amount


def check_text(field: str, label: str, typed: str, *, longest: int, needed: bool = True) -> str:
    """Text that fits its column, without control characters."""
    text = "".join(one for one in typed if one.isprintable()).strip()
    if needed and not text:
        raise RuleBroken("text_missing", f"请填写{label}", fields={field: "必填"})
    if len(text) > longest:
        raise RuleBroken("text_too_long", f"{label}最多{longest}字", fields={field: "太长"})
    return text


def check_publisher(planned_by: int, publisher: int) -> None:
    if planned_by == publisher:
        raise RuleBroken(
            "publisher_is_planner", "筹备人不能发布自己筹备的活动，请由另一位有发布权限的人办理"
        )


def check_running(state: str, label: str, doing: str) -> None:
    if state != "published":
        raise RuleBroken(
            "campaign_not_running", f"活动现在是“{label}”，只有进行中的活动才能{doing}"
        )


def check_area(*, is_inside: bool) -> None:
    if not is_inside:
        raise RuleBroken("campaign_of_another_area", "走访不在该活动主办单位的范围内，不计入活动")


def check_given_on(span: Period, given_on: date) -> None:
    if given_on not in span:
        raise RuleBroken(
            "target_outside_campaign",
            f"发放日期应在活动期间内（{span.starts_on} 至 {span.ends_on}）",
            fields={"given_on": "不在活动期间"},
        )


def check_family_limit(amount: Decimal, limit: Decimal | None) -> None:
    if limit is not None and amount > limit:
        raise RuleBroken(
            "family_limit",
            f"每户每次最多{money.shown_short(limit)}元，请调低金额；上限在地方规则中维护",
            fields={"amount": f"最多{money.shown_short(limit)}元"},
        )


def check_budget(amount: Decimal, left: Decimal) -> None:
    """`left` is the budget less everything that is planned, being paid or paid."""
    if amount > left:
        raise RuleBroken(
            "campaign_over_budget",
            f"超出活动预算：还可安排{money.shown(left)}元，请调低金额",
            fields={"amount": f"还可安排{money.shown(left)}元"},
        )


def check_all_paid(open_payments: int, open_amount: Decimal) -> None:
    if open_payments:
        raise RuleBroken(
            "campaign_money_open",
            f"还有{open_payments}笔、{money.shown(open_amount)}元没有发放，"
            "全部发放或作废后才能结束活动",
        )
