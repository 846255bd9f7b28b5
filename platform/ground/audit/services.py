"""Write the trail."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol

from django.db import connection, models

from ground.audit.models import Entry
from ground.events.services import cause
from ground.kernel import clock

_MANY = """
INSERT INTO audit_entry
    (occurred_at, actor_id, actor, action, channel, ip, event_id, subject, details)
SELECT %s, %s, %s, %s, %s, %s::inet, %s, one.subject, one.details::jsonb
  FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS one (subject, details, place)
 ORDER BY one.place"""


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
        details=_plainly(details),
        channel="event" if why.event_id else origin.channel,
        ip=origin.ip,
        event_id=why.event_id,
    )


def record_many(
    by: Actor | None, action: str, lines: Iterable[tuple[models.Model | str, dict[str, object]]]
) -> None:
    """As `record`, for many subjects with their details in one statement: what a rule did to thousands."""
    why, origin = cause(), _origin.get()
    told = [
        (one if isinstance(one, str) else subject_of(one), _json(details)) for one, details in lines
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            _MANY,
            [
                clock.now(),
                by.pk if by else why.actor_id,
                by.username if by else "",
                action,
                "event" if why.event_id else origin.channel,
                origin.ip,
                why.event_id,
                [subject for subject, _ in told],
                [details for _, details in told],
            ],
        )


def subject_of(row: models.Model) -> str:
    return f"{row._meta.label_lower}:{row.pk}"  # noqa: SLF001 -- Django's own way


def _json(details: Mapping[str, object]) -> str:
    return json.dumps(_plainly(details))


def _plainly(details: Mapping[str, object]) -> dict[str, object]:
    return {
        key: value if isinstance(value, bool | int | str | list | dict | None) else str(value)
        for key, value in details.items()
    }
