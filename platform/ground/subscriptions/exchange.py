"""The feed on a topic exchange of RabbitMQ, for other systems: all of it, in order, at least once.

CloudEvents in the binary mode of their AMQP binding. The routing key is the event's name and the
division of its organisation, from the province down: `visits.visit_recorded.43.07.02`. Who may bind what
is the business of the broker's operator: `docs/operations.md`.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import connection

from ground.accounts.models import Organisation, up_from
from ground.events.topic import Topic, topic
from ground.subscriptions import cloudevents, feed
from ground.subscriptions.declaring import shared_as
from ground.subscriptions.models import FeedEntry, Outlet

BATCH = 500
NAME = "exchange"
LEASE_SECONDS = 60
ATTRIBUTE = "cloudEvents_"
_LEVELS = ((0, 2), (2, 4), (4, 6), (6, 9), (9, 12))  # of a division's code: province … village
_TAKE = """
    UPDATE subscriptions_outlet SET busy_until = statement_timestamp() + make_interval(secs => %s)
     WHERE name = %s AND coalesce(busy_until, '-infinity') < statement_timestamp()
    RETURNING position
"""


def publish_next() -> bool:
    """Publish what the feed has since; False where there is nothing, or somebody else is at it.

    It begins at the end of the feed: what happened before the exchange was switched on is in the feed.
    """
    Outlet.objects.get_or_create(name=NAME, defaults={"position": feed.end()})
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [LEASE_SECONDS, NAME])
        taken = cursor.fetchone()
    if taken is None:
        return False
    rows = Outlet.objects.filter(name=NAME, position=taken[0])
    try:
        entries = _entries_after(taken[0])
        if entries:
            with topic(settings.OUTSIDE_EXCHANGE) as out:
                publish(out, entries)
            rows.update(position=entries[-1].pk)
    finally:
        Outlet.objects.filter(name=NAME).update(busy_until=None)
    return bool(entries)


def publish(out: Topic, entries: Sequence[FeedEntry]) -> None:
    """Publish entries; returns when the broker has confirmed all of them."""
    keys = routing_keys(entries)
    told = {one["id"]: one for one in cloudevents.told_to_all(entries)}
    for entry in entries:
        one = told.get(str(entry.key))
        if one is not None:
            out.send(
                keys[entry.pk],
                one["data"],
                {f"{ATTRIBUTE}{name}": value for name, value in one.items() if name not in _APART},
                message_id=one["id"],
            )
    out.settle()


_APART = {"data", "datacontenttype"}  # the body, and its content type


def routing_keys(entries: Sequence[FeedEntry]) -> dict[int, str]:
    """The routing key of each entry. One query for each kind of row, one for the organisations."""
    organisations = _organisations(entries)
    paths = dict(
        Organisation.objects.filter(pk__in=set(organisations.values())).values_list("pk", "path")
    )
    above = {up for path in paths.values() for up in up_from(path)}
    divisions = dict(
        Organisation.objects.filter(path__in=above, division__isnull=False).values_list(
            "path", "division__code"
        )
    )
    return {
        one.pk: ".".join([one.name, *_area(paths.get(organisations.get(one.pk, 0)), divisions)])
        for one in entries
    }


def _area(path: str | None, divisions: dict[str, str]) -> list[str]:
    """`43 07 02`: the division of an organisation, or of the nearest one above it that has one."""
    for up in reversed(up_from(path or "")):
        if up in divisions:
            parts = (divisions[up][begin:end] for begin, end in _LEVELS)
            return [part for part in parts if part.strip("0")]
    return []


def _organisations(entries: Sequence[FeedEntry]) -> dict[int, int]:
    """The organisation of each entry, by the row that it is about; of several rows, of the first."""
    wanted: dict[tuple[Any, str], dict[int, int]] = defaultdict(dict)
    for one in entries:
        kind = shared_as(one.name)
        rows = kind.rows_of(one.event.payload) if kind else []
        if kind is not None and kind.about is not None and rows:
            wanted[kind.about, kind.area][one.pk] = rows[0]
    found: dict[int, int] = {}
    for (about, area), rows_of in wanted.items():
        if about is not Organisation and not area:
            continue
        way = f"{area}_id" if area else "pk"
        of = dict(
            about._base_manager.filter(pk__in=set(rows_of.values())).values_list("pk", way)  # noqa: SLF001
        )
        found |= {place: of[row] for place, row in rows_of.items() if of.get(row) is not None}
    return found


def _entries_after(position: int) -> list[FeedEntry]:
    rows = FeedEntry.objects.filter(pk__gt=position).order_by("pk").select_related("event")
    return list(rows[:BATCH])
