"""What the kinds of the running campaigns ask of everybody: columns of the workbook, answers of a row."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from campaigns.kinds import CampaignKind, Question
from campaigns.services.answers import checked_answers
from ground.intake.kinds import Batch, Field, FieldKind
from ground.kernel.errors import RuleBroken
from ground.sheets.heading import plain

LONGEST = 120
READ_AS: Mapping[str, FieldKind] = {
    "money": "money",
    "date": "date",
    "choice": "choice",
    "yes_no": "yes_no",
}  # a number may have places: it is read as it is written
HINT = "“{kind}”的申报内容"
HANDED_IN = "materials"


def columns_of(kinds: Iterable[CampaignKind], taken: Iterable[Field]) -> list[Field]:
    """A column for each question and one for the papers of each of these kinds.

    Where another column has the heading already, the kind stands behind it in brackets.
    """
    known = {plain(name) for one in taken for name in (one.label, *one.synonyms)}
    found: dict[str, Field] = {}
    for kind in kinds:
        fields = [_column(kind, one) for one in kind.questions]
        if kind.materials:
            fields.append(_papers(kind))
        for one in fields:
            is_free = plain(one.label) not in known
            known.add(plain(one.label))
            label = one.label if is_free else f"{one.label}（{kind.label}）"
            found.setdefault(one.key, replace(one, label=label))
    return list(found.values())


def answers_at(batch: Batch, at: int, kind: CampaignKind) -> dict[str, str] | None:
    """The answers of a row to the questions of its campaign's kind; None where one is refused."""
    typed = {
        one.code: _told(batch.values.get(_key(kind, one.code), [None])[at])
        for one in kind.questions
        if _key(kind, one.code) in batch.values
    }
    try:
        return checked_answers(kind, typed)
    except RuleBroken as broken:
        [code] = broken.fields
        batch.refuse(at, _key(kind, code), broken.message)
        return None


def materials_at(batch: Batch, at: int, kind: CampaignKind) -> list[str]:
    """The papers of a row that are at hand, in the order of the kind."""
    told = batch.values.get(_key(kind, HANDED_IN))
    handed_in = set((told[at] if told else None) or ())
    return [one.code for one in kind.materials if one.code in handed_in]


def _key(kind: CampaignKind, code: str) -> str:
    return f"{kind.code}.{code}"


def _column(kind: CampaignKind, question: Question) -> Field:
    return Field(
        _key(kind, question.code),
        question.label,
        READ_AS.get(question.answer, "text"),
        choices={one.label: one.code for one in question.choices},
        longest=LONGEST,
        hint=HINT.format(kind=kind.label),
    )


def _papers(kind: CampaignKind) -> Field:
    return Field(
        _key(kind, HANDED_IN),
        "已交材料",
        "choices",
        synonyms=("材料", "所交材料"),
        choices={one.label: one.code for one in kind.materials},
        hint=HINT.format(kind=kind.label),
    )


def _told(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value or "")
