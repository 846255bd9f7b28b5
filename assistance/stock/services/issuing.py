"""Goods go over the counter, for the room above that says to whom: a part of its act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistance.stock import queries, rules
from assistance.stock.models import Goods, Lot, Movement, Store
from assistance.stock.rules import Line, Move
from assistance.stock.services.booking import Paper, book
from ground.accounts.models import User
from ground.kernel import clock


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What was taken from the shelf: the movement (none where nothing was there), the lots, what is short."""

    movement: Movement | None
    lines: Sequence[Line]
    short: Mapping[int, int]


def take_off_shelf(
    *, by: User, store: Store, wanted: Mapping[int, int], key: str, on: date, said: Paper
) -> Taken:
    """Take units of goods from the lots that expire first, as far as there are any.

    The caller decides what to do where some are short, in the same transaction, and writes the trail.
    """
    shelves = queries.locked_shelves(store, list(wanted))
    lines, short = rules.pick(wanted, shelves, on=on)
    if not lines:
        return Taken(movement=None, lines=(), short=short)
    movement, _ = book(by, store, Move.ISSUED, lines, key=key, on=on, said=said)
    return Taken(movement=movement, lines=lines, short=short)


def put_back(*, by: User, movement: Movement, key: str, note: str) -> Movement:
    """What a movement handed out stands on its shelf again."""
    back = Move.TAKEN_BACK if movement.kind == Movement.Kind.ISSUED else Move.UNPROVED
    lines = [Line(lot, number) for lot, number in sorted(queries.moved_by(movement).items())]
    said = Paper(counterparty=movement.counterparty, note=note)
    made, _ = book(
        by,
        movement.store,
        back,
        lines,
        key=key,
        on=clock.today(),
        said=said,
        corrects=movement,
    )
    return made


def prove_issue(
    *, by: User, store: Store, goods: Goods, quantity: int, key: str, note: str
) -> Movement:
    """Units were handed out that the books never had: they came from outside and are issued, in a lot of
    their own. Somebody answers for it with a reason.
    """
    today = clock.today()
    if known := queries.movement_of_key(key):
        return known
    lot = Lot.objects.create(
        goods=goods,
        origin=Lot.Origin.FOUND,
        unit_value=goods.price,
        quantity=quantity,
        came_on=today,
    )
    movement, _ = book(
        by, store, Move.PROVED, [Line(lot.pk, quantity)], key=key, on=today, said=Paper(note=note)
    )
    return movement
