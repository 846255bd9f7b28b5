"""Many payments at once, locked, in plain rows: no object for each of a hundred thousand."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from assistance.aid.models import Batch, Payment
from assistance.funds.queries import days_booked
from ground.kernel.arrays import number_array


class Row(NamedTuple):
    """A payment as the services walk it on."""

    pk: int
    batch_id: int
    state: str
    amount: Decimal
    aid_type: str
    link_point_id: int
    file_id: int | None
    reason: str
    origin: str
    given_on: date
    round: int
    event_id: int | None
    settled_on: date | None

    @property
    def label(self) -> str:
        return str(Payment.State(self.state).label)


_COLUMNS = (
    "p.id, p.batch_id, p.state, p.amount, p.aid_type, p.link_point_id, p.file_id, p.reason,"
    " p.origin, p.given_on, p.round, p.event_id, p.settled_on"
)


def locked_batches_of(payments: Iterable[int]) -> list[Batch]:
    """The batches of payments, in the order of their keys: locked before the payments are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT batch_id FROM aid_payment"
            " WHERE id = ANY(%s::bigint[]) AND batch_id IS NOT NULL",
            [number_array(payments)],
        )
        keys = [key for (key,) in cursor.fetchall()]
    return list(
        Batch.objects.select_for_update(of=("self",), no_key=True)
        .select_related("source")
        .filter(pk__in=keys)
        .order_by("pk")
    )


def locked_rows(payments: Iterable[int]) -> list[Row]:
    """Payments by their keys. Their batches are locked already."""
    return _rows("p.id = ANY(%s::bigint[])", number_array(payments))


def locked_rows_of_batch(batch: Batch) -> list[Row]:
    return _rows("p.batch_id = %s", batch.pk)


def undone_on(rows: Iterable[Row]) -> dict[int, date]:
    """Of these payments, those whose outcome was taken back: the day of which that was last booked."""
    keys = {entry_key(one.pk, "undone", one.round): one.pk for one in rows if one.round}
    return {keys[key]: on for key, on in days_booked(list(keys)).items()}


def entry_key(pk: int, what: str, number: int = 0) -> str:
    """What an entry of a payment books: its `number`th time, or the only one.

    `what` is sent, paid, returned, undone, released or recovered.
    """
    return f"aid.payment:{pk}:{what}:{number}" if number else f"aid.payment:{pk}:{what}"


def _rows(where: str, value: int | str) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM aid_payment p WHERE {where}"  # noqa: S608 -- our own words
            " ORDER BY p.id FOR NO KEY UPDATE",
            [value],
        )
        return list(map(Row._make, cursor.fetchall()))
