"""Scores that people give, appeals against them, places and grades."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from assistance.supervision.rules.scales import rounded, shown
from ground.kernel.errors import RuleBroken

LONGEST_REMARK = 300


def check_score(
    *, code: str, maximum: Decimal, score: Decimal | None, remark: str = "", field: str = "score"
) -> Decimal | None:
    """A score as it is kept: between nothing and the item's maximum, to two places."""
    if score is None:
        return None
    if not score.is_finite() or not 0 <= score <= maximum:
        message = f"指标{code}的得分应在0至{shown(maximum)}之间"
        raise RuleBroken("score_out_of_range", message, fields={field: message})
    if len(remark) > LONGEST_REMARK:
        raise RuleBroken(
            "remark_too_long", f"说明不超过{LONGEST_REMARK}字", fields={field: "说明过长"}
        )
    return rounded(score)


def check_explained(*, score: Decimal, computed: Decimal | None, remark: str, code: str) -> None:
    """An office that departs from what the records say, says why."""
    if computed is not None and score != computed and not remark.strip():
        message = f"指标{code}综评{shown(score)}分与系统{shown(computed)}分不同，请写明核查情况"
        raise RuleBroken("difference_unexplained", message, fields={f"remark_{code}": message})


def check_complete(missing: Iterable[str], *, doing: str) -> None:
    codes = list(missing)
    if codes:
        raise RuleBroken("scores_missing", f"还有指标未打分，不能{doing}：{'、'.join(codes)}")


def check_appeal(*, today: date, until: date | None, reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise RuleBroken("reason_missing", "请写明申诉理由", fields={"reason": "不能为空"})
    if until is None or today > until:
        raise RuleBroken("appeal_too_late", "申诉期限已过，不能再提出申诉")
    return reason


def check_confirmable(*, today: date, until: date | None, open_appeals: int) -> None:
    if until is None or today <= until:
        raise RuleBroken("appeal_window_open", f"申诉期限到{until}，期满后才能审定")
    if open_appeals:
        raise RuleBroken("appeals_open", f"还有{open_appeals}件申诉没有复核，复核后才能审定")


def places(totals: Mapping[int, Decimal]) -> dict[int, int]:
    """Places from the highest total: equal totals share one, and the next is left out (1, 2, 2, 4)."""
    ordered = sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))
    found: dict[int, int] = {}
    before: Decimal | None = None
    place = 0
    for number, (key, total) in enumerate(ordered, start=1):
        if total != before:
            place, before = number, total
        found[key] = place
    return found


def grade_of(total: Decimal, *, full_marks: Decimal, lines: Mapping[str, Decimal]) -> str:
    """The grade: `lines` gives the percentage from which each is reached, the highest first."""
    percent = total * 100 / full_marks
    for grade, least in lines.items():
        if percent >= least:
            return grade
    return "不合格"
