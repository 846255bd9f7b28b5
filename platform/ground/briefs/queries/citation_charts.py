"""The charts that an article cites, and what cited tables and charts are called."""

from collections.abc import Sequence

from ground.briefs import facts
from ground.briefs.queries.figures import ShownFigure
from ground.briefs.rules import citing
from ground.briefs.rules.citing import Mark
from ground.briefs.typesetting import Bar, BarChart
from ground.kernel.errors import RuleBroken

MOST_BARS = 30


def shaped(text: str) -> Mark | None:
    """The table or chart that a paragraph stands for."""
    alone = citing.MARK.fullmatch(text.strip())
    mark = citing.read_mark(alone[1]) if alone else None
    return mark if mark and mark.shape else None


def chart_of(
    mark: Mark,
    declared: Sequence[facts.Fact],
    rows: Sequence[tuple[str, list[ShownFigure]]],
    heads: Sequence[str],
) -> BarChart:
    units = {one.unit for one in declared}
    if len(units) > 1:
        raise RuleBroken(
            "chart_units", f"图里的数据项单位不同（{'、'.join(sorted(units))}），不能比较"
        )
    if mark.by_unit and len(declared) > 1:
        raise RuleBroken("chart_one", "分单位的图只能画一个数据项")
    bars = [
        Bar(label=_bar(name, head, mark, len(rows)), value=f"{one.value.normalize():f}")
        for name, figures in rows
        for head, one in zip(heads, figures, strict=True)
    ]
    drawn = [one for one in bars if one.value != "0"][:MOST_BARS] or bars[:1]
    if not mark.by_unit:
        return BarChart(title=title_of(mark), unit=declared[0].unit, bars=tuple(bars))
    # Units of nothing take a word, not a line each.
    none = sum(one.value == "0" for one in bars)
    title = title_of(mark) + (f"，其余{none}个单位为0" if none and drawn[0].value != "0" else "")
    return BarChart(title=title, unit=declared[0].unit, bars=tuple(drawn))


def _bar(name: str, head: str, mark: Mark, rows: int) -> str:
    if mark.by_unit or not mark.against:
        return name
    return head if rows == 1 else f"{name}（{head}）"


def title_of(mark: Mark) -> str:
    told = [mark.unit] if mark.unit else []
    told += [citing.SHOWN_SPAN[mark.span]] if mark.span else []
    told += ["分单位"] if mark.by_unit else []
    return "、".join(mark.names) + (f"（{'，'.join(told)}）" if told else "")
