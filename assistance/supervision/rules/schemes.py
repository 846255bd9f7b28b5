"""What a scheme of assessment must be before it can be published, and the way that it walks."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from assistance.supervision.rules.scales import plain_of, scale_of, shown
from ground.kernel.errors import RuleBroken
from ground.kernel.periods import check_year

MOST_ITEMS = 60
LARGEST = Decimal(1000)
STATES = {
    "draft": "起草中",
    "published": "已发布，签订责任书",
    "self_scoring": "自评",
    "checking": "核查",
    "provisional": "初评结果反馈",
    "closed": "已审定",
    "superseded": "已由新版代替",
}


@dataclass(frozen=True, kw_only=True)
class Item:
    """A line of a scheme as somebody wrote it. `measure` is empty where people judge."""

    code: str
    section: str
    content: str
    maximum: Decimal
    criteria: str = ""
    kind: str = "basic"
    measure: str = ""
    scale: Mapping[str, Any] = field(default_factory=dict)
    evidence_wanted: str = ""


def check_dates(*, year: int, self_score_from: date, self_score_until: date) -> None:
    check_year(year)
    if self_score_until < self_score_from:
        raise RuleBroken(
            "self_score_backwards",
            "自评截止日期不能早于开始日期",
            fields={"self_score_until": "不能早于开始日期"},
        )
    if not date(year, 1, 1) <= self_score_from <= date(year + 1, 12, 31):
        raise RuleBroken(
            "self_score_outside_year",
            f"自评应安排在{year}年内或次年",
            fields={"self_score_from": f"应在{year}年或{year + 1}年"},
        )


def check_items(items: Sequence[Item], *, measures: Collection[str]) -> list[Item]:
    """The lines as they are kept: trimmed, each code once, every scale readable."""
    if not items:
        raise RuleBroken("no_items", "请至少填写一项考核指标")
    if len(items) > MOST_ITEMS:
        raise RuleBroken("too_many_items", f"一个方案最多{MOST_ITEMS}项指标，请合并")
    kept: list[Item] = []
    seen: set[str] = set()
    for number, item in enumerate(items):
        try:
            checked = _checked(item, seen, measures)
        except RuleBroken as broken:
            fields = {f"items.{number}.{name}": text for name, text in broken.fields.items()}
            raise RuleBroken(
                broken.code, f"第{number + 1}项：{broken.message}", fields=fields
            ) from broken
        seen.add(checked.code)
        kept.append(checked)
    return kept


def _checked(item: Item, seen: set[str], measures: Collection[str]) -> Item:
    code, section, content = item.code.strip(), item.section.strip(), item.content.strip()
    missing = {
        name: "不能为空"
        for name, text in (("code", code), ("section", section), ("content", content))
        if not text
    }
    if missing:
        raise RuleBroken("item_incomplete", "请填写编码、内容和指标", fields=missing)
    if code in seen:
        raise RuleBroken("code_twice", f"编码“{code}”重复", fields={"code": "编码重复"})
    if not 0 < item.maximum < LARGEST:
        raise RuleBroken("maximum_wrong", "分值应大于零", fields={"maximum": "应大于零"})
    if item.measure and item.measure not in measures:
        raise RuleBroken("measure_unknown", "没有这个取数项", fields={"measure": "请重新选择"})
    scale = plain_of(scale_of(item.scale, maximum=item.maximum)) if item.measure else {}
    return Item(
        code=code,
        section=section,
        content=content,
        maximum=item.maximum,
        criteria=item.criteria.strip(),
        kind=item.kind,
        measure=item.measure,
        scale=scale,
        evidence_wanted=item.evidence_wanted.strip(),
    )


def check_publishable(
    *, state: str, basic_total: Decimal, full_marks: Decimal, self_score_until: date, today: date
) -> None:
    if state != "draft":
        raise RuleBroken("scheme_not_draft", "方案已发布，不能再次发布；如需调整请修订为新版")
    if basic_total != full_marks:
        raise RuleBroken(
            "marks_do_not_add_up",
            f"基本分合计{shown(basic_total)}分，应等于满分{shown(full_marks)}分，请调整各项分值",
        )
    if self_score_until < today:
        raise RuleBroken("self_score_past", "自评截止日期已过，请先调整日期再发布")


def check_state(state: str, *allowed: str, doing: str) -> None:
    """A step is taken only where the scheme stands at it."""
    if state not in allowed:
        at = "、".join(f"“{STATES[one]}”" for one in allowed)
        raise RuleBroken("scheme_elsewhere", f"方案目前处于“{STATES[state]}”，{at}阶段才能{doing}")
