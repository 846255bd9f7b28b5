"""The words of a supervision bulletin: its span, its opening, what is said of an agency."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from assistance.supervision.rules.scales import shown
from ground.kernel.errors import RuleBroken
from ground.kernel.periods import Period

QUARTER, HALF, YEAR = 3, 6, 12
NAMED = 3
ORDINALS = "一二三四"
CLOSING = (
    "各参联单位要对照通报的数据查找差距：没有走访到的双联点尽快走访，逾期的帮扶任务逐件说明原因、限期办结，"
    "交办的企业问题及时答复。双联办将对进度靠后的单位进行督查。"
)


@dataclass(frozen=True, kw_only=True)
class Line:
    """What one agency did in the span."""

    agency_id: int
    has_plan: bool
    visits: int
    visits_target: int
    tasks_due: int
    tasks_done: int
    tasks_overdue: int
    problems_raised: int
    problems_solved: int
    families_helped: int
    money: Decimal
    contributions: int
    score: Decimal


def last_period(on: date, months: int) -> Period:
    """The last whole span of so many months that ended before this day, counted from January."""
    if not 0 < months <= YEAR or YEAR % months:
        raise RuleBroken("months_odd", "督查通报间隔应为1、2、3、4、6或12个月")
    begun = (on.month - 1) // months * months  # months of this year that lie in whole spans
    ends = date(on.year, begun + 1, 1) - timedelta(days=1)
    return Period(starts_on=date(ends.year, ends.month - months + 1, 1), ends_on=ends)


def period_name(period: Period) -> str:
    """`2008年第二季度`, `2008年5月`, `2008年上半年`, `2008年度`; otherwise its months."""
    first, last = period.starts_on, period.ends_on
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months == 1:
        return f"{first.year}年{first.month}月"
    if months == QUARTER and first.month % QUARTER == 1:
        return f"{first.year}年第{ORDINALS[first.month // QUARTER]}季度"
    if months == HALF and first.month in {1, 7}:
        return f"{first.year}年{'上' if first.month == 1 else '下'}半年"
    if months == YEAR and first.month == 1:
        return f"{first.year}年度"
    return f"{first.year}年{first.month}月至{last.month}月"


def title_of(period: Period) -> str:
    return f"关于{period_name(period)}“双联”工作督查情况的通报"


def opening_of(period: Period, lines: Sequence[Line], names: Mapping[int, str]) -> str:
    """The general picture: what there was, and who stands out. `lines` in the order of places."""
    visited = sum(one.visits > 0 for one in lines)
    visits = sum(one.visits for one in lines)
    due, done = sum(one.tasks_due for one in lines), sum(one.tasks_done for one in lines)
    raised = sum(one.problems_raised for one in lines)
    families = sum(one.families_helped for one in lines)
    money = sum((one.money for one in lines), Decimal(0))
    articles = sum(one.contributions for one in lines)
    told = [
        f"{period_name(period)}，{len(lines)}个参联单位共走访{visits}次，{visited}个单位开展了走访"
    ]
    if due:
        overdue = sum(one.tasks_overdue for one in lines)
        told.append(f"应办帮扶任务{due}件，办结{done}件，逾期未办{overdue}件")
    if raised:
        solved = sum(one.problems_solved for one in lines)
        told.append(f"交办企业困难问题{raised}件，解决{solved}件")
    if families:
        told.append(f"帮扶结对家庭{families}户")
    if money:
        told.append(f"送慰问金{shown(money)}元")
    if articles:
        told.append(f"简报采用来稿{articles}篇")
    text = "；".join(told) + "。"
    first, last = _outstanding(lines), _outstanding(lines[::-1])
    if first:
        text += f"\n按系统可计算的项目评分，居前的是{_joined(first, names)}"
        text += f"；居后的是{_joined(last, names)}。" if last else "。"
    return text


def _outstanding(lines: Sequence[Line]) -> list[Line]:
    """The first few of a row, as far as they stand apart from who follows."""
    for number in range(min(NAMED, len(lines) - 1), 0, -1):
        if lines[number - 1].score != lines[number].score:
            return list(lines[:number])
    return []


def _joined(lines: Sequence[Line], names: Mapping[int, str]) -> str:
    return "、".join(names[one.agency_id] for one in lines)


def comment_on(line: Line) -> str:
    """What stands out, in a few words; nothing where all is well."""
    said = []
    if not line.has_plan:
        said.append("缺年度计划")
    if not line.visits and line.visits_target:
        said.append("未走访")
    elif line.visits < line.visits_target:
        said.append("走访未达标")
    if line.tasks_overdue:
        said.append("有逾期任务")
    if line.problems_raised and line.problems_solved == line.problems_raised:
        said.append("问题全部解决")
    return "，".join(said)
