"""What complaints may be about: rooms above say how a thing of theirs is called and whose it is.

    about("campaigns.publication", _publication)  # in a `navigation.py`

The key stands in a public address: it is as hard to guess as the thing's own page.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ground.accounts.models import Organisation


@dataclass(frozen=True, kw_only=True)
class About:
    """A thing that somebody may complain about, as the public knows it."""

    label: str
    organiser: Organisation
    units: Sequence[Organisation] = ()  # that may be chosen, beside the organiser
    back: str = ""  # the address of its public page


Resolve = Callable[[str], About | None]
_known: dict[str, Resolve] = {}


def about(kind: str, resolve: Resolve) -> None:
    """Let complaints be about things of this kind; `resolve` gives None for an unknown key."""
    _known[kind] = resolve


def about_of(kind: str, key: str) -> About | None:
    resolve = _known.get(kind)
    return resolve(key) if resolve else None
