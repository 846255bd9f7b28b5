"""What a key or an event is about, in words and with a page to open.

Ledgers and events know keys such as `aid.payment:12:paid`. The apps say in their `navigation.py` which
page shows what a key names, who may open it, and what their events are called; whoever shows a chain of
causes, on any floor, reads it here.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import NoReverseMatch, reverse

from ground.accounts.models import User
from ground.accounts.permissions import Permission
from ground.events.models import RecordedEvent
from ground.web.trail import words_of

Names = Callable[[Collection[int]], Mapping[int, str]]


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


@dataclass(frozen=True)
class _Page:
    label: str
    url_name: str
    permission: Permission
    names: Names | None


_pages: dict[str, _Page] = {}
_events: dict[str, _Words] = {}


def opens(
    subject: str,
    *,
    label: str,
    url_name: str,
    permission: Permission,
    names: Names | None = None,
) -> None:
    """Say which page shows a kind of object, and to whom: `"aid.batch"`, `"批次"`, `"aid:batch"`.

    `names` gives what some of them are called, by their numbers, for links that stand alone
    (`named_links`).
    """
    _pages[subject] = _Page(label, url_name, permission, names)


def tell(event_name: str, words: str, *, field: str = "", subject: str = "") -> None:
    """Say what an event is called, and which of its fields names an object with a page."""
    _events[event_name] = _Words(words, field, subject)


def words_of_event(name: str) -> str:
    """What an event is called; nothing where no app has said."""
    known = _events.get(name)
    return known.words if known else ""


def link_of(key: str, user: User) -> Link | None:
    """Where this person opens what a key names: `aid.payment:12:paid` leads to payment 12."""
    subject, _, rest = key.partition(":")
    number = rest.split(":", 1)[0]
    page = _pages.get(subject)
    if page is None or not number.isdecimal() or not user.may(page.permission.code):
        return None
    try:
        return Link(page.label, reverse(page.url_name, args=[int(number)]))
    except NoReverseMatch:  # the app that has the page is not installed
        return None


def named_links(keys: Iterable[str], user: User) -> dict[str, Link]:
    """As `link_of` for many, each with the object's own name where it has one. A query for each kind."""
    links = {key: link for key in set(keys) if (link := link_of(key, user)) is not None}
    numbers: dict[str, dict[int, str]] = {}
    for key in links:
        subject, _, rest = key.partition(":")
        numbers.setdefault(subject, {})[int(rest.split(":", 1)[0])] = key
    for subject, of in numbers.items():
        names = _pages[subject].names
        for number, name in (names(list(of)) if names else {}).items():
            links[of[number]] = replace(links[of[number]], label=name)
    return links


def told(events: Iterable[RecordedEvent], user: User) -> list[Told]:
    """Events in words, in the order in which they came. One query for the names of people."""
    chain = sorted(events, key=lambda one: one.pk)
    names = dict(
        User.objects.filter(pk__in={one.actor_id for one in chain if one.actor_id}).values_list(
            "pk", "full_name"
        )
    )
    lines = []
    for one in chain:
        known = _events.get(one.name, _Words(words_of(one.name), "", ""))
        link = (
            link_of(f"{known.subject}:{one.payload.get(known.field)}", user)
            if known.field
            else None
        )
        lines.append(
            Told(
                when=one.occurred_at,
                who=names.get(one.actor_id or 0, "系统"),
                what=known.words,
                url=link.url if link else "",
            )
        )
    return lines
