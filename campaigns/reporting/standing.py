"""How it stands: unit by unit, by need, beside the year before, and in the organiser's own words."""

from campaigns.queries import NeedLine, UnitProgress
from campaigns.queries.written import WrittenFacts
from campaigns.reporting.words import count, listed, percent, sentence, when, yuan
from campaigns.rules.years import (
    INDICATORS,
    Indicator,
    YearFigures,
    difference_of,
    value_of,
    written,
    written_difference,
    written_share,
)
from ground.briefs.typesetting import Paragraph, Table
from ground.kernel.money import shown_short

MOST_NAMED = 8
NO_SUMMARY = "（主办单位还没有写总结：结束发放后，在活动页点“写总结”。）"
UNCOMPARED = {"campaigns", "again", "fresh", "gone"}
SPOKEN = ("households", "people", "held", "paid", "visited")  # told in words; the table has all


def units(told: WrittenFacts) -> list[Paragraph | Table]:
    """Quota, list, money and light of each unit; those behind by name."""
    rows = told.progress.units
    if not rows:
        return []
    aiming = [one for one in rows if one.aim]
    full = [one for one in aiming if one.reached >= one.aim]
    behind = [one for one in rows if one.light in {"amber", "red"}]
    text = sentence(
        f"参加单位{count(len(rows), '个')}",
        when(full, f"全部到位的{count(len(full), '个')}"),
    )
    text += sentence(when(behind, f"进度滞后的有{_named(behind)}"))
    return [Paragraph(text=text), _table(rows, cash=told.kind.cash)]


def _named(behind: list[UnitProgress]) -> str:
    parts = [
        f"{one.unit}（{f'到位{percent(one.reached_share)}' if one.reached else '还没有到位'}）"
        for one in behind[:MOST_NAMED]
    ]
    more = len(behind) - MOST_NAMED
    return "、".join(parts) + (f"等{count(len(behind), '个')}单位" if more > 0 else "")


def _table(rows: list[UnitProgress], *, cash: bool) -> Table:
    header = ("单位", "名额", "名单", "到位（个）", *(("到位（元）",) if cash else ()), "进度")
    return Table(
        caption="各单位完成情况",
        header=header,
        numeric=tuple(range(1, len(header) - 1)),
        starting=(0,),
        rows=tuple(
            (
                one.unit,
                f"{one.quota_number:,}" if one.has_quota else "—",
                f"{one.number:,}",
                f"{one.reached:,}",
                *((shown_short(one.paid),) if cash else ()),
                one.light_label,
            )
            for one in rows
        ),
    )


def fairness(told: WrittenFacts) -> list[Paragraph | Table]:
    """Amounts by need, units in which all get the same, relatives of staff, who was left out: in figures."""
    fair = told.fairness
    if not fair.needs:
        return []
    needs = sentence(*(_of_need(one) for one in fair.needs), mark="；")
    if fair.flat:
        flat = sentence(
            f"疑似平均分配的单位{count(len(fair.flat), '个')}："
            + listed(
                (
                    f"{one.unit}{count(one.number, '个')}对象中"
                    f"{count(one.alike, '个')}同为{yuan(one.amount)}"
                    for one in fair.flat[:MOST_NAMED]
                ),
                "；",
            )
            + ("等" if len(fair.flat) > MOST_NAMED else "")
        )
    else:
        flat = "没有发现平均分配的单位。"
    listed_ = listed(
        (f"{one.label}{count(one.number, '个')}" for one in fair.listed if one.number), "、"
    )
    left = listed(
        (f"{one.label}{count(one.number, '户')}" for one in fair.left_out if one.number), "、"
    )
    checks = sentence(when(listed_, f"名单上需要核查的：{listed_}"))
    checks += sentence(when(left, f"在档而不在名单上的家庭：{left}"))
    paragraphs = [f"按困难类别：{needs}", flat + checks]
    return [Paragraph(text=text) for text in paragraphs]


def _of_need(one: NeedLine) -> str:
    number = f"{one.label}{count(one.number, '个')}"
    if one.mean is None or one.median is None:
        return number
    if one.number == 1:
        return f"{number}、{yuan(one.mean)}"
    return f"{number}、平均{yuan(one.mean)}、中位数{yuan(one.median)}"


def compared(told: WrittenFacts) -> list[Paragraph | Table]:
    """Beside the campaign of the same kind and organiser that went before."""
    if told.before is None:
        return []
    name, before = told.before
    changes = [
        _change(code, told.now, before)
        for code in SPOKEN
        if told.kind.cash or code not in {"held", "paid"}
    ]
    found: list[Paragraph | Table] = []
    text = sentence(when(any(changes), f"与{name}相比"), *changes)
    text += _again(told.now)
    if text:
        found.append(Paragraph(text=text))
    rows = [
        _beside(one, told.now, before)
        for one in INDICATORS
        if one.code not in UNCOMPARED and (value_of(one, told.now) or value_of(one, before))
    ]
    found.append(
        Table(
            caption="与上年比较",
            header=("指标", f"{before.year}年", f"{told.year}年", "增减", "增减比例"),
            numeric=(1, 2, 3, 4),
            starting=(0,),
            rows=tuple(rows),
        )
    )
    return found


def _beside(indicator: Indicator, now: YearFigures, before: YearFigures) -> tuple[str, ...]:
    new, old = value_of(indicator, now), value_of(indicator, before)
    change = difference_of(new, old)
    return (
        f"{indicator.label}（{indicator.unit}）" if indicator.unit else indicator.label,
        written(indicator, old),
        written(indicator, new),
        written_difference(indicator, change),
        written_share(indicator, change),
    )


def _change(code: str, now: YearFigures, before: YearFigures) -> str:
    """`惠及户数由3户增加到4户，增长33.3%`; nothing where both are nought or one is unknown."""
    indicator = next(one for one in INDICATORS if one.code == code)
    new, old = value_of(indicator, now), value_of(indicator, before)
    if new is None or old is None or not (new or old):
        return ""
    label, unit = indicator.label, indicator.unit
    if not old:
        return f"{label}{written(indicator, new)}{unit}（上年没有）"
    if not new:
        return f"今年没有{label}（上年{written(indicator, old)}{unit}）"
    if new == old:
        return f"{label}同为{written(indicator, new)}{unit}"
    verb, grew = ("增加", "增长") if new > old else ("减少", "下降")
    share = difference_of(new, old).share
    text = f"{label}由{written(indicator, old)}{unit}{verb}到{written(indicator, new)}{unit}"
    return text + (f"（{grew}{percent(abs(share))}）" if share is not None else "")


def _again(now: YearFigures) -> str:
    """Who was helped before too, who is new, who is not helped any more."""
    return sentence(
        when(now.again, f"批准的对象中上年也帮扶的{count(now.again or 0, '个')}"),
        when(now.fresh, f"今年新增{count(now.fresh or 0, '个')}"),
        when(now.gone, f"上年帮扶、今年不再帮扶的{count(now.gone or 0, '个')}"),
    )


def summary(told: WrittenFacts) -> list[Paragraph | Table]:
    """The organiser's own words, or a plain line that they are missing."""
    lines = [one.strip() for one in told.summary.splitlines() if one.strip()]
    return [Paragraph(text=text) for text in lines or [NO_SUMMARY]]
