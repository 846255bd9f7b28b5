"""Post to the stock ledger: every movement of goods is one balanced movement, booked once by its key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, connection

from assistance.stock import queries, rules
from assistance.stock.models import Holding, Lot, Movement, Store
from assistance.stock.rules import Line, Move
from ground.accounts.models import User
from ground.events.services import cause
from ground.kernel import clock
from ground.kernel.errors import RuleBroken


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What a movement says beside its lines."""

    document_no: str = ""
    counterparty: str = ""
    note: str = ""


NOTHING_SAID = Paper()


def book(
    by: User | None,
    store: Store,
    move: Move,
    lines: Sequence[Line],
    *,
    key: str,
    on: date,
    said: Paper = NOTHING_SAID,
    out_of: Store | None = None,
    corrects: Movement | None = None,
) -> tuple[Movement, bool]:
    """Write one movement within the caller's act, and whether it is new. The same key again gives it.

    `out_of` is the store that the goods leave, where it is another. The holdings are locked last, and only
    for their check and their lines; the constraints of the database stand behind each check.
    """
    rules.check_lines(lines)
    movement, is_new = _write_movement(by, store, move, key, on, said, corrects)
    if not is_new:
        _check_same(movement, store, move, lines)
        return movement, False
    rules.check_day(on, today=clock.today())
    start = (out_of or store).pk
    places = queries.places_of(lines, *{start, store.pk})
    holdings = queries.locked_holdings(places)
    if len(holdings) < len(places) * len(Holding.Position):
        queries.open_holdings(places)
        holdings = queries.locked_holdings(places)
    _check_there(lines, move, start, holdings)
    _write_lines(movement, store, move, lines, start, holdings)
    return movement, True


def _write_movement(
    by: User | None,
    store: Store,
    move: Move,
    key: str,
    on: date,
    said: Paper,
    corrects: Movement | None,
) -> tuple[Movement, bool]:
    actor, event = by.pk if by else cause().actor_id, cause().event_id
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO stock_movement (store_id, key, kind, "on", document_no, counterparty, note,'
            " corrects_id, made_by_id, event_id) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
            " ON CONFLICT (key) DO NOTHING RETURNING id",
            [
                store.pk,
                key,
                move.name.lower(),
                on,
                rules.check_text(
                    said.document_no, field="document_no", label="单据号", longest=40, needed=False
                ),
                rules.check_text(
                    said.counterparty,
                    field="counterparty",
                    label="往来方",
                    longest=80,
                    needed=False,
                ),
                rules.check_text(said.note, field="note", label="说明", needed=False),
                corrects.pk if corrects else None,
                actor,
                event,
            ],
        )
        row = cursor.fetchone()
    if row is None:
        return Movement.objects.get(key=key), False
    made = Movement(pk=row[0], store=store, key=key, kind=move.name.lower(), on=on)
    made.corrects = corrects
    return made, True


def _check_there(
    lines: Sequence[Line],
    move: Move,
    start: int,
    holdings: Mapping[tuple[int, int, str], Holding],
) -> None:
    if move.out_of == Holding.Position.OUTSIDE:
        return
    for one in lines:
        holding = holdings[one.lot_id, start, move.out_of]
        if one.quantity > holding.quantity:
            goods = Lot.objects.select_related("goods").get(pk=one.lot_id).goods
            rules.check_enough(
                wanted=one.quantity,
                there=holding.quantity,
                goods=goods.name,
                position=holding.get_position_display(),
                unit=goods.unit,
            )


def _write_lines(
    movement: Movement,
    store: Store,
    move: Move,
    lines: Sequence[Line],
    start: int,
    holdings: Mapping[tuple[int, int, str], Holding],
) -> None:
    """All lines by one statement: the trigger takes them in at once."""
    sides = [
        (holdings[one.lot_id, place, position].pk, one.quantity * sign)
        for one in lines
        for place, position, sign in ((start, move.out_of, -1), (store.pk, move.into, 1))
    ]
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO stock_movementline (movement_id, holding_id, quantity)"
                " SELECT %s, side.* FROM unnest(%s::bigint[], %s::int[]) AS side",
                [movement.pk, [pk for pk, _ in sides], [number for _, number in sides]],
            )
    except IntegrityError as error:
        if "stock_never_below_zero" in str(error):
            raise RuleBroken("stock_short", "库存不足，请核对数量后再办理") from None
        raise


def _check_same(booked: Movement, store: Store, move: Move, lines: Sequence[Line]) -> None:
    same = (booked.store_id, booked.kind) == (store.pk, move.name.lower())
    if not same or queries.moved_by(booked) != {one.lot_id: one.quantity for one in lines}:
        raise RuleBroken(
            "movement_differs",
            f"这笔“{booked.get_kind_display()}”已经入账，与本次填写的不同：请刷新后核对，更正须另记一笔",
        )
