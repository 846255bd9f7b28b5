"""Walk many payments one step on: state, entries and events in a few statements."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from django.db import connection

from assistance.aid import rules
from assistance.aid.events import MOST_IN_EVENT
from assistance.aid.models import AidType, Batch
from assistance.aid.queries import Row, entry_key
from assistance.funds import services as funds
from assistance.funds.rules import Line, Move
from ground.accounts.models import User
from ground.events import Event
from ground.events.services import publish
from ground.kernel.arrays import number_array


def mark(
    rows: Sequence[Row], state: str, *, on: date | None = None, remark: str = "", again: int = 0
) -> None:
    """Write the new state of payments. `again` counts an outcome that is taken back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE aid_payment SET state = %s, settled_on = %s, remark = %s, round = round + %s"
            " WHERE id = ANY(%s::bigint[])",
            [state, on, remark, again, number_array(one.pk for one in rows)],
        )


def move(
    *,
    by: User | None,
    batch: Batch,
    rows: Sequence[Row],
    what: str,
    how: Move,
    on: date,
    summary: str,
    again: int = 0,
) -> None:
    """Post one entry for each payment, under the key of what it books."""
    numbered = what in {"paid", "returned", "undone"}
    funds.post(
        by=by,
        source=batch.source,
        move=how,
        on=on,
        lines=[
            Line(
                key=entry_key(one.pk, what, one.round + again if numbered else 0),
                amount=one.amount,
                summary=f"{summary}{LABELS[one.aid_type]}：{one.reason}"[: rules.REASON_LENGTH],
                item=one.aid_type,
                unit_id=one.link_point_id,
                because=one.event_id,
            )
            for one in rows
        ],
    )


def tell(rows: Sequence[Row], happened: Callable[[tuple[int, ...], Decimal], Event]) -> list[int]:
    """Publish what happened to payments: one event for each thousand. Gives the event of each payment.

    `happened` makes the event of some of them, from their keys and the sum of their amounts.
    """
    parts = [rows[at : at + MOST_IN_EVENT] for at in range(0, len(rows), MOST_IN_EVENT)]
    told = publish(*(happened(tuple(one.pk for one in part), total_of(part)) for part in parts))
    return [event.pk for event, part in zip(told, parts, strict=True) for _ in part]


def total_of(rows: Sequence[Row]) -> Decimal:
    return sum((one.amount for one in rows), Decimal(0))


LABELS = {one.value: str(one.label) for one in AidType}
