"""The register (帮扶台账): one line for each fact, which names the event that told of it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from assistance.aid.models import RegisterLine
from ground.events.services import cause
from ground.intake.storing import insert


@transaction.atomic
def write_line(
    *,
    key: str,
    kind: RegisterLine.Kind,
    on: date,
    link_point_id: int,
    file_id: int | None = None,
    amount: Decimal = Decimal(0),
) -> None:
    """Write the line of a fact, once: `key` names the fact, the event being handled is its reason.

    Without an audit line: the register is itself append-only, and names the event of each line.
    """
    event_id = cause().event_id
    if event_id is None:
        raise LookupError("a line of the register is written by the handler of an event")
    RegisterLine.objects.bulk_create(
        [
            RegisterLine(
                key=key,
                kind=kind,
                on=on,
                link_point_id=link_point_id,
                file_id=file_id,
                amount=amount,
                event_id=event_id,
            )
        ],
        ignore_conflicts=True,
    )


def write_lines(
    *,
    kind: RegisterLine.Kind,
    keys: Sequence[str],
    on: Sequence[date],
    link_points: Sequence[int],
    files: Sequence[int | None],
    amounts: Sequence[Decimal],
    events: Sequence[int],
) -> None:
    """Write the lines of many facts, in the transaction that makes them so. Corrections are below zero."""
    insert(
        RegisterLine,
        len(keys),
        {
            "key": keys,
            "on": on,
            "link_point_id": link_points,
            "file_id": files,
            "amount": amounts,
            "event_id": events,
        },
        kind=kind.value,
    )
