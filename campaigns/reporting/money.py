"""Where the money came from and what became of it; goods by kind with their value."""

from decimal import Decimal

from campaigns.queries.written import GoodsFigures, WrittenFacts
from campaigns.reporting.words import count, percent, sentence, when, yuan
from campaigns.rules.lights import share_of
from ground.briefs.typesetting import Paragraph, Table
from ground.kernel.money import shown_short

ZERO = Decimal(0)


def money_and_goods(told: WrittenFacts) -> list[Paragraph | Table]:
    said = _budget(told) + _spent(told)
    found: list[Paragraph | Table] = [Paragraph(text=said)] if said else []
    if told.goods:
        handed = [one for one in told.goods if one.handed]
        named = "、".join(_named(one) for one in handed)
        value = sum((one.value for one in handed), ZERO)
        text = sentence(
            f"安排物资{count(len(told.goods), '种')}",
            when(named, f"已送到{named}"),
            when(len(handed) > 1, f"合计折合{yuan(value)}"),
        )
        found += [Paragraph(text=text), _table(told.goods)]
    return found


def _budget(told: WrittenFacts) -> str:
    if not told.progress.budget:
        return ""
    whole = yuan(told.progress.budget)
    if len(told.report.sources) == 1:
        return sentence(f"活动预算{whole}", f"全部来自{told.report.sources[0][0]}")
    parts = "、".join(f"{source}{yuan(amount)}" for source, amount in told.report.sources)
    return sentence(f"活动预算{whole}", when(parts, f"其中{parts}"))


def _spent(told: WrittenFacts) -> str:
    """Approved, arrived, still on its way, left."""
    whole = told.progress.whole
    if not whole.held:
        return ""
    waiting = whole.held - whole.paid
    if not waiting:
        arrived = "已全部发放到位"
    elif whole.paid:
        arrived = f"已发放到位{yuan(whole.paid)}，还有{yuan(waiting)}未到位"
    else:
        arrived = "尚未发放到位"
    share = percent(share_of(whole.held, told.progress.budget))
    return sentence(
        f"已批准{yuan(whole.held)}，占预算的{share}",
        arrived,
        when(told.progress.left, f"结余{yuan(told.progress.left)}"),
    )


def _named(one: GoodsFigures) -> str:
    """`大米10公斤3袋（折合132元）`: what it is, how many of it, what that is worth."""
    return f"{one.name}{count(one.handed, one.unit)}（折合{yuan(one.value)}）"


def _table(goods: tuple[GoodsFigures, ...]) -> Table:
    rows = [
        (
            one.name,
            one.unit,
            f"{one.quantity:,}",
            f"{one.allotted:,}",
            f"{one.handed:,}",
            shown_short(one.unit_value),
            shown_short(one.value),
        )
        for one in goods
    ]
    whole = sum((one.value for one in goods), ZERO)
    return Table(
        caption="物资",
        header=("物资", "单位", "计划", "已安排", "已送到", "单价（元）", "送到折合（元）"),
        numeric=(2, 3, 4, 5, 6),
        starting=(0,),
        rows=(*rows, ("合计", "", "", "", "", "", shown_short(whole))),
    )
