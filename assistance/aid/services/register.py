"""The register (帮扶台账): one line for each fact, which names the event that told of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistance.aid.models import RegisterLine
from ground.intake.storing import insert


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A line of the register about something that cost nothing: `key` names it, `event_id` told of it."""

    key: str
    kind: RegisterLine.Kind
    on: date
    link_point_id: int
    event_id: int
    file_id: int | None = None


def write_facts(facts: Iterable[Fact]) -> None:
    """Write the line of each fact, once, however often it is told.

    Without an audit line: the register is itself append-only, and names the event of each line.
    """
    RegisterLine.objects.bulk_create(
        (RegisterLine(**vars(one), amount=0) for one in facts), ignore_conflicts=True
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
