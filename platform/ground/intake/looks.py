"""How an intake is shown: its steps, its figures, the first problems by cell, samples of its rows."""

import json
import re
from typing import Any

from ground.intake import queries
from ground.intake.kinds import Field, ImportKind
from ground.intake.models import Intake
from ground.sheets.cells import DAY
from ground.sheets.marking import Mark, cell_name

State = Intake.State
TONES = {
    State.READ: "warn",
    State.REHEARSING: "info",
    State.REHEARSED: "warn",
    State.COMMITTING: "info",
    State.COMMITTED: "good",
    State.UNDOING: "info",
    State.UNDONE: "neutral",
    State.DISCARDED: "neutral",
}
SAMPLES = 3
SHOWN_PROBLEMS = 50
LONGEST_SAMPLE = 24
_DIGITS = re.compile(r"\d{11,}")
_STEPS = ("送交", "核对列", "预演", "导入")
_REACHED = {State.READ: 1, State.REHEARSED: 3, State.COMMITTED: 4}


def steps_of(intake: Intake) -> list[dict[str, str]]:
    """Where an intake stands on its way."""
    if intake.is_busy:
        here = 2 if intake.state == State.REHEARSING else 3
    else:
        here = _REACHED.get(State(intake.stage), len(_STEPS))
    return [
        {"label": label, "state": "done" if at < here else "here" if at == here else "todo"}
        for at, label in enumerate(_STEPS)
    ]


def samples_of(intake: Intake) -> list[str]:
    """What the first rows hold in each column, shortened, with long numbers masked."""
    rows = []
    for piece in queries.pages_of(intake):
        below = [at for at, number in enumerate(piece.numbers) if number > intake.layout["bottom"]]
        rows = [[column[at] for column in piece.columns] for at in below[:SAMPLES]]
        break
    return [
        "、".join(_sample(row[at]) for row in rows if row[at] != "") for at in range(_width(rows))
    ]


def findings_of(intake: Intake) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(intake.findings) if intake.findings else {}
    return {"problems": [], "samples": [], **found}


def marks_of(intake: Intake, kind: type[ImportKind]) -> list[Mark]:
    """What was found wrong, by cell."""
    fields: dict[str, Field] = {one.key: one for one in kind.fields}
    labels = intake.layout["labels"]
    marks = []
    for row, key, sentence, is_warning in findings_of(intake)["problems"]:
        at = intake.mapping.get(key)
        known = fields.get(key)
        heading = labels[at] if at is not None else (known.label if known else "")
        marks.append(Mark(row, at, heading, sentence, is_warning))
    return marks


def problems_shown(marks: list[Mark]) -> list[dict[str, Any]]:
    return [
        {
            "cell": cell_name(one.row, one.column) or f"第{one.row}行",
            "heading": one.heading,
            "sentence": one.sentence,
            "is_warning": one.is_warning,
        }
        for one in marks[:SHOWN_PROBLEMS]
    ]


def _sample(cell: Any) -> str:
    text = str(cell).removeprefix(DAY).strip()
    if isinstance(cell, float) and cell == int(cell):
        text = str(int(cell))
    masked = _DIGITS.sub(
        lambda found: found[0][:3] + "*" * (len(found[0]) - 7) + found[0][-4:], text
    )
    return masked if len(masked) <= LONGEST_SAMPLE else masked[:LONGEST_SAMPLE] + "…"


def _width(rows: list[list[Any]]) -> int:
    return max((len(row) for row in rows), default=0)
