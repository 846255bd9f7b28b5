"""Goods go from one store to another: sent by one person, received by another."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction

from assistance.stock import rules
from assistance.stock.events import TransferReceived, TransferSent
from assistance.stock.models import Store, Transfer, TransferLine
from assistance.stock.rules import Line, Move
from assistance.stock.services.booking import Paper, book
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken


@transaction.atomic
def send_transfer(
    *,
    by: User,
    store: Store,
    to: Store,
    lines: Sequence[Line],
    on: date,
    note: str = "",
    key: UUID | None = None,
) -> Transfer:
    """Send goods of the shelf to another store: they are on their way. Once by its key."""
    key = key or uuid4()
    if store.pk == to.pk:
        raise RuleBroken(
            "same_store", "调入仓库不能与调出仓库相同，请另选", fields={"to": "与调出仓库相同"}
        )
    if not to.is_active:
        raise RuleBroken("store_closed", f"“{to}”已停用，不能调入", fields={"to": "已停用"})
    movement, is_new = book(
        by,
        store,
        Move.SENT,
        lines,
        key=f"stock.transfer:{key}:sent",
        on=on,
        said=Paper(counterparty=to.name, note=note),
    )
    if not is_new:
        return Transfer.objects.get(key=key)
    transfer = Transfer.objects.create(
        key=key, store=store, to=to, on=on, note=note.strip(), movement=movement, sent_by=by
    )
    TransferLine.objects.bulk_create(
        TransferLine(transfer=transfer, lot_id=one.lot_id, quantity=one.quantity) for one in lines
    )
    record(by, "stock.transfer_sent", transfer, on=on)
    publish(TransferSent(transfer_id=transfer.pk, store_id=store.pk, to_id=to.pk))
    return transfer


@transaction.atomic
def receive_transfer(*, by: User, transfer: Transfer, arrived: Mapping[int, int]) -> Transfer:
    """Goods have come: `arrived` is units by lot. What did not come is lost on the way, in the sender's book."""
    held = (
        Transfer.objects.select_for_update(of=("self",), no_key=True)
        .select_related("store", "to")
        .get(pk=transfer.pk)
    )
    rules.check_state(
        state=held.state,
        wanted=[Transfer.State.SENT],
        label=held.get_state_display(),
        doing="接收",
    )
    rules.check_other_person(maker=held.sent_by_id, other=by.pk, doing="接收调拨")
    lines = list(held.lines.order_by("pk"))
    for one in lines:
        came = arrived.get(one.lot_id)
        if came is None or not 0 <= came <= one.quantity:
            raise RuleBroken(
                "arrived_wrong",
                f"批次{one.lot_id}实收数应在0至{one.quantity}之间，请按实物填写",
                fields={f"lot{one.lot_id}": f"应在0至{one.quantity}之间"},
            )
        one.arrived = came
    TransferLine.objects.bulk_update(lines, ["arrived"])
    today = clock.today()
    missing = [Line(one.lot_id, one.quantity - (one.arrived or 0)) for one in lines]
    missing = [one for one in missing if one.quantity]
    came_in = [Line(one.lot_id, one.arrived) for one in lines if one.arrived]
    name = f"stock.transfer:{held.key}"
    if came_in:
        said = Paper(counterparty=held.store.name, document_no=str(held))
        book(
            by,
            held.to,
            Move.ARRIVED,
            came_in,
            key=f"{name}:arrived",
            on=today,
            said=said,
            out_of=held.store,
        )
    if missing:
        said = Paper(counterparty=held.to.name, document_no=str(held), note="调拨途中短少")
        book(by, held.store, Move.MISSED, missing, key=f"{name}:missed", on=today, said=said)
    held.state, held.received_by, held.received_on = Transfer.State.RECEIVED, by, today
    held.save(update_fields=["state", "received_by", "received_on"])
    lost = sum(one.quantity for one in missing)
    record(by, "stock.transfer_received", held, missing=lost)
    publish(TransferReceived(transfer_id=held.pk, store_id=held.store_id, missing=lost))
    return held
