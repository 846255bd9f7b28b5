"""The kinds of faults by name: what each does to a running stack, once, and takes back."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tools.stack import Stack

Strike = Callable[[Stack, Random], None]


class Failed(Exception):  # noqa: N818 -- it says how the kind ended
    """Something was lost, done twice, not healed, or not as a fault of this kind must show."""


@dataclass(frozen=True)
class Kind:
    """`strike` does the fault once and takes it back; `missing` says why it cannot be done on this machine.

    `hosted`: it is done to the production form on many hosts, and gets a stack of that kind.
    """

    name: str
    does: str
    strike: Strike
    missing: Callable[[], str]
    hosted: bool


_kinds: dict[str, Kind] = {}


def fault(
    name: str, does: str, *, missing: Callable[[], str] = lambda: "", hosted: bool = False
) -> Callable[[Strike], Strike]:
    """Register the decorated function as what a kind of fault does."""

    def register(strike: Strike) -> Strike:
        if name in _kinds:
            raise ValueError(f"two faults are called {name}")
        _kinds[name] = Kind(name, does, strike, missing, hosted)
        return strike

    return register


def all_kinds() -> dict[str, Kind]:
    return dict(_kinds)
