"""Goods come in: given with a receipt, bought; sorted and put on the shelf; taken out again where wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max

from assistance.stock import queries, rules
from assistance.stock.events import DonationReceived, GoodsMoved
from assistance.stock.models import Donation, Goods, Lot, Movement, Store
from assistance.stock.rules import UNDONE_BY, Line, Move
from assistance.stock.services.booking import Paper, book
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """One line of what came: so many units of goods, what one is worth, its date of use."""

    goods: Goods
    quantity: int
    unit_value: str | int | Decimal
    expires_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Donor:
    kind: str
    name: str = ""
    wish: str = ""


@transaction.atomic
def receive_donation(
    *,
    by: User,
    store: Store,
    donor: Donor,
    arrivals: Sequence[Arrival],
    on: date,
    note: str = "",
    key: UUID | None = None,
) -> Donation:
    """Take goods in that were given, under a numbered receipt; they wait to be sorted. Once by its key."""
    key = key or uuid4()
    held = queries.locked_store(store.pk)
    if known := Donation.objects.filter(key=key).first():
        return known
    name = _donor_of(donor)
    _check_arrivals(held, arrivals, on)
    number = Donation.objects.filter(store=held, year=on.year).aggregate(last=Max("number"))["last"]
    donation = Donation.objects.create(
        key=key,
        store=held,
        year=on.year,
        number=(number or 0) + 1,
        donor_kind=donor.kind,
        donor=name,
        wish=rules.check_text(donor.wish, field="wish", label="捐赠意愿", needed=False),
        on=on,
        value=_value_of(arrivals),
        note=rules.check_text(note, field="note", label="备注", needed=False),
        received_by=by,
    )
    lots = _write_lots(arrivals, on, donation)
    said = Paper(document_no=donation.receipt_no, counterparty=name or "匿名捐赠人")
    book(by, held, Move.RECEIVED, lots, key=f"stock.donation:{key}", on=on, said=said)
    record(by, "stock.donation_received", donation, value=donation.value, on=on)
    publish(
        DonationReceived(donation_id=donation.pk, store_id=held.pk, value=donation.value, on=on)
    )
    return donation


@transaction.atomic
def buy_goods(
    *,
    by: User,
    store: Store,
    arrivals: Sequence[Arrival],
    on: date,
    said: Paper,
    key: UUID | None = None,
) -> Movement:
    """Take goods in that were bought: they stand on the shelf at once. Once by its key."""
    key = key or uuid4()
    held = queries.locked_store(store.pk)
    name = f"stock.purchase:{key}"
    if known := queries.movement_of_key(name):
        return known
    _check_arrivals(held, arrivals, on)
    rules.check_text(said.document_no, field="document_no", label="发票或单据号", longest=40)
    rules.check_text(said.counterparty, field="counterparty", label="供货单位", longest=80)
    lots = _write_lots(arrivals, on, None)
    movement, _ = book(by, held, Move.BOUGHT, lots, key=name, on=on, said=said)
    return _told(by, movement, Move.BOUGHT)


@transaction.atomic
def shelve_goods(
    *,
    by: User,
    store: Store,
    lines: Sequence[Line],
    on: date,
    note: str = "",
    key: UUID | None = None,
) -> Movement:
    """Goods were sorted and disinfected (整理消毒): they stand on the shelf. Once by its key."""
    name = f"stock.shelving:{key or uuid4()}"
    movement, is_new = book(by, store, Move.SHELVED, lines, key=name, on=on, said=Paper(note=note))
    return _told(by, movement, Move.SHELVED) if is_new else movement


@transaction.atomic
def undo_arrival(*, by: User, movement: Movement, reason: str) -> Movement:
    """What was taken in by mistake goes out again, whole; the goods must still be where they came to."""
    held = (
        Movement.objects.select_for_update(of=("self",)).select_related("store").get(pk=movement.pk)
    )
    move = UNDONE_BY.get(Move[held.kind.upper()])
    if move is None:
        raise RuleBroken("not_an_arrival", "只有捐赠入库和采购入库可以整笔更正")
    reason = rules.check_text(reason, field="reason", label="更正原因")
    lines = [Line(lot, number) for lot, number in sorted(queries.moved_by(held).items())]
    undone, is_new = book(
        by,
        held.store,
        move,
        lines,
        key=f"stock.undone:{held.pk}",
        on=clock.today(),
        said=Paper(document_no=held.document_no, counterparty=held.counterparty, note=reason),
        corrects=held,
    )
    return _told(by, undone, move, reason=reason) if is_new else undone


def _told(by: User, movement: Movement, move: Move, **details: object) -> Movement:
    record(by, f"stock.goods_{move.name.lower()}", movement, on=movement.on, **details)
    publish(
        GoodsMoved(
            movement_id=movement.pk,
            store_id=movement.store_id,
            move=move.name.lower(),
            on=movement.on,
        )
    )
    return movement


def _donor_of(donor: Donor) -> str:
    if donor.kind not in Donation.Donor.values:
        raise RuleBroken("donor_kind", "请选择捐赠人类别", fields={"donor_kind": "请选择"})
    if donor.kind == Donation.Donor.ANONYMOUS:
        return ""
    return rules.check_text(donor.name, field="donor", label="捐赠人", longest=80)


def _check_arrivals(store: Store, arrivals: Sequence[Arrival], on: date) -> None:
    rules.check_day(on, today=clock.today())
    if not store.is_active:
        raise RuleBroken("store_closed", f"“{store}”已停用，不能入库", fields={"store": "已停用"})
    if not arrivals:
        raise RuleBroken("lines_missing", "请至少填写一行物资", fields={"lines": "不能为空"})
    for at, one in enumerate(arrivals):
        rules.quantity_of(one.quantity, field=f"lines.{at}.quantity")
        rules.price_of(one.unit_value, field=f"lines.{at}.unit_value")
        rules.check_expiry(one.expires_on, came_on=on, field=f"lines.{at}.expires_on")
        if not one.goods.is_active:
            raise RuleBroken(
                "goods_retired",
                f"“{one.goods}”已停用，请另选商品",
                fields={f"lines.{at}.goods": "已停用"},
            )


def _value_of(arrivals: Sequence[Arrival]) -> Decimal:
    return sum(
        (one.quantity * rules.price_of(one.unit_value, field="unit_value") for one in arrivals),
        Decimal(0),
    )


def _write_lots(arrivals: Sequence[Arrival], on: date, donation: Donation | None) -> list[Line]:
    origin = Lot.Origin.DONATED if donation else Lot.Origin.BOUGHT
    lots = Lot.objects.bulk_create(
        Lot(
            goods=one.goods,
            origin=origin,
            donation=donation,
            unit_value=rules.price_of(one.unit_value, field="unit_value"),
            quantity=one.quantity,
            expires_on=one.expires_on,
            came_on=on,
        )
        for one in arrivals
    )
    return [Line(one.pk, one.quantity) for one in lots]
