"""One run through a workbook: its pages become batches, which the kind examines."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import compress
from typing import Any

from ground.accounts.models import Organisation, User
from ground.intake import queries
from ground.intake.columns import readers_of
from ground.intake.kinds import Batch, ImportKind, Outcome, Problem
from ground.intake.models import Intake
from ground.intake.names import names_visible
from ground.intake.services.sending import checked_kind
from ground.kernel import clock
from ground.sheets.cells import ColumnReader
from ground.sheets.reading import Piece

MOST_PROBLEMS = 5_000  # shown and written into the workbook; all are counted
MOST_SAMPLES = 60
LETTERS = {one: one.value[0] for one in Outcome}


@dataclass
class Findings:
    """What a run through the rows found."""

    counts: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    samples: list[dict[str, Any]] = field(default_factory=list)  # changes, as people read them
    _digest: Any = field(default_factory=lambda: hashlib.blake2b(digest_size=20))

    def take(self, batch: Batch, kind: ImportKind) -> None:
        self.counts.update({str(one): n for one, n in Counter(batch.outcomes).items()})
        going = (Outcome.NEW, Outcome.CHANGED)
        self.counts["warned"] += sum(batch.outcomes[at] in going for at in batch.warned)
        self.counts["problems"] += len(batch.problems)
        room = MOST_PROBLEMS - len(self.problems)
        self.problems += sorted(batch.problems, key=lambda one: one.row)[:room]
        for at, differing in list(batch.changes.items())[: MOST_SAMPLES - len(self.samples)]:
            self.samples.append({"row": batch.rows[at], "changes": _shown(kind, differing)})
        said = (
            "".join(map(LETTERS.__getitem__, batch.outcomes)),
            sorted(batch.targets.items()),
            sorted((at, sorted(differing.items())) for at, differing in batch.changes.items()),
            sorted(batch.warned),
        )
        self._digest.update(repr(said).encode())

    @property
    def digest(self) -> str:
        return str(self._digest.hexdigest())

    def sealed(self) -> str:
        """What is kept of them, as text for a sealed field."""
        listed = [[one.row, one.key, one.message, one.is_warning] for one in self.problems]
        return json.dumps({"problems": listed, "samples": self.samples}, ensure_ascii=False)


def kind_for(intake: Intake, by: User) -> ImportKind:
    """The kind of an intake, ready to examine its batches on behalf of a person."""
    shape = checked_kind(by, intake.kind, intake.organisation)
    code = shape.permission.code
    visible = Organisation.objects.visible_to(by, code).order_by()
    names = names_visible(by.scope(code), visible)
    kind = shape(by=by, organisation=intake.organisation, names=names, today=clock.today())
    kind.begin()
    return kind


def batches(intake: Intake, kind: ImportKind) -> Iterator[Batch]:
    """The rows of a workbook, read as the fields of the kind; what is no record is left out."""
    scale = int(intake.options.get("scale", 1))
    readers = readers_of(type(kind), intake.mapping, kind.names, scale=scale)
    skipped = set(intake.layout["skipped"]) if intake.options.get("skip_totals") else set()
    read = (_batch(piece, intake, kind, readers, skipped) for piece in queries.pages_of(intake))
    for batch in [_joined(list(read))] if kind.as_a_whole else read:
        if batch.rows:
            kind.examine(batch)
            yield batch


def _joined(parts: list[Batch]) -> Batch:
    """Batches as one, for a kind whose rows are judged by one another."""
    whole = Batch([], {key: [] for part in parts for key in part.values})
    for part in parts:
        begin = len(whole.rows)
        whole.rows += part.rows
        for key, values in part.values.items():
            whole.values[key] += values
        whole.outcomes += part.outcomes
        whole.problems += part.problems
        whole.warned |= {begin + at for at in part.warned}
    return whole


def _batch(
    piece: Piece,
    intake: Intake,
    kind: ImportKind,
    readers: dict[str, ColumnReader],
    skipped: set[int],
) -> Batch:
    bottom = intake.layout["bottom"]
    wanted = [number > bottom and number not in skipped for number in piece.numbers]
    is_whole = all(wanted)
    numbers = piece.numbers if is_whole else list(compress(piece.numbers, wanted))
    batch = Batch(numbers, {})
    for one in kind.fields:
        at = intake.mapping.get(one.key)
        if at is None or at >= len(piece.columns):
            batch.values[one.key] = [None] * len(numbers)
            continue
        column = piece.columns[at] if is_whole else list(compress(piece.columns[at], wanted))
        values, misread = readers[one.key].values(column)
        batch.values[one.key] = values
        for index, wrong in misread:
            if wrong.is_warning:
                batch.warn(index, one.key, wrong.message)
            else:
                batch.refuse(index, one.key, wrong.message)
        if one.required and None in values:
            bad = {index for index, wrong in misread if not wrong.is_warning}
            for index, value in enumerate(values):
                if value is None and index not in bad:
                    batch.refuse(index, one.key, "不能为空")
    return batch


def totals_after(kind: ImportKind, before: list[dict[str, str]]) -> list[dict[str, str]]:
    """Totals before and after: what is there, and what the good rows add."""
    return [
        one | {"after": str(Decimal(one["before"]) + Decimal(kind.gains[one["label"]]))}
        for one in before
    ]


def totals_before(kind: ImportKind) -> list[dict[str, str]]:
    return [
        {"label": one.label, "before": str(one.value), "unit": one.unit} for one in kind.totals()
    ]


def _shown(kind: ImportKind, differing: dict[str, tuple[Any, Any]]) -> list[list[str]]:
    """[field's label, old, new] as people read them; a personal value is not shown."""
    fields = {one.key: one for one in kind.fields}
    found = []
    for key, (old, new) in differing.items():
        one = fields.get(key)
        words = {value: word for word, value in reversed(list(one.choices.items()))} if one else {}
        shown = (
            ["已有", "不同的内容"]
            if one and one.personal
            else [_plain(old, words), _plain(new, words)]
        )
        found.append([one.label if one else key, *shown])
    return found


def _plain(value: Any, words: dict[str, str]) -> str:
    if value is None or value in ("", []):
        return "空"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "、".join(_plain(one, words) for one in value)
    if isinstance(value, dict):
        return "；".join(f"{key} {one}" for key, one in value.items())
    return words.get(str(value), str(value))
