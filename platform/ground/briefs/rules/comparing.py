"""Two versions of a text side by side: which lines stay, which changed, and within them which words."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

# Letter by letter costs the square of the length; a longer line is shown as changed in whole.
LONGEST_COMPARED = 2_000


@dataclass(frozen=True)
class Piece:
    text: str
    is_changed: bool


@dataclass(frozen=True)
class Row:
    """One line on both sides; a side that has none is empty. `is_same` where nothing changed."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    is_same: bool


def side_by_side(before: Sequence[str], after: Sequence[str]) -> list[Row]:
    return list(_rows(before, after))


def _rows(before: Sequence[str], after: Sequence[str]) -> Iterator[Row]:
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            for line in before[a:b]:
                yield Row((Piece(line, False),), (Piece(line, False),), True)
            continue
        for old, new in zip_longest(before[a:b], after[c:d]):
            yield _changed(old, new)


def _changed(old: str | None, new: str | None) -> Row:
    if old is None or new is None or max(len(old), len(new)) > LONGEST_COMPARED:
        return Row(_whole(old), _whole(new), False)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    left: list[Piece] = []
    right: list[Piece] = []
    for what, a, b, c, d in matcher.get_opcodes():
        if b > a:
            left.append(Piece(old[a:b], what != "equal"))
        if d > c:
            right.append(Piece(new[c:d], what != "equal"))
    return Row(tuple(left), tuple(right), False)


def _whole(line: str | None) -> tuple[Piece, ...]:
    return (Piece(line, True),) if line else ()
