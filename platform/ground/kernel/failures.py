"""What may be said of an error: its kinds, its codes, its places in our code.

Never its text and never a value: PostgreSQL quotes the row that it refuses, a parser the word that it does
not understand, and either may be a person's.
"""

from collections.abc import Iterator
from traceback import walk_tb
from types import TracebackType

OURS = frozenset({"ground", "runtime", "assistance", "campaigns"})
MOST_PLACES = 4
MOST_KINDS = 3


def kinds_of(error: BaseException) -> str:
    """`IntegrityError < UniqueViolation`: what it is, and what brought it about."""
    return " < ".join(type(one).__name__ for one in _chain(error))


def code_of(error: BaseException) -> str:
    """The code of a broken rule, or the SQLSTATE; empty where there is none."""
    for one in _chain(error):
        for name in ("code", "sqlstate"):
            code = getattr(one, name, None)
            if isinstance(code, str):
                return code
    return ""


def places_of(trace: TracebackType | None) -> list[str]:
    """The last places of ours that it came through, or the last of anybody: `ground.web.pages.guarded:71`."""
    places = [
        (str(frame.f_globals.get("__name__", "")), f"{frame.f_code.co_name}:{line}")
        for frame, line in walk_tb(trace)
    ]
    ours = [place for place in places if place[0].partition(".")[0] in OURS]
    return [".".join(place) for place in (ours or places)[-MOST_PLACES:]]


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(MOST_KINDS):
        if error is None:
            return
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
