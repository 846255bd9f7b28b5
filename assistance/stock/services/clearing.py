"""Goods leave otherwise than over the counter: proposed by the keeper, decided by another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction

from assistance.stock import queries, rules
from assistance.stock.events import ClearanceApproved
from assistance.stock.models import Clearance, ClearanceLine, Store
from assistance.stock.rules import Line, Move
from assistance.stock.services.booking import Paper, book
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken

State, Kind = Clearance.State, Clearance.Kind


@dataclass(frozen=True, kw_only=True)
class Way:
    """How goods are to leave, why, to whom, and what they bring."""

    kind: str
    reason: str
    receiver: str = ""
    proceeds: str | int | Decimal = "0"
    from_sorting: bool = False


@transaction.atomic
def propose_clearance(
    *, by: User, store: Store, way: Way, lines: Sequence[Line], on: date, key: UUID | None = None
) -> Clearance:
    """Propose that goods leave: expired, damaged, given on, sold. Nothing moves yet. Once by its key."""
    key = key or uuid4()
    held = queries.locked_store(store.pk)
    if known := Clearance.objects.filter(key=key).first():
        return known
    if way.kind not in Kind.values:
        raise RuleBroken("clearance_kind", "请选择处置方式", fields={"kind": "请选择"})
    rules.check_lines(lines)
    rules.check_day(on, today=clock.today())
    is_passed_on = way.kind in {Kind.GIVEN, Kind.SOLD}
    proceeds = rules.price_of(way.proceeds, field="proceeds")
    if (way.kind == Kind.SOLD) != bool(proceeds):
        raise RuleBroken(
            "proceeds_wrong",
            "变卖须填写所得金额，其他处置方式不填",
            fields={"proceeds": "变卖须大于零，其他为零"},
        )
    lots = queries.lots_of([one.lot_id for one in lines])
    clearance = Clearance.objects.create(
        key=key,
        store=held,
        kind=way.kind,
        from_sorting=way.from_sorting,
        reason=rules.check_text(way.reason, field="reason", label="处置原因"),
        receiver=rules.check_text(
            way.receiver, field="receiver", label="接收方", longest=80, needed=is_passed_on
        ),
        proceeds=proceeds,
        value=sum((one.quantity * lots[one.lot_id].unit_value for one in lines), Decimal(0)),
        on=on,
        made_by=by,
    )
    ClearanceLine.objects.bulk_create(
        ClearanceLine(clearance=clearance, lot_id=one.lot_id, quantity=one.quantity)
        for one in lines
    )
    record(by, "stock.clearance_proposed", clearance, value=clearance.value)
    return clearance


@transaction.atomic
def approve_clearance(*, by: User, clearance: Clearance) -> Clearance:
    """The goods leave."""
    held = _locked(clearance, by, "批准处置")
    lines = [Line(one.lot_id, one.quantity) for one in held.lines.all()]
    move = Move.SORTED_OUT if held.from_sorting else Move.CLEARED
    movement, _ = book(
        by,
        held.store,
        move,
        lines,
        key=f"stock.clearance:{held.key}",
        on=clock.today(),
        said=Paper(counterparty=held.receiver, document_no=f"处置{held.pk}", note=held.reason),
    )
    held.movement, held.state = movement, State.APPROVED
    held.decided_by, held.decided_on = by, clock.today()
    held.save(update_fields=["movement", "state", "decided_by", "decided_on"])
    record(by, "stock.clearance_approved", held, value=held.value)
    publish(ClearanceApproved(clearance_id=held.pk, store_id=held.store_id, value=held.value))
    return held


@transaction.atomic
def refuse_clearance(*, by: User, clearance: Clearance, reason: str) -> Clearance:
    """The goods stay."""
    held = _locked(clearance, by, "不批准处置")
    held.refused_for = rules.check_text(reason, field="reason", label="未批准的原因")
    held.state, held.decided_by, held.decided_on = State.REFUSED, by, clock.today()
    held.save(update_fields=["refused_for", "state", "decided_by", "decided_on"])
    record(by, "stock.clearance_refused", held, reason=held.refused_for)
    return held


def _locked(clearance: Clearance, by: User, doing: str) -> Clearance:
    held = (
        Clearance.objects.select_for_update(of=("self",), no_key=True)
        .select_related("store")
        .get(pk=clearance.pk)
    )
    rules.check_state(
        state=held.state, wanted=[State.PROPOSED], label=held.get_state_display(), doing=doing
    )
    rules.check_other_person(maker=held.made_by_id, other=by.pk, doing=doing)
    return held
