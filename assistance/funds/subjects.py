"""What an entry is about, and the events behind it, in words and with a page to open.

The ledger knows keys such as `aid.payment:12:paid`. The apps above say which page shows what a key
names, and what their events are called (`navigation.py`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse

from ground.accounts.models import User
from ground.events.models import RecordedEvent


@dataclass(frozen=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True)
class Told:
    """One event of a chain as people read it."""

    when: datetime
    who: str
    what: str
    url: str


@dataclass(frozen=True)
class _Words:
    words: str
    field: str
    subject: str


_pages: dict[str, Link] = {}
_events: dict[str, _Words] = {}


def opens(subject: str, *, label: str, url_name: str) -> None:
    """Say which page shows a kind of object: `"aid.batch"`, `"批次"`, `"aid:batch"`."""
    _pages[subject] = Link(label, url_name)


def tell(event_name: str, words: str, *, field: str = "", subject: str = "") -> None:
    """Say what an event is called, and which of its fields names an object with a page."""
    _events[event_name] = _Words(words, field, subject)


def link_of(key: str) -> Link | None:
    """Where to open what a key names: `aid.payment:12:paid` leads to payment 12."""
    subject, _, rest = key.partition(":")
    number = rest.split(":", 1)[0]
    page = _pages.get(subject)
    if page is None or not number.isdecimal():
        return None
    try:
        return Link(page.label, reverse(page.url, args=[int(number)]))
    except NoReverseMatch:  # the app that has the page is not installed
        return None


def told(events: Iterable[RecordedEvent]) -> list[Told]:
    """Events in words, in the order in which they came. One query for the names of people."""
    chain = sorted(events, key=lambda one: one.pk)
    names = dict(
        User.objects.filter(pk__in={one.actor_id for one in chain if one.actor_id}).values_list(
            "pk", "full_name"
        )
    )
    lines = []
    for one in chain:
        known = _events.get(one.name, _Words(one.name, "", ""))
        link = link_of(f"{known.subject}:{one.payload.get(known.field)}") if known.field else None
        lines.append(
            Told(
                when=one.occurred_at,
                who=names.get(one.actor_id or 0, "系统"),
                what=known.words,
                url=link.url if link else "",
            )
        )
    return lines
