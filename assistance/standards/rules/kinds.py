"""The closed kinds of rows in a standard of aid, and their typed parameters. Read, never run.

Each row says for which aid type, money, category and tier it holds; empty: for all.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any, TypeAlias

from assistance.criteria.rules import CATEGORIES
from assistance.criteria.rules.typed import Typed, fault
from assistance.standards.rules.facts import AID_TYPES, LEVELS, PAPERS, SOURCE_KINDS, TIERS
from ground.kernel.errors import RuleBroken

KINDS = {
    "fixed": "定额",
    "months": "低保月数",
    "costs": "自付费用比例",
    "cap": "上限",
    "one_item": "只享受一项",
    "once": "同一事项只救助一次",
    "retest": "已得救助计入收入",
    "papers": "所需材料",
}
MEASURES = ("fixed", "months", "costs")

HOUSEHOLD, STUDENT, PERSON = "household", "student", "person"
WHOM = {HOUSEHOLD: "每户", STUDENT: "每名学生", PERSON: "每人"}

TIME, YEAR, SCHOOL_YEAR, EVER = "time", "year", "school_year", "ever"
SPANS = {TIME: "每次", YEAR: "每年", SCHOOL_YEAR: "每学年", EVER: "累计"}

ITEM, ALL, SOURCE = "item", "all", "source"
COUNTS = {
    ITEM: "本年已得的同项救助（各种来源、各项活动）",
    ALL: "已得的全部救助（各项目、各种来源、各项活动）",
    SOURCE: "同一种资金已给的同项救助",
}

MOST_YUAN = 10_000_000
MOST_MONTHS = 60
MOST_PERCENT = 100
MOST_FACTOR = 20


@dataclass(frozen=True, slots=True)
class Head:
    """A code that stays through versions, a name, its source, and for what it holds."""

    code: str
    label: str
    source: str
    aid_type: str
    source_kind: str
    category: str
    tier: str
    set_id: int | None = field(compare=False)


@dataclass(frozen=True, slots=True)
class Fixed(Head):
    """So much, whatever the family has. `levels`: only for students of these."""

    amount: Decimal
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Months(Head):
    """So many months of the local 低保, for the household, or a student of these `levels` (A1, A4, A14).

    `last_year`: by the 低保 of the end of the year before (A5).
    """

    months: Decimal
    levels: tuple[str, ...]
    last_year: bool


@dataclass(frozen=True, slots=True)
class Costs(Head):
    """A percentage of what a person paid for treatment; above `first` yuan another one (A5, A6).

    The bills of a year are one sum: what was given for them before is taken off.
    """

    percent: Decimal
    first: Decimal | None
    above_percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Cap(Head):
    """Never more than an amount, months of 低保, or a percentage of the out-of-pocket costs: one of them.

    For whom, in which span; `counts` says which aid that was received before is part of it.
    """

    whom: str
    span: str
    counts: str
    amount: Decimal | None
    months: Decimal | None
    percent: Decimal | None
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OneItem(Head):
    """One item only in a year (A3): nothing after aid of another of these types; empty: any other."""

    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Once(Head):
    """The same item once in a span, from whatever money or campaign the first came (A11)."""

    whom: str
    span: str


@dataclass(frozen=True, slots=True)
class Retest(Head):
    """Aid of the year counts as income; above so many times 低保 there is nothing more (A3)."""

    upper: Decimal
    inclusive: bool


@dataclass(frozen=True, slots=True)
class Papers(Head):
    """The papers that go with an application (A16)."""

    papers: tuple[str, ...]


Rule: TypeAlias = Fixed | Months | Costs | Cap | OneItem | Once | Retest | Papers
_TYPES: dict[str, type[Rule]] = {
    "fixed": Fixed,
    "months": Months,
    "costs": Costs,
    "cap": Cap,
    "one_item": OneItem,
    "once": Once,
    "retest": Retest,
    "papers": Papers,
}
HEAD = tuple(one.name for one in fields(Head))
SCOPE = {"aid_type": AID_TYPES, "source_kind": SOURCE_KINDS, "category": CATEGORIES, "tier": TIERS}


def read(
    kind: str,
    *,
    code: str,
    label: str,
    source: str,
    scope: Mapping[str, str],
    parameters: Mapping[str, Any],
    set_id: int | None = None,
) -> Rule:
    """A row with its type, from the plain values of a form, the API or the table.

    Refuses, naming the inputs: a kind or value that is not in its list, a figure that is missing or
    out of range, a parameter that the kind does not know.
    """
    made = _TYPES.get(kind)
    if made is None:
        raise RuleBroken("rule_kind", "没有这种条款", fields={"kind": "请从列表中选择"})
    if unknown := set(parameters) - {one.name for one in fields(made)}.difference(HEAD):
        raise RuleBroken("rule_parameter", f"“{KINDS[kind]}”没有参数{'、'.join(sorted(unknown))}")
    for name, choices in SCOPE.items():
        if scope.get(name, "") not in {"", *choices}:
            raise fault(name, "请从列表中选择")
    money, category, tier = (scope.get(name, "") for name in ("source_kind", "category", "tier"))
    head = (code, label, source, scope.get("aid_type", ""), money, category, tier, set_id)
    return _READ[kind](head, Typed(parameters))


def plain(one: Rule) -> dict[str, Any]:
    """The parameters of a row as the table keeps them: figures as text, nothing that is empty."""
    kept: dict[str, Any] = {}
    for each in fields(one):
        value = getattr(one, each.name)
        if each.name in HEAD or value in (None, "", (), False):
            continue
        if isinstance(value, Decimal):
            kept[each.name] = f"{value.normalize():f}"
        else:
            kept[each.name] = list(value) if isinstance(value, tuple) else value
    return kept


def kind_of(one: Rule) -> str:
    return next(kind for kind, made in _TYPES.items() if isinstance(one, made))


Values = tuple[str, str, str, str, str, str, str, int | None]  # those of `Head`, in order


def _fixed(head: Values, typed: Typed) -> Rule:
    return Fixed(
        *head,
        amount=typed.needed("amount", "金额", MOST_YUAN),
        levels=typed.several("levels", LEVELS),
    )


def _months(head: Values, typed: Typed) -> Rule:
    return Months(
        *head,
        months=typed.needed("months", "月数", MOST_MONTHS),
        levels=typed.several("levels", LEVELS),
        last_year=typed.yes("last_year"),
    )


def _costs(head: Values, typed: Typed) -> Rule:
    one = Costs(
        *head,
        percent=typed.needed("percent", "比例", MOST_PERCENT),
        first=typed.number("first", "分段金额", MOST_YUAN),
        above_percent=typed.number("above_percent", "以上部分的比例", MOST_PERCENT),
    )
    if (one.first is None) != (one.above_percent is None):
        name = "above_percent" if one.above_percent is None else "first"
        raise fault(name, "分段金额和以上部分的比例要么都填，要么都不填")
    return one


def _cap(head: Values, typed: Typed) -> Rule:
    one = Cap(
        *head,
        whom=typed.one_of("whom", WHOM, "对象"),
        span=typed.one_of("span", SPANS, "期间"),
        counts=typed.one_of("counts", COUNTS, "已得救助怎样计入"),
        amount=typed.number("amount", "金额", MOST_YUAN),
        months=typed.number("months", "低保月数", MOST_MONTHS),
        percent=typed.number("percent", "自付费用的比例", MOST_PERCENT),
        levels=typed.several("levels", LEVELS),
    )
    given = [name for name in ("amount", "months", "percent") if getattr(one, name) is not None]
    if len(given) != 1:
        raise fault("amount", "金额、低保月数、自付费用的比例，只填一项")
    if one.counts == SOURCE and not one.source_kind:
        raise fault("counts", "只有限定了资金来源的条款才能按同一种资金计算")
    return one


def _one_item(head: Values, typed: Typed) -> Rule:
    return OneItem(*head, types=typed.several("types", AID_TYPES))


def _once(head: Values, typed: Typed) -> Rule:
    spans = {key: label for key, label in SPANS.items() if key != TIME}
    return Once(
        *head,
        whom=typed.one_of("whom", WHOM, "对象"),
        span=typed.one_of("span", spans, "期间"),
    )


def _retest(head: Values, typed: Typed) -> Rule:
    return Retest(
        *head,
        upper=typed.needed("upper", "低保标准的倍数", MOST_FACTOR),
        inclusive=typed.yes("inclusive"),
    )


def _papers(head: Values, typed: Typed) -> Rule:
    papers = typed.several("papers", PAPERS)
    if not papers:
        raise fault("papers", "请选择材料")
    return Papers(*head, papers=papers)


_READ: dict[str, Callable[[Values, Typed], Rule]] = {
    "fixed": _fixed,
    "months": _months,
    "costs": _costs,
    "cap": _cap,
    "one_item": _one_item,
    "once": _once,
    "retest": _retest,
    "papers": _papers,
}
