"""Events as CloudEvents 1.0: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md

`aggregatetype` and `aggregateid` name the row that an event is about, `causedby` the event that brought
it forth, where whoever reads may see that one too.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC
from typing import Any
from uuid import UUID

from django.conf import settings

from ground.accounts.models import User
from ground.subscriptions.declaring import Shared, shared_as
from ground.subscriptions.feed import seen
from ground.subscriptions.models import FeedEntry

BATCH = "application/cloudevents-batch+json"
SINGLE = "application/cloudevents+json"
TEST = "subscriptions.test"


def source() -> str:
    """Which installation speaks."""
    return str(settings.PUBLIC_URL).rstrip("/")


def told_to(user: User, entries: Sequence[FeedEntry]) -> list[dict[str, Any]]:
    """Entries as this person may read them: `entries` are those that they see."""
    causes = _entries_of(one.event.caused_by_id for one in entries)
    visible = seen(user, causes)
    return _told(entries, [one for one in causes if one.pk in visible])


def told_to_all(entries: Sequence[FeedEntry]) -> list[dict[str, Any]]:
    """Entries for the exchange, whose readers the operator of the broker chooses."""
    return _told(entries, _entries_of(one.event.caused_by_id for one in entries))


def test_message(key: UUID, at: str) -> dict[str, Any]:
    """What tries an address: it reports nothing."""
    return {
        "specversion": "1.0",
        "id": str(key),
        "source": source(),
        "type": TEST,
        "time": at,
        "datacontenttype": "application/json",
        "data": {},
    }


def _entries_of(event_ids: Iterable[int | None]) -> list[FeedEntry]:
    wanted = {one for one in event_ids if one is not None}
    if not wanted:
        return []
    return list(FeedEntry.objects.filter(event__in=wanted).select_related("event"))


def _told(entries: Sequence[FeedEntry], causes: Sequence[FeedEntry]) -> list[dict[str, Any]]:
    keys = {one.event_id: str(one.key) for one in causes}
    return [
        _one(entry, kind, keys.get(entry.event.caused_by_id or 0))
        for entry in entries
        if (kind := shared_as(entry.name)) is not None
    ]


def _one(entry: FeedEntry, kind: Shared, cause: str | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "specversion": "1.0",
        "id": str(entry.key),
        "source": source(),
        "type": entry.name,
        "time": entry.event.occurred_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "datacontenttype": "application/json",
    }
    rows = kind.rows_of(entry.event.payload)
    if kind.subject:
        told["aggregatetype"] = kind.subject
        if len(rows) == 1:
            told["aggregateid"] = str(rows[0])
            told["subject"] = f"{kind.subject}/{rows[0]}"
    if cause:
        told["causedby"] = cause
    told["data"] = kind.told(entry.event.payload)
    return told
