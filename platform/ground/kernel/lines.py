"""What a line of the log may say, and what is known while it is written.

Nothing is looked for and masked: whoever writes a line does not know what a name looks like. Only what
cannot be personal is let through: texts that stand in code, short numbers, names of code where the line is
ours, and of an error what `failures` tells.
"""

import re
import sys
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from ground.kernel import failures
from ground.kernel.errors import constraint_of

Line = MutableMapping[str, Any]
Tell = Callable[[], Mapping[str, object]]

HEAD = ("time", "level", "logger")
OURS = "shuanglian"  # the loggers whose lines may carry names of code
LEFT_OUT = "…"
NOT_OF_CODE = "a text that does not stand in code is left out"
LARGEST = 10**10  # a mobile number has eleven digits
MOST_FRAMES = 80
_NAME_OF_CODE = re.compile(r"[A-Za-z0-9_.:@/<>-]+(?: < [A-Za-z0-9_]+)*")
_KEY = re.compile("-".join(f"[0-9a-f]{{{length}}}" for length in (8, 4, 4, 4, 12)))
_LONG_NUMBER = re.compile(r"[0-9]{7}")
LONGEST = 200

_telling: ContextVar[tuple[Tell, ...]] = ContextVar("telling", default=())


@contextmanager
def about(tell: Tell) -> Iterator[None]:
    """Let every line written inside say this too. It is asked for when a line is written, and only then."""
    token = _telling.set((*_telling.get(), tell))
    try:
        yield
    finally:
        _telling.reset(token)


def known() -> Line:
    """What is known here and now: the request, the deliveries being handled."""
    return {name: value for tell in _telling.get() for name, value in tell().items()}


def harmless(_logger: object, _level: str, line: Line) -> Line:
    """A line as it may be written: a step of structlog, after which nothing personal can be in it."""
    text, values = str(line.pop("event", "")), line.pop("positional_args", ())
    error = _error_of(line.pop("exc_info", None))
    line.pop("stack_info", None)
    is_ours = str(line.get("logger", "")).partition(".")[0] == OURS
    told = {
        name: _plain(value, is_ours=is_ours) for name, value in line.items() if name not in HEAD
    }
    known_here = {name: _plain(value, is_ours=True) for name, value in known().items()}
    stands = stands_in_code(text)
    return {
        **{name: line[name] for name in HEAD if name in line},
        "event": " ".join(_filled(text, values).split()) if stands else NOT_OF_CODE,
        **known_here,
        **told,
        **({} if error is None else _told_of(error)),
    }


def _error_of(given: object) -> BaseException | None:
    """The error of a line, in any of the ways in which it may be given."""
    if isinstance(given, tuple):
        given = given[1]
    elif given is True:
        given = sys.exc_info()[1]
    return given if isinstance(given, BaseException) else None


def _told_of(error: BaseException) -> Line:
    told = {
        "error": failures.kinds_of(error),
        "code": failures.code_of(error),
        "constraint": constraint_of(error),
        "places": failures.places_of(error.__traceback__),
    }
    return {name: _plain(value, is_ours=True) for name, value in told.items() if value}


def stands_in_code(text: str) -> bool:
    """Whether a text is a constant of somebody who is calling just now, or of the module of one.

    A text that was put together with a name or a row in it is none.
    """
    frame = sys._getframe(1)  # noqa: SLF001 -- the way to one's callers
    modules: dict[int, dict[str, Any]] = {}
    for _ in range(MOST_FRAMES):
        if text in frame.f_code.co_consts:
            return True
        modules[id(frame.f_globals)] = frame.f_globals
        if frame.f_back is None:
            break
        frame = frame.f_back
    return any(
        isinstance(value, str) and value.strip() == text.strip()
        for module in modules.values()
        for value in list(module.values())
    )


def _filled(text: str, values: Any) -> str:
    """The text with the numbers that were put into it, and nothing else."""
    if not values:
        return text
    if isinstance(values, tuple) and len(values) == 1 and isinstance(values[0], Mapping):
        values = values[0]
    try:
        if isinstance(values, Mapping):
            return text % {name: _plain(value, is_ours=False) for name, value in values.items()}
        return text % tuple(_plain(value, is_ours=False) for value in values)
    except (TypeError, ValueError, KeyError):
        return text


def _plain(value: object, *, is_ours: bool) -> object:
    if value is None or isinstance(value, bool | float | UUID):
        return str(value) if isinstance(value, UUID) else value
    if isinstance(value, int):
        return value if abs(value) < LARGEST else LEFT_OUT
    if isinstance(value, list | tuple):
        return [_plain(one, is_ours=is_ours) for one in value]
    if is_ours and isinstance(value, str) and len(value) <= LONGEST:
        is_name = _NAME_OF_CODE.fullmatch(value) and not _LONG_NUMBER.search(value)
        return value if not value or is_name or _KEY.fullmatch(value) else LEFT_OUT
    return LEFT_OUT
