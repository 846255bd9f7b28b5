"""The names that a brief should not print without being asked: each owner of records knows its own.

An app declares in its `briefs.py` how it finds which of some runs of characters are names in its care.
It tells a person only of records which that person may see anyway.
"""

import re
from collections.abc import Callable, Iterable

from ground.accounts.models import User

Find = Callable[[User, list[str]], Iterable[str]]
SHORTEST, LONGEST = 2, 4
MOST_CHARACTERS = 60_000  # of a text; ten pages hold six thousand
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af·]+")
_finders: list[Find] = []


def knows_names(find: Find) -> Find:
    """Declare a finder: of these runs of characters the names of people in hardship."""
    _finders.append(find)
    return find


def names_met(reader: User, text: str) -> list[str]:
    """The guarded names that stand in a text, as far as `reader` may see whose they are."""
    runs = sorted(_runs(text[:MOST_CHARACTERS]))
    return sorted({name for find in _finders for name in find(reader, runs)}) if runs else []


def _runs(text: str) -> set[str]:
    """Every run of two to four Han characters: a name has no spaces around it."""
    return {
        piece[at : at + length]
        for piece in _HAN.findall(text)
        for length in range(SHORTEST, LONGEST + 1)
        for at in range(len(piece) - length + 1)
    }
