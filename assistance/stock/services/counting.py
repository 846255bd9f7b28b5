"""Stocktakes: begun, counted by two people, approved by a third."""

from collections.abc import Mapping

from django.db import transaction

from assistance.stock import queries, rules
from assistance.stock.events import StocktakeApproved
from assistance.stock.models import Holding, Stocktake, StocktakeLine, Store
from assistance.stock.rules import Line, Move
from assistance.stock.services.booking import Paper, book
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken

State = Stocktake.State


@transaction.atomic
def begin_stocktake(*, by: User, store: Store, counted_with: User) -> Stocktake:
    """Begin to count a store: a line for each lot on its shelves. One at a time."""
    held = queries.locked_store(store.pk)
    rules.check_two_people(first=by.pk, second=counted_with.pk)
    if queries.has_open_stocktake(held):
        raise RuleBroken("stocktake_open", f"“{held}”还有一次盘点没有结束，请先办完")
    year, quarter = rules.quarter_of(clock.today())
    stocktake = Stocktake.objects.create(
        store=held,
        year=year,
        quarter=quarter,
        began_on=clock.today(),
        counted_by=by,
        counted_with=counted_with,
    )
    shelves = Holding.objects.filter(
        store=held, position=Holding.Position.SHELF, quantity__gt=0
    ).order_by("goods__category", "goods__name", "lot__expires_on", "pk")
    StocktakeLine.objects.bulk_create(
        StocktakeLine(stocktake=stocktake, holding=one, book=one.quantity) for one in shelves
    )
    record(by, "stock.stocktake_begun", stocktake, year=year, quarter=quarter)
    return stocktake


@transaction.atomic
def record_counts(*, by: User, stocktake: Stocktake, counts: Mapping[int, int]) -> Stocktake:
    """Write counts down, by the number of the line. The books are read at the same moment, so that what
    goes over the counter meanwhile is no difference. A count that stands there already keeps the book
    that was read with it: a page sends all its rows, whichever was changed.
    """
    held = _locked(stocktake, wanted=[State.COUNTING], doing="登记清点数")
    _check_counter(held, by)
    known = held.lines.filter(pk__in=counts).select_related("holding__lot")
    lines = [one for one in known if one.counted != counts[one.pk]]
    now = queries.locked_holdings([(one.holding.lot_id, held.store_id) for one in lines])
    for one in lines:
        counted = counts[one.pk]
        if not 0 <= counted <= rules.MOST:
            raise RuleBroken(
                "count_wrong",
                f"实盘数应在0至{rules.MOST:,}之间",
                fields={f"line{one.pk}": "请填写0或正整数"},
            )
        one.book = now[one.holding.lot_id, held.store_id, Holding.Position.SHELF].quantity
        one.counted = counted
    StocktakeLine.objects.bulk_update(lines, ["book", "counted"])
    record(by, "stock.stocktake_counted", held, number=len(lines))
    return held


@transaction.atomic
def submit_stocktake(*, by: User, stocktake: Stocktake, note: str = "") -> Stocktake:
    """Everything was counted. Where it differs from the books, somebody says why."""
    held = _locked(stocktake, wanted=[State.COUNTING], doing="提交")
    _check_counter(held, by)
    lines = list(held.lines.all())
    if open_lines := sum(one.counted is None for one in lines):
        raise RuleBroken(
            "stocktake_incomplete", f"还有 {open_lines} 行没有清点，请全部填写实盘数后提交"
        )
    differs = any(one.difference for one in lines)
    held.note = rules.check_text(note, field="note", label="差异说明", needed=differs)
    held.state, held.returned_for = State.SUBMITTED, ""
    held.save(update_fields=["note", "state", "returned_for"])
    record(by, "stock.stocktake_submitted", held)
    return held


@transaction.atomic
def return_stocktake(*, by: User, stocktake: Stocktake, reason: str) -> Stocktake:
    """It is to be counted again."""
    held = _locked(stocktake, wanted=[State.SUBMITTED], doing="退回")
    _check_third(held, by, "退回盘点")
    held.returned_for = rules.check_text(reason, field="reason", label="退回原因")
    held.state = State.COUNTING
    held.save(update_fields=["returned_for", "state"])
    record(by, "stock.stocktake_returned", held, reason=held.returned_for)
    return held


@transaction.atomic
def approve_stocktake(*, by: User, stocktake: Stocktake) -> Stocktake:
    """What was counted is what the books say: each difference is booked as lost or found."""
    held = _locked(stocktake, wanted=[State.SUBMITTED], doing="批准")
    _check_third(held, by, "批准盘点")
    lines = list(held.lines.select_related("holding"))
    moved = [(one.holding.lot_id, one.difference or 0) for one in lines]
    lost = [Line(lot, -number) for lot, number in moved if number < 0]
    found = [Line(lot, number) for lot, number in moved if number > 0]
    today = clock.today()
    for move, differs in ((Move.LOST, lost), (Move.FOUND, found)):
        if differs:
            book(
                by,
                held.store,
                move,
                differs,
                key=f"stock.stocktake:{held.pk}:{move.name.lower()}",
                on=today,
                said=Paper(document_no=str(held), note=held.note),
            )
    held.state, held.approved_by, held.approved_on = State.APPROVED, by, today
    held.save(update_fields=["state", "approved_by", "approved_on"])
    sums = {"lost": sum(one.quantity for one in lost), "found": sum(one.quantity for one in found)}
    record(by, "stock.stocktake_approved", held, **sums)
    publish(StocktakeApproved(stocktake_id=held.pk, store_id=held.store_id, **sums))
    return held


def _locked(stocktake: Stocktake, *, wanted: list[str], doing: str) -> Stocktake:
    held = (
        Stocktake.objects.select_for_update(of=("self",), no_key=True)
        .select_related("store")
        .get(pk=stocktake.pk)
    )
    rules.check_state(state=held.state, wanted=wanted, label=held.get_state_display(), doing=doing)
    return held


def _check_counter(held: Stocktake, by: User) -> None:
    if by.pk not in {held.counted_by_id, held.counted_with_id}:
        raise RuleBroken("not_a_counter", "只有本次盘点的两位盘点人可以登记和提交")


def _check_third(held: Stocktake, by: User, doing: str) -> None:
    for one in (held.counted_by_id, held.counted_with_id):
        rules.check_other_person(maker=one, other=by.pk, doing=doing)
