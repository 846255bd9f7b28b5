"""The registry of ready paragraphs (可选段落): what a unit has done of late, in words it may put into an article.

Each app declares in its `briefs.py` what it can say, as it declares its facts. A paragraph is plain
text as `rules.writing` reads it. It names organisations, days, counts and sums: families are counted,
never named, and nothing that was typed about them is repeated.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ground.accounts.models import Organisation, User
from ground.briefs.rules import privacy
from ground.files.models import StoredFile
from ground.kernel import clock
from ground.kernel.periods import Period

DAYS = 92  # a quarter: a brief tells what is new
MOST = 8  # of one kind: the newest


@dataclass(frozen=True)
class Offered:
    """One paragraph. `key` is the same each time it is offered: `visits.visits:12`."""

    key: str
    text: str


# Gives (a key of its own kind, the paragraph), newest first.
Gather = Callable[[Organisation, Period], Iterable[tuple[object, str]]]
# Gives the photos of what paragraphs tell, by their keys, as far as a person may see them.
Photographed = Callable[[User, Sequence[str]], Mapping[str, Sequence[StoredFile]]]


@dataclass(frozen=True)
class Offer:
    """A declared kind of paragraphs: of the organisation and what is below it, in the period."""

    code: str
    label: str
    order: int
    gather: Gather
    photos: Photographed | None


@dataclass(frozen=True)
class Kind:
    """The paragraphs of one kind, as the form lists them."""

    label: str
    paragraphs: Sequence[Offered]


_offers: dict[str, Offer] = {}


def offer(
    code: str, *, label: str, order: int, photos: Photographed | None = None
) -> Callable[[Gather], Gather]:
    """Declare a kind of ready paragraphs in an app's `briefs.py`."""

    def declare(gather: Gather) -> Gather:
        if code in _offers:
            raise ValueError(f"offer {code!r} is declared twice")
        _offers[code] = Offer(code, label, order, gather, photos)
        return gather

    return declare


def day_in_words(on: date) -> str:
    """`6月25日`, with its year where that is not the present one."""
    year = "" if on.year == clock.today().year else f"{on.year}年"
    return f"{year}{on.month}月{on.day}日"


def days_in_words(first: date, last: date) -> str:
    """`3月27日至6月26日`, the last day with its year where that is another than the first's."""
    year = "" if first.year == last.year else f"{last.year}年"
    return f"{day_in_words(first)}至{year}{last.month}月{last.day}日"


def lately() -> Period:
    """The days of which paragraphs are offered."""
    today = clock.today()
    return Period(starts_on=today - timedelta(days=DAYS - 1), ends_on=today)


def offered_to(organisation: Organisation, period: Period | None = None) -> list[Kind]:
    """What may be put into an article of this organisation; kinds without a paragraph are left out."""
    span = period or lately()
    kinds = [
        Kind(one.label, _paragraphs(one, organisation, span))
        for one in sorted(_offers.values(), key=lambda one: (one.order, one.code))
    ]
    return [kind for kind in kinds if kind.paragraphs]


def photos_of(reader: User, kinds: Iterable[Kind]) -> dict[str, Sequence[StoredFile]]:
    """The photos of what these paragraphs tell, by the paragraphs' keys, as far as `reader` may see them."""
    keys = [paragraph.key for kind in kinds for paragraph in kind.paragraphs]
    found: dict[str, Sequence[StoredFile]] = {}
    for one in _offers.values():
        own = [key.removeprefix(f"{one.code}:") for key in keys if key.startswith(f"{one.code}:")]
        if one.photos and own:
            found |= {f"{one.code}:{key}": some for key, some in one.photos(reader, own).items()}
    return found


def _paragraphs(one: Offer, organisation: Organisation, period: Period) -> list[Offered]:
    """At most so many, and none with a person's number in it, whatever a kind may say by mistake."""
    found: list[Offered] = []
    for key, text in one.gather(organisation, period):
        if len(found) == MOST:
            break
        if not privacy.private_in([("", text)]):
            found.append(Offered(f"{one.code}:{key}", text))
    return found
