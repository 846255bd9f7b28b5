"""The closed kinds of criteria and their typed parameters: a table that is read, never code that runs.

A criterion is stored as its kind and plain values; `read` gives it its type, or says what is missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, TypeAlias

from assistance.criteria.rules.facts import CATEGORIES, EVENTS
from assistance.criteria.rules.typed import Typed, fault
from ground.kernel.errors import RuleBroken

KINDS = {
    "income_test": "收入标准",
    "cost_share_test": "意外支出标准",
    "exclusion": "不予建档情形",
    "borderline": "边缘困难",
}

NET, GROSS, WITH_SAVINGS = "net", "gross", "with_savings"
MEASURES = {
    NET: "家庭年收入减刚性支出",
    GROSS: "家庭年收入（不减刚性支出）",
    WITH_SAVINGS: "家庭年收入加投资净资产和储蓄，减刚性支出",
}

TOGETHER, ALL = "together", "all"
DIVISORS = {TOGETHER: "共同生活的家庭成员", ALL: "全部家庭成员"}

GROUNDS = {
    "dwellings": "有两套以上住房",
    "vehicle": "有机动车或经常使用机动车",
    "employs_others": "雇工经营",
    "controls_company": "企业控股股东或实际控制人",
    "high_fee_school": "子女就读高收费民办学校",
    "studies_abroad": "自费出国留学",
    "refuses_check": "不接受核查，隐瞒或提供虚假材料",
    "refuses_work": "有劳动能力无正当理由不就业",
    "migrant": "农民工不具备条件",
}

MOST_FACTOR = 20
MOST_PERCENT = 500
MOST_DWELLINGS = 10
MOST_AREA = 1000
MOST_MONTHS = 120


@dataclass(frozen=True, slots=True)
class Head:
    """What every criterion has: a code that stays through its versions, a name, its source."""

    code: str
    label: str
    source: str


@dataclass(frozen=True, slots=True)
class IncomeTest(Head):
    """Income of one person and month against so many times the 低保 (R1–R3, R7, R8, R10).

    `measure` ÷ `divisor` ÷ 12 ≤ `upper` × 低保, or < where it is not `inclusive`; `lower` (if any)
    bounds it from below: reached where `lower_inclusive`, otherwise passed. `gross_upper` and
    `gross_lower` bound the income before expenses beside it (≤, >). `needs_event`: only after a
    sudden event.
    """

    category: str
    measure: str
    divisor: str
    upper: Decimal
    inclusive: bool
    lower: Decimal | None
    lower_inclusive: bool
    gross_upper: Decimal | None
    gross_lower: Decimal | None
    needs_event: bool


@dataclass(frozen=True, slots=True)
class CostShareTest(Head):
    """What a sudden event cost, above a share of the yearly income; or casualty in a listed event.

    R4–R6. Costs and losses count after compensation, insurance and relief. `needs_event`: the costs
    must come from a sudden event.
    """

    category: str
    percent: Decimal
    events: tuple[str, ...]
    needs_event: bool


@dataclass(frozen=True, slots=True)
class Exclusion(Head):
    """A ground on which no file is opened (domain 4.2), with the figures that belong to it.

    `dwellings`: from how many; `area`: and only above so many square metres a head; `counts_used`:
    a vehicle of others that is used all the time counts; `months`: of a migrant's contract.
    """

    ground: str
    dwellings: int
    area: Decimal | None
    counts_used: bool
    months: int


@dataclass(frozen=True, slots=True)
class Borderline(Head):
    """A family at most so many percent above the limit of a category goes on the watch list."""

    category: str
    percent: Decimal


Criterion: TypeAlias = IncomeTest | CostShareTest | Exclusion | Borderline
_TYPES: dict[str, type[Criterion]] = {
    "income_test": IncomeTest,
    "cost_share_test": CostShareTest,
    "exclusion": Exclusion,
    "borderline": Borderline,
}


@dataclass(frozen=True, slots=True)
class Rules:
    """A whole set, ready to judge with. `borderlines` stand with the test they lie above."""

    ruleset_id: int | None
    tests: tuple[IncomeTest | CostShareTest, ...]
    exclusions: tuple[Exclusion, ...]
    borderlines: tuple[tuple[Borderline, IncomeTest], ...]


def read(
    kind: str, *, code: str, label: str, source: str, parameters: Mapping[str, Any]
) -> Criterion:
    """A criterion with its type, from the plain values of a form, the API or the table.

    Refuses, naming the inputs: a kind or value that is not in its list, a figure that is missing or
    out of range, a parameter that the kind does not know.
    """
    made = _TYPES.get(kind)
    if made is None:
        raise RuleBroken("criterion_kind", "没有这种标准", fields={"kind": "请从列表中选择"})
    known = {field.name for field in fields(made)} - {"code", "label", "source"}
    if unknown := set(parameters) - known:
        raise RuleBroken("criterion_parameter", f"“{KINDS[kind]}”没有参数{'、'.join(unknown)}")
    typed = Typed(parameters)
    head = (code, label, source)
    one: Criterion
    if kind == "income_test":
        one = IncomeTest(
            *head,
            category=typed.one_of("category", CATEGORIES, "困难类别"),
            measure=typed.one_of("measure", MEASURES, "计算口径"),
            divisor=typed.one_of("divisor", DIVISORS, "按多少人计算"),
            upper=typed.needed("upper", "低保标准的倍数", MOST_FACTOR),
            inclusive=typed.yes("inclusive"),
            lower=typed.number("lower", "下限倍数", MOST_FACTOR),
            lower_inclusive=typed.yes("lower_inclusive"),
            gross_upper=typed.number("gross_upper", "收入上限倍数", MOST_FACTOR),
            gross_lower=typed.number("gross_lower", "收入下限倍数", MOST_FACTOR),
            needs_event=typed.yes("needs_event"),
        )
        _check_span(one)
    elif kind == "cost_share_test":
        one = CostShareTest(
            *head,
            category=typed.one_of("category", CATEGORIES, "困难类别"),
            percent=typed.needed("percent", "占家庭年收入的百分比", MOST_PERCENT),
            events=typed.several("events", {key: EVENTS[key] for key in EVENTS if key != "none"}),
            needs_event=typed.yes("needs_event"),
        )
    elif kind == "exclusion":
        ground = typed.one_of("ground", GROUNDS, "情形")
        one = Exclusion(
            *head,
            ground=ground,
            dwellings=typed.whole("dwellings", "住房套数", MOST_DWELLINGS, ground == "dwellings"),
            area=typed.number("area", "人均住房面积", MOST_AREA),
            counts_used=typed.yes("counts_used"),
            months=typed.whole("months", "合同月数", MOST_MONTHS, ground == "migrant"),
        )
    else:
        one = Borderline(
            *head,
            category=typed.one_of("category", CATEGORIES, "困难类别"),
            percent=typed.needed("percent", "高出标准的百分比", MOST_PERCENT),
        )
    return one


def plain(one: Criterion) -> dict[str, Any]:
    """The parameters of a criterion as the table keeps them: figures as text, nothing that is empty."""
    kept: dict[str, Any] = {}
    for field in fields(one):
        value = getattr(one, field.name)
        if field.name in {"code", "label", "source"} or value in (None, "", (), 0, False):
            continue
        if isinstance(value, Decimal):
            kept[field.name] = f"{value.normalize():f}"
        else:
            kept[field.name] = list(value) if isinstance(value, tuple) else value
    return kept


def kind_of(one: Criterion) -> str:
    return next(kind for kind, made in _TYPES.items() if isinstance(one, made))


def _check_span(one: IncomeTest) -> None:
    if one.lower is not None and one.lower >= one.upper:
        raise fault("lower", "下限倍数应小于上限倍数")
    if None not in (one.gross_lower, one.gross_upper) and one.gross_lower >= one.gross_upper:  # type: ignore[operator]
        raise fault("gross_lower", "收入下限倍数应小于收入上限倍数")
