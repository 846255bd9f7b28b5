"""What was done: the campaign and its way, whom it helped, who was visited."""

from collections import Counter
from datetime import date

from campaigns.queries import Line
from campaigns.queries.written import WrittenFacts
from campaigns.reporting.words import count, day, listed, percent, sentence, span, when, yuan
from campaigns.rules.lights import share_of
from ground.briefs.typesetting import Paragraph, Table
from ground.kernel.money import shown_short

STAGES = {
    "published": "发布",
    "collecting": "开始申报",
    "screening": "开始审核",
    "notice": "公示名单",
    "approved": "批准名单",
    "executing": "安排款项",
    "closing": "结束发放",
    "summarised": "总结",
    "archived": "归档",
}


def basics(told: WrittenFacts) -> list[Paragraph | Table]:
    """Kind, theme, windows, organisers, and the stages reached with their days."""
    beside = "、".join(told.co_organisers)
    opening = sentence(
        f"{told.name}由{told.organiser}主办",
        when(beside, f"{beside}协办"),
        f"类型为{told.kind.label}",
        when(told.theme, f"主题是“{told.theme}”"),
        f"活动时间为{span(told.starts_on, told.ends_on)}",
    )
    windows = sentence(
        f"申报时间为{span(told.apply_from, told.apply_to)}",
        f"要求在{day(told.settle_by, after=told.apply_to)}前发放到位",
    )
    posted = told.notice_from and told.notice_to
    hung = ""
    if told.notice_from and told.notice_to:
        hung = sentence(f"名单于{span(told.notice_from, told.notice_to)}在{told.notice_place}公示")
    way = _way(told.stages)
    return [
        Paragraph(text=text)
        for text in (opening, windows + when(posted, hung), when(way, f"活动经过：{way}。"))
        if text
    ]


def _way(stages: tuple[tuple[str, date], ...]) -> str:
    """`2008年1月10日发布、开始申报，1月29日批准名单`: what fell on one day stands together."""
    days: dict[date, list[str]] = {}
    for state, on in stages:
        if state in STAGES:
            days.setdefault(on, []).append(STAGES[state])
    befores = [None, *days]
    return listed(
        f"{day(on, after=before)}{'、'.join(words)}"
        for before, (on, words) in zip(befores, days.items(), strict=False)
    )


def people(told: WrittenFacts) -> list[Paragraph | Table]:
    """By class and stage: how many, how many of them reached, with how much money; and a table."""
    whole, total = told.progress.whole, told.report.total
    if not whole.number:
        return []
    reached = when(
        total.reached,
        f"已到位{count(total.reached, '个')}{when(total.paid, f'、{yuan(total.paid)}')}"
        f"{when(told.report.recovered, f'（其中已追回{yuan(told.report.recovered)}）')}"
        f"，占批准对象的{percent(share_of(total.reached, total.number))}",
    )
    helped = (
        when(total.households, count(total.households, "户")),
        when(total.people, count(total.people, "人")),
    )
    text = sentence(
        f"名单上有对象{count(whole.number, '个')}",
        when(total.number, f"批准{count(total.number, '个')}"),
        when(any(helped), f"惠及{listed(helped, '、')}"),
        when(total.amount, f"批准金额{yuan(total.amount)}"),
        reached,
    )
    refused = when(whole.ineligible, f"另有{count(whole.ineligible, '个')}对象经审核不符合条件")
    done = when(
        told.kind.checklist and told.report.complete,
        f"规定的{len(told.kind.checklist)}件事项全部办结的{count(told.report.complete, '个')}",
    )
    text += sentence(refused, done)
    found: list[Paragraph | Table] = [Paragraph(text=text)]
    if told.report.lines:
        found.append(_by_class(told))
    return found


def _by_class(told: WrittenFacts) -> Table:
    """The columns of money stay out where none is given, that of stages where there are none."""
    heads = [("对象类别", True), ("学段", bool(told.kind.stages)), ("对象（个）", True)]
    heads += [("户数", True), ("人数", True), ("批准（元）", told.kind.cash), ("到位（个）", True)]
    heads += [("到位（元）", told.kind.cash)]

    def cells(one: Line) -> tuple[str, ...]:
        values = (
            one.label,
            one.stage,
            f"{one.number:,}",
            f"{one.households:,}",
            f"{one.people:,}",
            shown_short(one.amount),
            f"{one.reached:,}",
            shown_short(one.paid),
        )
        return tuple(text for text, (_, kept) in zip(values, heads, strict=True) if kept)

    header = tuple(label for label, kept in heads if kept)
    words = 2 if told.kind.stages else 1
    return Table(
        caption="对象和救助情况",
        header=header,
        numeric=tuple(range(words, len(header))),
        starting=tuple(range(words)),
        rows=tuple(cells(one) for one in (*told.report.lines, told.report.total)),
    )


def visits(told: WrittenFacts) -> list[Paragraph | Table]:
    """Groups, leaders, households, enterprises, what was handed over."""
    seen, report = told.visiting, told.report
    homes = sentence(
        when(seen.groups, f"组织慰问组{count(seen.groups, '个')}"),
        when(seen.families, f"入户慰问{count(seen.families, '户')}"),
        when(seen.cash, f"送到慰问金{yuan(seen.cash)}"),
        when(seen.missed, f"不在家改期的{count(seen.missed, '次')}"),
        when(seen.waiting, f"还有{count(seen.waiting, '户')}待慰问"),
    )
    places = when(report.places, f"到{count(report.places, '处')}")
    enterprises = when(report.enterprises, f"其中企业{count(report.enterprises, '家')}")
    handed = told.now.cash - seen.cash
    rounds = sentence(
        when(report.visits, f"登记走访{count(report.visits, '次')}"),
        places,
        enterprises,
        when(handed, f"现场发放慰问金{yuan(handed)}"),
        when(report.goods, f"走访送出慰问品折合{yuan(report.goods)}"),
    )
    found: list[Paragraph | Table] = []
    text = homes + rounds + _leaders(told)
    if text:
        found.append(Paragraph(text=text))
    if seen.leaders:
        found.append(
            Table(
                caption="领导走访慰问",
                header=("领导", "职务", "级别", "慰问（户）", "慰问金（元）", "物资折合（元）"),
                numeric=(3, 4, 5),
                starting=(1,),
                rows=tuple(
                    (
                        one.name,
                        one.post,
                        one.level,
                        f"{one.families:,}",
                        shown_short(one.cash),
                        shown_short(one.goods),
                    )
                    for one in seen.leaders
                ),
            )
        )
    return found


def _leaders(told: WrittenFacts) -> str:
    """`县级领导1人、部门（单位）负责人2人参加，慰问12户。`"""
    levels = Counter(one.level for one in told.visiting.leaders)
    families = sum(one.families for one in told.visiting.leaders)
    people = "、".join(f"{level}{count(number, '人')}" for level, number in levels.items())
    return sentence(when(people, f"{people}走访慰问{count(families, '户')}"))
