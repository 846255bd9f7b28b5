"""Which column of a sheet is which field of a kind; and the readers of a kind's columns."""

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence

from ground.intake.kinds import Field, FieldKind, ImportKind
from ground.intake.names import Names
from ground.kernel.folding import simplified
from ground.sheets import cells
from ground.sheets.cells import ColumnReader, bounded
from ground.sheets.heading import plain

SHORTEST_PART = 2  # a heading is known by a part of it from two characters on


def headings_of(kind: type[ImportKind]) -> set[str]:
    """Every heading by which the kind's columns are known, as they are compared."""
    return {name for one in kind.fields for name in _names_of(one)}


def fingerprint_of(labels: Sequence[str]) -> str:
    """The same for every sheet with these headings in this order."""
    return hashlib.sha256("\n".join(plain(one) for one in labels).encode()).hexdigest()


def guessed_mapping(kind: type[ImportKind], labels: Sequence[str]) -> dict[str, int]:
    """Field → column: by a whole heading, then its last line, then a part of it; each column once."""
    mapping: dict[str, int] = {}
    whole = [plain(one) for one in labels]
    last = [plain(one.split(" ")[-1]) for one in labels]
    for headings in (whole, last):
        for one in kind.fields:
            _take(mapping, one.key, [at for at, h in enumerate(headings) if h in _names_of(one)])
    for one in kind.fields:
        names = [name for name in _names_of(one) if len(name) >= SHORTEST_PART]
        near = [
            at
            for at, h in enumerate(whole)
            if len(h) >= SHORTEST_PART and any(name in h or h in name for name in names)
        ]
        if len(set(near) - set(mapping.values())) == 1:
            _take(mapping, one.key, near)
    return mapping


def recalled_mapping(remembered: Mapping[str, str], labels: Sequence[str]) -> dict[str, int]:
    """Field → column, from the headings that were pointed out the last time."""
    whole = [plain(one) for one in labels]
    return {key: whole.index(h) for key, h in remembered.items() if h in whole}


def readers_of(
    kind: type[ImportKind], mapping: Mapping[str, int], names: Names, *, scale: int
) -> dict[str, ColumnReader]:
    """A reader for each mapped field; amounts are multiplied by `scale`."""
    return {
        one.key: ColumnReader(_reader(one, names, scale))
        for one in kind.fields
        if one.key in mapping
    }


def _take(mapping: dict[str, int], key: str, candidates: Sequence[int]) -> None:
    taken = set(mapping.values())
    free = [at for at in candidates if at not in taken]
    if key not in mapping and free:
        mapping[key] = free[0]


def _names_of(one: Field) -> set[str]:
    return {plain(name) for name in (one.label, *one.synonyms)}


def _reader(one: Field, names: Names, scale: int) -> cells.Read:
    words = {simplified(_word(word)): value for word, value in one.choices.items()}
    words |= {_word(word): value for word, value in one.choices.items()}
    words |= {value: value for value in one.choices.values()}
    shown = "、".join(shown_words(one))
    kinds, also_closed = one.organisation_kinds, one.also_closed
    readers: dict[FieldKind, cells.Read] = {
        "text": bounded(cells.text, longest=one.longest),
        "number": bounded(cells.number, least=one.least, most=one.most),
        "money": bounded(cells.money, scale=scale),
        "date": cells.day,
        "day_or_month": cells.day_or_month,
        "choice": bounded(cells.choice, words=words, shown=shown),
        "choices": bounded(cells.choices, words=words, shown=shown),
        "yes_no": cells.yes_no,
        "names": bounded(cells.names, longest=one.longest),
        "person": bounded(cells.person, longest=one.longest),
        "id_number": cells.id_number,
        "mobile": cells.mobile,
        "credit_code": cells.credit_code,
        "organisation": bounded(names.read, kinds=kinds, also_closed=also_closed),
        "organisations": bounded(names.read_several, kinds=kinds, also_closed=also_closed),
    }
    return readers[one.kind]


def shown_words(one: Field) -> list[str]:
    """The first word for each value of a choice: those after it are only accepted."""
    first: dict[str, str] = {}
    for word, value in one.choices.items():
        first.setdefault(value, word)
    return list(first.values())


def _word(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(" ", "")
