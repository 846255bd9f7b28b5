"""What a kind may hold. Each refusal stands at an input: `label_2` is the name in the second row of its part."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from campaigns.kinds.shapes import (
    ANCHORS,
    ANSWERS,
    DAYS,
    ENROLS,
    FORMS_OF_HELP,
    CampaignKind,
    Question,
    Term,
)
from ground.kernel.errors import RuleBroken

LONGEST_LABEL = 20
LONGEST_TERM = 40
MOST_ROWS = 40
MOST_DAYS_AWAY = 400
MOST_NOTICE_DAYS = 60
MONTHS, DAYS_OF_MONTH = 12, 31


def check_whole(kind: CampaignKind, *, screening: Collection[str]) -> None:
    """Everything that can be said without a calendar. `screening`: the rules that there are."""
    check_head(kind)
    check_terms(kind.classes, "对象类别", at_least=1)
    check_terms(kind.stages, "分档")
    check_terms(kind.materials, "材料")
    check_terms(kind.checklist, "事项")
    check_questions(kind.questions)
    check_windows_said(kind)
    check_standards(kind, screening=screening)


def check_head(kind: CampaignKind) -> None:
    _words(kind.label, "label", "名称", LONGEST_LABEL)
    _words(kind.reason, "reason", "款项事由", LONGEST_TERM)
    _words(kind.report, "report", "统计表名称", LONGEST_TERM)
    for name, label in (("slogan", "主题口号"), ("season", "时间说明")):
        _words(getattr(kind, name), name, label, 60, needed=False)
    _words(kind.notice, "notice", "公示用语", 200, needed=False)
    if kind.enrols not in ENROLS:
        raise RuleBroken("kind_enrols", "请选择名单上列的是谁", fields={"enrols": "请选择"})
    if not kind.gives or set(kind.gives) - FORMS_OF_HELP.keys():
        raise RuleBroken("kind_gives", "请至少选择一种帮扶方式", fields={"gives": "至少选一种"})
    if not kind.cash and not kind.checklist:
        raise RuleBroken(
            "kind_gives_nothing_followed",
            "不发款项的活动靠逐项登记办到：请至少保留一件“每个对象要做到”的事项，或选“款项”",
            fields={"gives": "没有事项的活动要选“款项”", "label_1": "不发款项的活动至少要有一项"},
        )


def check_terms(terms: Sequence[Term], what: str, *, at_least: int = 0) -> None:
    """The rows of a list: each with a name of its own."""
    if len(terms) < at_least:
        raise RuleBroken(
            "kind_rows_missing", f"请至少填写一行{what}", fields={"label_1": f"请填写{what}"}
        )
    if len(terms) > MOST_ROWS:
        raise RuleBroken("kind_rows_many", f"{what}最多{MOST_ROWS}行，请合并相近的")
    seen: dict[str, int] = {}
    for number, term in enumerate(terms, 1):
        field = f"label_{number}"
        _words(term.label, field, what, LONGEST_TERM)
        if term.label in seen:
            raise RuleBroken(
                "kind_rows_twice",
                f"{what}“{term.label}”写了两次：请改名或删去一行",
                fields={field: f"与“{term.label}”重复"},
            )
        seen[term.label] = number


def check_questions(questions: Sequence[Question]) -> None:
    check_terms(questions, "申报内容")
    for number, one in enumerate(questions, 1):
        if one.answer not in ANSWERS:
            raise RuleBroken("kind_answer", "请选择怎样回答", fields={f"answer_{number}": "请选择"})
        field = f"choices_{number}"
        if one.answer != "choice":
            if one.choices:
                raise RuleBroken(
                    "kind_choices_unused",
                    f"“{one.label}”不是选项题，不要填写选项",
                    fields={field: "请清空，或把回答方式改为“选项”"},
                )
            continue
        labels = [term.label for term in one.choices]
        if len(labels) < 2:  # noqa: PLR2004 -- one alone is no choice
            raise RuleBroken(
                "kind_choices_missing",
                f"“{one.label}”是选项题，请至少写两个选项，一行一个",
                fields={field: "至少两个选项，一行一个"},
            )
        twice = sorted({label for label in labels if labels.count(label) > 1})
        if twice:
            raise RuleBroken(
                "kind_choices_twice",
                f"“{one.label}”的选项“{twice[0]}”写了两次",
                fields={field: f"“{twice[0]}”重复"},
            )
        for label in labels:
            _words(label, field, "选项", LONGEST_TERM)


def check_excluded(number: int, question: Question, named: Iterable[str]) -> None:
    """Answers that keep somebody out are answers that are offered."""
    offered = {one.label for one in question.choices}
    if question.answer == "yes_no":
        offered = {"是", "否"}
    if strange := next((one for one in named if one not in offered), None):
        raise RuleBroken(
            "kind_excluded_unknown",
            f"“{question.label}”没有“{strange}”这个选项，不能写在不予资助里",
            fields={f"excluded_{number}": f"没有“{strange}”这个选项"},
        )


def check_windows_said(kind: CampaignKind) -> None:
    for name, label in DAYS.items():
        day = getattr(kind.windows, name)
        if day.anchor not in ANCHORS:
            raise RuleBroken("kind_anchor", f"请选择{label}从哪一天算起", fields={name: "请选择"})
        if abs(day.days) > MOST_DAYS_AWAY:
            raise RuleBroken(
                "kind_days_away",
                f"{label}离“{ANCHORS[day.anchor]}”最多{MOST_DAYS_AWAY}天",
                fields={f"{name}_days": f"最多{MOST_DAYS_AWAY}天"},
            )
        if not 1 <= day.month <= MONTHS or not 1 <= day.day <= DAYS_OF_MONTH:
            raise RuleBroken(
                "kind_fixed_day",
                f"{label}不是一个日期，月份填1至12，日填1至31",
                fields={f"{name}_month": "请核对月和日"},
            )


def check_standards(kind: CampaignKind, *, screening: Collection[str]) -> None:
    for one in kind.standards:
        if one.amount is not None:
            _amount(one.amount, f"standard_{one.person_class}_{one.stage}", "标准")
    for rule in kind.rules:
        if rule.code not in screening:
            raise RuleBroken("screen_rule_unknown", f"没有名为“{rule.code[:30]}”的审核规则")
        if rule.value is not None:
            _amount(rule.value, f"value_{rule.code}", "上限")
    days = kind.notice_days
    if days is not None and not 0 <= days <= MOST_NOTICE_DAYS:
        raise RuleBroken(
            "kind_notice_days",
            f"公示工作日应在0至{MOST_NOTICE_DAYS}之间，0表示不公示",
            fields={"notice_days": f"0至{MOST_NOTICE_DAYS}"},
        )


def without_strays(kind: CampaignKind) -> CampaignKind:
    """The kind without what speaks of classes, stages or questions that it has no more."""
    classes = {one.code for one in kind.classes}
    stages = {one.code for one in kind.stages} or {""}
    answers = {
        one.code: {term.code for term in one.choices}
        | ({"yes", "no"} if one.answer == "yes_no" else set())
        for one in kind.questions
    }
    return replace(
        kind,
        standards=tuple(
            one for one in kind.standards if one.person_class in classes and one.stage in stages
        ),
        exclusions=tuple(
            one for one in kind.exclusions if one.answer in answers.get(one.question, set())
        ),
        stages_of_education={
            level: stage for level, stage in kind.stages_of_education.items() if stage in stages
        },
    )


def _words(text: str, field: str, what: str, longest: int, *, needed: bool = True) -> None:
    if needed and not text:
        raise RuleBroken("text_missing", f"请填写{what}", fields={field: "必填"})
    if len(text) > longest:
        raise RuleBroken(
            "text_too_long", f"{what}最多{longest}字", fields={field: f"最多{longest}字"}
        )


def _amount(amount: Decimal, field: str, what: str) -> None:
    if amount <= 0 or amount >= 10**10 or amount != amount.quantize(Decimal("0.01")):
        raise RuleBroken(
            "kind_amount", f"{what}应大于0元，最多两位小数", fields={field: "应大于0，最多两位小数"}
        )
