"""The words: what a criterion asks, and what it says of one family with the figures used."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from assistance.criteria.rules.engine import Sentence, Verdict, weigh
from assistance.criteria.rules.facts import CATEGORIES, EVENTS, LABELS, VEHICLES, Facts
from assistance.criteria.rules.judging import (
    HUNDRED,
    MONTHS,
    Answer,
    happened,
    holds,
    is_near,
    measured,
    missing,
    people_of,
)
from assistance.criteria.rules.kinds import (
    DIVISORS,
    GROSS,
    GROUNDS,
    MEASURES,
    TOGETHER,
    WITH_SAVINGS,
    Borderline,
    CostShareTest,
    Criterion,
    Exclusion,
    IncomeTest,
    Rules,
    kind_of,
)
from ground.kernel import money

FOUR_PLACES = Decimal("0.0001")


def judge(rules: Rules, facts: Facts) -> Verdict:
    """What a set recommends for a family, sentence by sentence, each with the figures it used."""
    verdict = weigh(rules, facts)
    sentences = [_told(one, facts) for one in (*rules.tests, *rules.exclusions)]
    if verdict.borderline:
        sentences += [
            _near(one, test, facts) for one, test in rules.borderlines if is_near(one, test, facts)
        ]
    return replace(verdict, sentences=tuple(sentences))


def describe(one: Criterion) -> str:
    """What a criterion asks, in one sentence without figures of a family."""
    if isinstance(one, IncomeTest):
        return _income_words(one)
    if isinstance(one, CostShareTest):
        return _cost_words(one)
    if isinstance(one, Borderline):
        label = CATEGORIES[one.category]
        return f"高出“{label}”收入标准不超过{_plain(one.percent)}%的，列入边缘困难观察名单"
    return _exclusion_words(one)


def _income_words(one: IncomeTest) -> str:
    measure = f"（{MEASURES[one.measure]}）"
    words = f"{measure}÷ {DIVISORS[one.divisor]}人数 ÷ {MONTHS} 个月"
    if one.lower is not None:
        sign = "≥" if one.lower_inclusive else "＞"
        words += f" {sign} {_standard(one.lower)}，且"
    words += f" {'≤' if one.inclusive else '＜'} {_standard(one.upper)}"
    if one.gross_upper is not None:
        words += f"，且不减支出的人均月收入 ≤ {_standard(one.gross_upper)}"
    if one.gross_lower is not None:
        words += f"，且不减支出的人均月收入 ＞ {_standard(one.gross_lower)}"
    after = "遭遇突发事件，且" if one.needs_event else ""
    return f"{after}{words}：{CATEGORIES[one.category]}"


def _cost_words(one: CostShareTest) -> str:
    after = "因突发事件，" if one.needs_event else ""
    words = (
        f"{after}全年自付费用或损失（扣除赔偿、保险、救助后）＞ 家庭年收入的 {_plain(one.percent)}%"
    )
    if one.events:
        words += f"；或在{'、'.join(EVENTS[key] for key in one.events)}中有人员伤亡"
    return f"{words}：{CATEGORIES[one.category]}"


def _exclusion_words(one: Exclusion) -> str:
    if one.ground == "dwellings":
        words = f"有{one.dwellings}套及以上住房"
        area = f"，且人均住房面积超过{_plain(one.area)}平方米" if one.area is not None else ""
        return f"{words}{area}的，不予建档"
    if one.ground == "vehicle":
        used = "或经常使用他人机动车（受雇驾驶除外）" if one.counts_used else ""
        return f"有机动车{used}的，不予建档；残疾、疾病代步车除外"
    if one.ground == "migrant":
        return (
            f"农民工不是工会会员、不在城镇长期居住，或劳动合同（事实劳动关系）不满{one.months}个月的，"
            "不予建档"
        )
    return f"{GROUNDS[one.ground]}的，不予建档"


def _told(one: IncomeTest | CostShareTest | Exclusion, facts: Facts) -> Sentence:
    answer = holds(one, facts)
    lacking = missing(one, facts) if answer is None else []
    if lacking:
        text = f"无法判断“{one.label}”：还不知道{'、'.join(LABELS[name] for name in lacking)}"
    elif isinstance(one, IncomeTest):
        text = _income_told(one, facts, answer)
    elif isinstance(one, CostShareTest):
        text = _cost_told(one, facts, answer)
    else:
        text = _exclusion_told(one, facts, answer)
    return Sentence(one.code, kind_of(one), answer, text, one.source)


def _income_told(one: IncomeTest, facts: Facts, answer: Answer) -> str:
    if one.needs_event and happened(facts) is False:
        return _no_event(one, facts)
    told = _sum(one, facts)
    if one.lower is not None:
        told = f"{told} {_compared(one, one.lower, facts, upper=False)}，且"
    told = f"{told} {_compared(one, one.upper, facts, upper=True)}"
    for factor, words in ((one.gross_upper, "≤"), (one.gross_lower, "＞")):
        if factor is not None:
            told += f"；{_gross(one, factor, facts, asked=words)}"
    ends = f"符合“{one.label}”" if answer else f"不符合“{one.label}”"
    return f"{told}，{ends}"


def _no_event(one: IncomeTest | CostShareTest, facts: Facts) -> str:
    declared = "没有" if facts.event else "没有申报"
    return f"{declared}突发事件，不适用“{one.label}”"


def _sum(one: IncomeTest, facts: Facts) -> str:
    """（36,000.00 － 12,000.00）÷ 4 人 ÷ 12 个月 ＝ 500.00 元."""
    income, rigid = facts.yearly_income or Decimal(0), facts.rigid_expenses or Decimal(0)
    amount, people = measured(one.measure, facts) or Decimal(0), people_of(one, facts) or 1
    if one.measure == GROSS:
        parts = money.shown(income)
    elif one.measure == WITH_SAVINGS:
        savings = facts.savings or Decimal(0)
        parts = f"（{money.shown(income)} ＋ {money.shown(savings)} － {money.shown(rigid)}）"
    else:
        parts = f"（{money.shown(income)} － {money.shown(rigid)}）"
    who = "共同生活 " if one.divisor == TOGETHER else ""
    return f"{parts}÷ {who}{people} 人 ÷ {MONTHS} 个月 ＝ {_shown(one, amount, people, facts)} 元"


def _shown(one: IncomeTest, amount: Decimal, people: int, facts: Facts) -> str:
    """To the cent; with four places where the cent would hide on which side of a limit it lies."""
    each = amount / people / MONTHS
    limits = [
        factor * (facts.dibao or 0) for factor in (one.upper, one.lower) if factor is not None
    ]
    rounded = money.rounded(each)
    if any(rounded == limit != each for limit in limits):
        return f"{each.quantize(FOUR_PLACES):,}"
    return money.shown(rounded)


def _compared(one: IncomeTest, factor: Decimal, facts: Facts, *, upper: bool) -> str:
    """≤ 低保标准 550.00 元; the sign is what is true of this family."""
    dibao = facts.dibao or Decimal(0)
    amount, people = measured(one.measure, facts) or Decimal(0), people_of(one, facts) or 1
    limit = factor * dibao * MONTHS * people
    if amount == limit:
        sign = "＝"
        if one.inclusive if upper else one.lower_inclusive:
            sign = "≤" if upper else "≥"
    else:
        sign = "＜" if amount < limit else "＞"
        if upper and amount < limit and one.inclusive:
            sign = "≤"
    return f"{sign} {_limit(factor, dibao)}"


def _gross(one: IncomeTest, factor: Decimal, facts: Facts, *, asked: str) -> str:
    dibao, people = facts.dibao or Decimal(0), people_of(one, facts) or 1
    gross = facts.yearly_income or Decimal(0)
    below = gross <= factor * dibao * MONTHS * people
    each = money.shown(money.rounded(gross / people / MONTHS))
    sign = "≤" if below else "＞"
    wanted = "" if (sign == asked) else f"（应{asked}）"
    return f"不减支出的人均月收入 {each} 元 {sign} {_limit(factor, dibao)}{wanted}"


def _cost_told(one: CostShareTest, facts: Facts, answer: Answer) -> str:
    if one.events and facts.event in one.events and facts.has_casualty:
        return f"在{EVENTS[facts.event]}中有人员伤亡，符合“{one.label}”"
    if one.needs_event and happened(facts) is False:
        return _no_event(one, facts)
    ends = f"符合“{one.label}”" if answer else f"不符合“{one.label}”"
    costs, income = facts.event_costs, facts.yearly_income
    if costs is None or costs <= 0:
        return f"没有自付费用或损失，{ends}"
    if income is None:  # only where the answer is not known for another reason
        return f"自付费用或损失 {money.shown(costs)} 元，{ends}"
    limit = money.rounded(income * one.percent / HUNDRED)
    sign = "＞" if costs * HUNDRED > income * one.percent else "≤"
    return (
        f"自付费用或损失 {money.shown(costs)} 元 {sign} 家庭年收入 {money.shown(income)} 元 × "
        f"{_plain(one.percent)}% ＝ {money.shown(limit)} 元，{ends}"
    )


def _exclusion_told(one: Exclusion, facts: Facts, answer: Answer) -> str:
    ends = "，属不予建档情形" if answer else "，不属此情形"
    if one.ground == "dwellings":
        number = "套数不详" if facts.dwellings is None else f" {facts.dwellings} 套"
        told = f"有住房{number}（界限 {one.dwellings} 套）"
        if one.area is not None and facts.area_per_head is not None:
            told += f"，人均 {_plain(facts.area_per_head)} 平方米（界限 {_plain(one.area)} 平方米）"
        return told + ends
    if one.ground == "vehicle":
        return VEHICLES.get(facts.vehicle or "", "") + ends
    if one.ground == "migrant":
        if facts.is_migrant is False:
            return f"不是农民工{ends}"
        who = "农民工" if facts.is_migrant else "是否农民工不详"
        member = {True: "是工会会员", False: "不是工会会员", None: "是否工会会员不详"}
        lives = {True: "在城镇长期居住", False: "不在城镇长期居住", None: "居住情况不详"}
        told = f"{member[facts.is_union_member]}，{lives[facts.lives_in_city]}"
        months = "不详" if facts.contract_months is None else f" {facts.contract_months} 个月"
        return f"{who}，{told}，劳动关系{months}（要求 {one.months} 个月）{ends}"
    return f"{'有' if answer else '没有'}“{GROUNDS[one.ground]}”的情形{ends}"


def _near(one: Borderline, test: IncomeTest, facts: Facts) -> Sentence:
    limit = _limit(test.upper, facts.dibao or Decimal(0))
    text = f"{_sum(test, facts)}，高出{limit}不超过{_plain(one.percent)}%，列入边缘困难观察名单"
    return Sentence(one.code, kind_of(one), True, text, one.source)


def _standard(factor: Decimal) -> str:
    return "低保标准" if factor == 1 else f"低保标准 × {_plain(factor)}"


def _limit(factor: Decimal, dibao: Decimal) -> str:
    if factor == 1:
        return f"低保标准 {money.shown(dibao)} 元"
    total = money.shown(money.rounded(factor * dibao))
    return f"低保标准 {money.shown(dibao)} 元 × {_plain(factor)} ＝ {total} 元"


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def changes(before: Iterable[Criterion], after: Iterable[Criterion]) -> list[dict[str, str]]:
    """Two versions side by side by code: the words of each, and whether anything changed."""
    first = {one.code: one for one in before}
    second = {one.code: one for one in after}
    rows = []
    for code in [*first, *(code for code in second if code not in first)]:
        old, new = first.get(code), second.get(code)
        change = "same" if old == new else "changed"
        if old is None or new is None:
            change = "added" if old is None else "dropped"
        rows.append(
            {
                "code": code,
                "label": (new or old).label,  # type: ignore[union-attr]
                "before": f"{describe(old)}" if old else "",
                "before_source": old.source if old else "",
                "after": f"{describe(new)}" if new else "",
                "after_source": new.source if new else "",
                "change": change,
            }
        )
    return rows
