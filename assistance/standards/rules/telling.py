"""The words: what a row asks, and what it did in one case with the figures used."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assistance.criteria.rules import CATEGORIES
from assistance.standards.rules.engine import Proposal
from assistance.standards.rules.facts import (
    AID_TYPES,
    LABELS,
    LEVELS,
    PAPERS,
    SOURCE_KINDS,
    TIERS,
    Facts,
    Received,
)
from assistance.standards.rules.judging import HUNDRED, MONTHS_OF_YEAR, NOTHING, Finding, window
from assistance.standards.rules.kinds import (
    COUNTS,
    EVER,
    SPANS,
    TIME,
    WHOM,
    YEAR,
    Cap,
    Costs,
    Fixed,
    Months,
    Once,
    OneItem,
    Papers,
    Retest,
    Rule,
    kind_of,
)
from ground.kernel.money import rounded, shown

MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class Sentence:
    """What one row says of a case. `outcome` as in `Finding`."""

    code: str
    kind: str
    outcome: str
    text: str
    source: str
    set_id: int | None


def tell(proposal: Proposal, facts: Facts) -> list[Sentence]:
    """The proposal sentence by sentence."""
    return [
        Sentence(
            one.rule.code,
            kind_of(one.rule),
            one.outcome,
            _told(one, facts),
            one.rule.source,
            one.rule.set_id,
        )
        for one in proposal.findings
    ]


def scope_words(rule: Rule) -> str:
    """For what a row holds: `深度困难 · 中央财政`; nothing where it is for all."""
    said = [
        CATEGORIES.get(rule.category, ""),
        f"{TIERS[rule.tier]}档案" if rule.tier else "",
        f"{SOURCE_KINDS[rule.source_kind]}资金" if rule.source_kind else "",
    ]
    return " · ".join(one for one in said if one)


def describe(rule: Rule) -> str:
    """What a row asks, in one sentence without figures of a case."""
    return _ASKS[type(rule)](rule)


def _months_ask(rule: Months) -> str:
    base = "上年末当地低保标准" if rule.last_year else "当地低保标准"
    return f"{_levels(rule.levels)}{base} × {_plain(rule.months)} 个月"


def _cap_asks(rule: Cap) -> str:
    counts = "" if rule.span == TIME else f"；计入{COUNTS[rule.counts]}"
    return f"{_levels(rule.levels)}{WHOM[rule.whom]}{SPANS[rule.span]}不超过{_limit(rule)}{counts}"


def _one_item_asks(rule: OneItem) -> str:
    types = "、".join(AID_TYPES[one] for one in rule.types) or "其他项目"
    return f"一年内只享受一项：已得{types}的不再救助"


def _retest_asks(rule: Retest) -> str:
    return (
        "本年已得救助计入家庭收入，（年收入＋已得救助－刚性支出）÷ 人数 ÷ 12 个月 "
        f"{'≤' if rule.inclusive else '＜'} 低保标准 × {_plain(rule.upper)} 的才再救助"
    )


_ASKS: dict[type, Callable[[Any], str]] = {
    Fixed: lambda rule: f"{_levels(rule.levels)}{shown(rule.amount)} 元",
    Months: _months_ask,
    Costs: lambda rule: f"本年自付医疗费{_bands(rule)}，减去已得的同项救助",
    Cap: _cap_asks,
    OneItem: _one_item_asks,
    Once: lambda rule: f"{WHOM[rule.whom]}{SPANS[rule.span]}只救助一次，不论资金来源和活动",
    Retest: _retest_asks,
    Papers: lambda rule: f"申请材料：{'、'.join(PAPERS[one] for one in rule.papers)}",
}


def received_words(one: Received) -> str:
    """`2025-08-20 子女助学 3,000.00 元（中央财政，已发放）`."""
    money = SOURCE_KINDS.get(one.source_kind, "资金来源未定")
    state = "已发放" if one.is_paid else "办理中"
    return (
        f"{one.on} {AID_TYPES.get(one.aid_type, one.aid_type)} {shown(one.amount)} 元"
        f"（{money}，{state}）"
    )


def changes(before: Iterable[Rule], after: Iterable[Rule]) -> list[dict[str, str]]:
    """Two versions side by side by code: the words of each, and whether anything changed."""
    first = {one.code: one for one in before}
    second = {one.code: one for one in after}
    rows = []
    for code in [*first, *(code for code in second if code not in first)]:
        old, new = first.get(code), second.get(code)
        change = "same" if old == new else "changed"
        if old is None or new is None:
            change = "added" if old is None else "dropped"
        either = new or old
        rows.append(
            {
                "code": code,
                "label": either.label,  # type: ignore[union-attr]
                "before": _whole(old),
                "before_source": old.source if old else "",
                "after": _whole(new),
                "after_source": new.source if new else "",
                "change": change,
            }
        )
    return rows


def _whole(rule: Rule | None) -> str:
    if rule is None:
        return ""
    item = AID_TYPES.get(rule.aid_type, "各项救助")
    scope = scope_words(rule)
    return f"{item}{f'（{scope}）' if scope else ''}：{describe(rule)}"


def _told(one: Finding, facts: Facts) -> str:
    rule = one.rule
    if one.outcome == "other":
        return f"使用{SOURCE_KINDS[rule.source_kind]}资金的：{describe(rule)}"
    if one.outcome == "unknown":
        lacks = "、".join(LABELS[name] for name in one.lacks)
        return f"{rule.label}：{describe(rule)}。还不知道{lacks}，不能测算"
    return f"{rule.label}：{_TELLS[type(rule)](rule, one, facts)}"


def _months_told(rule: Months, one: Finding, facts: Facts) -> str:
    base = facts.dibao_before if rule.last_year else facts.dibao
    words = "上年末当地低保标准" if rule.last_year else "当地低保标准"
    return _product(words, base, rule.months, one.figure)


def _costs_told(rule: Costs, one: Finding, facts: Facts) -> str:
    return (
        f"本年自付 {shown(facts.out_of_pocket or NOTHING)} 元{_bands(rule)} ＝ "
        f"{shown(one.figure or NOTHING)} 元{_less(one, facts)}"
    )


def _once_told(rule: OneItem | Once, one: Finding, facts: Facts) -> str:  # noqa: ARG001 -- one shape
    if one.outcome == "passed":
        return f"{describe(rule)}。没有已得的记录"
    first = "；".join(received_words(each) for each in one.counted[:MOST_TOLD])
    more = f"等 {len(one.counted)} 笔" if len(one.counted) > MOST_TOLD else ""
    return f"{describe(rule)}。已得：{first}{more}"


def _cap_told(rule: Cap, one: Finding, facts: Facts) -> str:
    figure = shown(one.figure or NOTHING)
    limit = f"{figure} 元"
    if rule.months is not None:
        limit = _product("当地低保标准", facts.dibao, rule.months, one.figure)
    elif rule.percent is not None:
        paid = shown(facts.out_of_pocket or NOTHING)
        share = "" if rule.percent == HUNDRED else f" × {_plain(rule.percent)}%"
        limit = f"本年自付医疗费 {paid} 元{share}"
        limit += "" if rule.percent == HUNDRED else f" ＝ {figure} 元"
    words = f"{WHOM[rule.whom]}{SPANS[rule.span]}不超过{limit}"
    return words if rule.span == TIME else f"{words}{_less(one, facts, span=rule.span)}"


def _less(one: Finding, facts: Facts, *, span: str = YEAR) -> str:
    """What was received before, and what is left of the figure."""
    left = shown(max(NOTHING, one.left or NOTHING))
    if not one.counted:
        return "；还没有已得的救助"
    first, last = window(span, facts.on)
    when = "" if span == EVER else f"{first} 至 {last} "
    total = shown(sum((each.amount for each in one.counted), NOTHING))
    return f"；{when}已得 {len(one.counted)} 笔 {total} 元，还可救助 {left} 元"


def _retest_told(rule: Retest, one: Finding, facts: Facts) -> str:
    received = shown(sum((each.amount for each in one.counted), NOTHING))
    limit = one.figure or NOTHING
    total = one.left or NOTHING
    fits = one.outcome == "passed"
    sign = "≤" if rule.inclusive else "＜"
    if not fits:
        sign = "＞" if rule.inclusive else "≥"
    people = facts.members or 1
    month = shown(rounded(total / people / MONTHS_OF_YEAR))
    return (
        f"（年收入 {shown(facts.income or NOTHING)} ＋ 本年已得救助 {received} － 刚性支出 "
        f"{shown(facts.rigid or NOTHING)}）÷ {people} 人 ÷ 12 个月 ＝ {month} 元，{sign} "
        f"低保标准 × {_plain(rule.upper)} ＝ {shown(rounded(limit / people / MONTHS_OF_YEAR))} 元"
        f"{'' if fits else '，不再救助'}"
    )


def _limit(rule: Cap) -> str:
    if rule.amount is not None:
        return f" {shown(rule.amount)} 元"
    if rule.months is not None:
        return f"当地低保标准 × {_plain(rule.months)} 个月"
    share = "" if rule.percent == HUNDRED else f"的 {_plain(rule.percent)}%"
    return f"本年自付医疗费{share}"


def _product(words: str, base: Decimal | None, months: Decimal, figure: Decimal | None) -> str:
    return (
        f"{words} {shown(base or NOTHING)} 元 × {_plain(months)} 个月 ＝ "
        f"{shown(figure or NOTHING)} 元"
    )


def _bands(rule: Costs) -> str:
    if rule.first is None:
        return f"的 {_plain(rule.percent)}%"
    return (
        f"，{shown(rule.first)} 元以内 {_plain(rule.percent)}%、以上部分 "
        f"{_plain(rule.above_percent)}%"
    )


def _levels(levels: tuple[str, ...]) -> str:
    return f"{'、'.join(LEVELS[one] for one in levels)}：" if levels else ""


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


_TELLS: dict[type, Callable[[Any, Finding, Facts], str]] = {
    Fixed: lambda rule, _one, _facts: describe(rule),
    Months: _months_told,
    Costs: _costs_told,
    Cap: _cap_told,
    OneItem: _once_told,
    Once: _once_told,
    Retest: _retest_told,
}
