"""Write the trail."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol

from django.db import models

from ground.audit.models import Entry
from ground.events.services import cause
from ground.kernel import clock


class Actor(Protocol):
    """Whoever acts: an account, seen from below."""

    @property
    def pk(self) -> int: ...

    @property
    def username(self) -> str: ...


@dataclass(frozen=True)
class Origin:
    """From where something is done: a page, the API, an event's handler, a command."""

    channel: str
    ip: str | None = None


_origin: ContextVar[Origin] = ContextVar("origin", default=Origin("system"))  # noqa: B039 -- frozen


@contextmanager
def coming_from(origin: Origin) -> Iterator[None]:
    token = _origin.set(origin)
    try:
        yield
    finally:
        _origin.reset(token)


def origin() -> Origin:
    """From where the present work comes."""
    return _origin.get()


def record(by: Actor | None, action: str, subject: models.Model | str, **details: object) -> Entry:
    """Write one line, in the caller's transaction. `by` is None where a handler acts by itself.

    `subject` is the object that it is about, or its name in the form `app.model:key`. Details are
    plain values that JSON can hold, and no personal data.
    """
    why, origin = cause(), _origin.get()
    return Entry.objects.create(
        occurred_at=clock.now(),
        actor_id=by.pk if by else why.actor_id,
        actor=by.username if by else "",
        action=action,
        subject=subject if isinstance(subject, str) else subject_of(subject),
        details={key: _plain(value) for key, value in details.items()},
        channel="event" if why.event_id else origin.channel,
        ip=origin.ip,
        event_id=why.event_id,
    )


def record_many(
    by: Actor | None, action: str, lines: Iterable[tuple[models.Model | str, dict[str, object]]]
) -> None:
    """As `record`, for many subjects with their details in one statement: what a rule did to thousands."""
    why, origin, now = cause(), _origin.get(), clock.now()
    Entry.objects.bulk_create(
        (
            Entry(
                occurred_at=now,
                actor_id=by.pk if by else why.actor_id,
                actor=by.username if by else "",
                action=action,
                subject=subject if isinstance(subject, str) else subject_of(subject),
                details={key: _plain(value) for key, value in details.items()},
                channel="event" if why.event_id else origin.channel,
                ip=origin.ip,
                event_id=why.event_id,
            )
            for subject, details in lines
        ),
        batch_size=2000,
    )


def subject_of(row: models.Model) -> str:
    return f"{row._meta.label_lower}:{row.pk}"  # noqa: SLF001 -- Django's own way


def _plain(value: object) -> object:
    return value if isinstance(value, bool | int | str | list | dict | None) else str(value)
