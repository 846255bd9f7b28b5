"""What is told of somebody, held against the questions and papers of the kind."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from campaigns.kinds import CampaignKind, Question
from ground.kernel import money
from ground.kernel.errors import RuleBroken
from ground.kernel.texts import Refusal, check_text, printable

LONGEST = 120


def checked_answers(kind: CampaignKind, typed: Mapping[str, str]) -> dict[str, str]:
    """The answers to the kind's questions, as they are kept; what is left out is not kept.

    What the kind needs and nobody has told yet may be told later: the screening names it.
    """
    known = {one.code for one in kind.questions}
    if strange := sorted(typed.keys() - known):
        raise RuleBroken(
            "answer_unknown", f"这类活动没有“{strange[0][:30]}”这一项", fields={strange[0]: "未知"}
        )
    told = {one.code: _checked(one, str(typed.get(one.code) or "")) for one in kind.questions}
    return {code: answer for code, answer in told.items() if answer}


def checked_materials(kind: CampaignKind, typed: Collection[str]) -> list[str]:
    known = [one.code for one in kind.materials]
    if strange := sorted(set(typed) - set(known)):
        raise RuleBroken(
            "material_unknown",
            f"这类活动没有“{strange[0][:30]}”这种材料",
            fields={"materials": "请从列表中选择"},
        )
    return [code for code in known if code in typed]


def _checked(question: Question, typed: str) -> str:
    answer = check_text(
        typed,
        field=question.code,
        label=question.label,
        longest=LONGEST,
        needed=False,
        read=printable,
        too_long=Refusal("answer_too_long", "“{label}”最多{longest}字", "最多{longest}字"),
    )
    if not answer:
        return ""
    if question.answer == "money":
        return str(money.yuan(answer))
    if question.answer == "number":
        return _number(question, answer)
    if question.answer == "date":
        return _day(question, answer)
    choices = {one.code for one in question.choices}
    if question.answer == "yes_no":
        choices = {"yes", "no"}
    if choices and answer not in choices:
        raise RuleBroken(
            "answer_not_offered",
            f"请从列表中选择“{question.label}”",
            fields={question.code: "请选择"},
        )
    return answer


def _number(question: Question, typed: str) -> str:
    try:
        number = Decimal(typed.replace(",", "").replace("，", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= 10**12:
        raise RuleBroken(
            "answer_not_a_number",
            f"“{question.label}”请填写数字",
            fields={question.code: "请填写数字，例如 12"},
        )
    return f"{number:f}"


def _day(question: Question, typed: str) -> str:
    try:
        return date.fromisoformat(typed).isoformat()
    except ValueError:
        raise RuleBroken(
            "answer_not_a_date",
            f"“{question.label}”请填写日期，例如 2008-06-25",
            fields={question.code: "请填写日期，例如 2008-06-25"},
        ) from None
