"""What may be done while a campaign runs, by whom, within which limits."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import TypeVar

from campaigns.rules.states import RUNNING, VISITED
from ground.kernel import money
from ground.kernel.errors import RuleBroken
from ground.kernel.periods import Period

ORIGIN = "campaigns.campaign:"
MOST_AT_ONCE = 20_000
T = TypeVar("T")


def origin_of(campaign_id: int) -> str:
    """How a payment or a visit names the campaign that it belongs to."""
    return f"{ORIGIN}{campaign_id}"


def campaign_of(origin: str) -> int | None:
    """The campaign that an origin names; none where it names something else."""
    number = origin.removeprefix(ORIGIN)
    named = origin.startswith(ORIGIN) and number.isascii() and number.isdigit()
    return int(number) if named and len(number) < 18 else None  # noqa: PLR2004 -- a bigint's digits


def payment_key(enrolment_id: int) -> str:
    return f"campaigns.enrolment:{enrolment_id}"


def check_publisher(hands: Collection[int | None], publisher: int) -> None:
    """`hands`: who planned it, and who changed it last."""
    if publisher in hands:
        raise RuleBroken(
            "publisher_is_planner", "筹备人和最后修改的人不能自己发布，请由另一位有发布权限的人办理"
        )


def check_unmoved(seen: str, now: str) -> None:
    """What is decided is what was looked at."""
    if seen != now:
        raise RuleBroken("page_outdated", "打开页面后有人作了修改，请核对新的内容后再办理")


def check_approver(planned_by: int, approver: int, own: int) -> None:
    """`own`: how many of those to approve this person has listed."""
    if planned_by == approver:
        raise RuleBroken(
            "approver_is_planner", "筹备人不能批准自己筹备的活动，请由另一位有批准权限的人办理"
        )
    if own:
        raise RuleBroken(
            "approver_listed",
            f"名单中有{own}个是您列入的，不能由您批准，请由另一位有批准权限的人办理",
        )


def check_state(state: str, label: str, wanted: tuple[str, ...], doing: str) -> None:
    if state not in wanted:
        raise RuleBroken(
            "campaign_state", f"活动现在是“{label}”，不能{doing}：可能已由他人办理，请刷新页面查看"
        )


def check_running(state: str, label: str, doing: str) -> None:
    if state not in RUNNING:
        raise RuleBroken(
            "campaign_not_running", f"活动现在是“{label}”，只有进行中的活动才能{doing}"
        )


def check_gives(gives: bool, *, kind: str, what: str) -> None:
    """What a kind does not give is not planned for its campaigns."""
    if not gives:
        raise RuleBroken("kind_gives_not", f"“{kind}”这类活动不{what}，不能在这里安排")


def check_visited(state: str, label: str) -> None:
    """Cash of visits is taken in from the day on which a campaign is published."""
    if state not in VISITED:
        raise RuleBroken(
            "campaign_not_running", f"活动现在是“{label}”，只有进行中的活动才计入走访慰问金"
        )


def check_not_enrolled(*, is_enrolled: bool) -> None:
    if is_enrolled:
        raise RuleBroken("enrolment_exists", "这一户已在本活动名单中，另发的款项不计入活动")


def check_area(*, is_inside: bool) -> None:
    if not is_inside:
        raise RuleBroken("campaign_of_another_area", "走访不在该活动主办单位的范围内，不计入活动")


def check_unit(*, is_inside: bool, unit: str) -> None:
    if not is_inside:
        raise RuleBroken(
            "unit_of_another_area",
            f"“{unit}”不在活动主办单位的范围内，不能列入",
            fields={"unit": "不在活动范围"},
        )


def check_given_on(span: Period, given_on: date) -> None:
    if given_on not in span:
        raise RuleBroken(
            "enrolment_outside_campaign",
            f"发放日期应在活动期间内（{span.starts_on} 至 {span.ends_on}）",
            fields={"given_on": "不在活动期间"},
        )


def check_budget(amount: Decimal, left: Decimal) -> None:
    """`left` is the budget less everything that is approved, planned, being paid or paid."""
    if amount > left:
        raise RuleBroken(
            "campaign_over_budget",
            f"超出活动预算：还可安排{money.shown(left)}元，请调低金额",
            fields={"amount": f"还可安排{money.shown(left)}元"},
        )


def check_quota(unit: str, number: int, left: int) -> None:
    if number > left:
        raise RuleBroken(
            "quota_used_up",
            f"“{unit}”还剩{max(left, 0)}个名额，本次要列入{number}个：请减少对象，或先调剂名额",
            fields={"unit": f"还剩{max(left, 0)}个名额"},
        )


def check_quota_amount(unit: str, amount: Decimal, left: Decimal) -> None:
    if amount and amount > left:
        raise RuleBroken(
            "quota_money_used_up",
            f"“{unit}”的金额还剩{money.shown_short(left)}元，本次需要{money.shown_short(amount)}元：请先调剂金额",
        )


def check_screened(waiting: int) -> None:
    if waiting:
        raise RuleBroken("enrolments_unscreened", f"还有{waiting}个对象没有审核，请先进行资格审核")


def check_some(number: int, what: str) -> None:
    if not number:
        raise RuleBroken("enrolments_none", f"没有{what}的对象")


def check_notice(
    *, starts_on: date, screened_on: date | None, ends_on: date, at_least: date
) -> None:
    """What hangs has been screened before, and hangs long enough."""
    if screened_on is not None and starts_on < screened_on:
        raise RuleBroken(
            "notice_before_screening",
            f"名单{screened_on}才审核完，公示不能早于这一天开始",
            fields={"starts_on": f"不早于 {screened_on}"},
        )
    if ends_on < at_least:
        raise RuleBroken(
            "notice_too_short",
            f"公示期不足：至少应公示到 {at_least.isoformat()}",
            fields={"ends_on": f"不早于 {at_least.isoformat()}"},
        )


def check_noticed(days: int, ends_on: date | None, today: date) -> None:
    """A campaign whose list must hang first is approved when that is over."""
    if days and ends_on is None:
        raise RuleBroken("campaign_not_posted", f"批准前须公示名单{days}个工作日：请先登记公示")
    if days and ends_on is not None and ends_on > today:
        raise RuleBroken(
            "notice_not_over", f"公示到 {ends_on.isoformat()} 期满，期满无异议后再批准"
        )


def check_all_paid(open_payments: int, open_amount: Decimal) -> None:
    if open_payments:
        raise RuleBroken(
            "campaign_money_open",
            f"还有{open_payments}笔、{money.shown(open_amount)}元没有发放，"
            "全部发放或作废后才能结束活动",
        )


def check_exception(proposed_by: int | None, approver: int) -> None:
    if proposed_by is None:
        raise RuleBroken("exception_not_proposed", "没有待同意的例外申请")
    if proposed_by == approver:
        raise RuleBroken("exception_own", "例外由另一人同意：提出例外的人不能自己同意")


def check_seen(rows: list[T], seen: int, doing: str) -> list[T]:
    """What is done to many at once is done to as many as the person saw; `rows` has one too many at most."""
    if len(rows) > MOST_AT_ONCE:
        raise RuleBroken(
            "too_many_at_once", f"一次最多{doing}{MOST_AT_ONCE:,}个，请再加条件分几次{doing}"
        )
    if not rows:
        raise RuleBroken("nobody_found", f"没有可以{doing}的对象，请放宽条件")
    if len(rows) != seen:
        raise RuleBroken(
            "list_changed",
            f"名单有变化：您看到{seen}个，现在是{len(rows)}个，请核对后重新提交",
        )
    return rows
