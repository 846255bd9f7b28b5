"""Money goes down to a unit below, which says whether it came."""

from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction

from assistance.funds import queries, rules
from assistance.funds.events import AllocationReceived, AllocationRefused, AllocationSent
from assistance.funds.models import Allocation, FundSource
from assistance.funds.rules import Move
from assistance.funds.services import passing
from assistance.funds.services.sources import open_from_allocation
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.kernel import clock
from ground.kernel.money import shown
from ground.kernel.texts import check_text

CONFIRM, REFUSE = "确认到账", "退回下达"


@transaction.atomic
def allocate(
    *,
    by: User,
    source: FundSource,
    to: Organisation,
    amount: str | int | Decimal,
    purpose: str,
    on: date,
    document_no: str = "",
    key: UUID | None = None,
    again: bool = False,
) -> Allocation:
    """Send money of a source to a unit below. The same `key` sends it once.

    Under another key the same amount of the same day for the same unit and purpose is sent once more
    only where it was said that it goes `again`.
    """
    key = key or uuid4()
    queries.locked_accounts(source)
    read = rules.amount_to_book(amount)
    if known := Allocation.objects.filter(key=key).first():
        same = (known.source_id, known.to_id, known.amount, known.on)
        return passing.same(known, same == (source.pk, to.pk, read, on))
    giver = source.organisation
    rules.check_receiver(giver=giver.path, receiver=to.path, is_active=to.is_active)
    rules.check_keeper(to.kind, label=to.name, field="to")
    rules.check_giver(by.organisation.path, giver=giver.path, receiver=to.path, doing="下达")
    purpose = check_text(purpose, field="purpose", label="用途", longest=rules.PURPOSE_LENGTH)
    document_no = check_text(
        document_no, field="document_no", label="文号", longest=60, needed=False
    )
    if not again:
        known = queries.same_allocation(source, to=to, amount=read, on=on, purpose=purpose)
        said = f"{on.isoformat()} 下达{to} {shown(read)} 元“{purpose}”"
        rules.check_not_twice(known, said=said, code="allocation_again")
    number = queries.next_number("funds_allocation")
    entry = passing.booked(
        by,
        source,
        Move.ALLOCATED,
        AllocationSent(allocation_id=number, source_id=source.pk, to_id=to.pk, amount=read, on=on),
        key=f"funds.allocation:{number}:sent",
        amount=read,
        on=on,
        unit=to,
        summary=f"下达{to}：{purpose}",
    )
    sent = Allocation.objects.create(
        pk=number,
        key=key,
        source=source,
        to=to,
        amount=read,
        purpose=purpose,
        document_no=document_no,
        on=on,
        due_on=passing.due(on, to),
        made_by=by,
        made_for=by.organisation,
        entry=entry,
    )
    record(by, "funds.allocation_sent", sent, source=source.pk, to=to.pk, amount=read, on=on)
    return sent


@transaction.atomic
def confirm_allocation(*, by: User, allocation: Allocation, on: date, name: str = "") -> FundSource:
    """The money has come: it stands in a source of the receiver's own. Again gives that source."""
    held = queries.locked_allocation(allocation.pk)
    _check_receivers(by, held, CONFIRM)
    if held.state == Allocation.State.RECEIVED and (opened := queries.opened_by(held)):
        return opened
    passing.check_open(held, CONFIRM)
    rules.check_day_between(on, earliest=held.on, today=clock.today(), what="到账日期")
    source = open_from_allocation(by=by, allocation=held, name=name)
    entry = passing.booked(
        by,
        source,
        Move.RECEIVED,
        AllocationReceived(allocation_id=held.pk, source_id=source.pk, amount=held.amount, on=on),
        key=f"funds.allocation:{held.pk}:received",
        amount=held.amount,
        on=on,
        summary=f"{held.source.organisation}下达到账：{held.purpose}",
    )
    held.received_entry = entry
    passing.decide(by, held, Allocation.State.RECEIVED, on)
    record(by, "funds.allocation_received", held, source=source.pk, on=on)
    return source


@transaction.atomic
def refuse_allocation(*, by: User, allocation: Allocation, reason: str) -> Allocation:
    """The money did not come, or is not ours: it is available above again. Again changes nothing."""
    held = queries.locked_allocation(allocation.pk)
    _check_receivers(by, held, REFUSE)
    if held.state == Allocation.State.REFUSED:
        return held
    passing.check_open(held, REFUSE)
    held.reason = check_text(reason, field="reason", label="退回原因", longest=rules.REASON_LENGTH)
    today = clock.today()
    held.back_entry = passing.booked(
        by,
        held.source,
        Move.TAKEN_BACK,
        AllocationRefused(
            allocation_id=held.pk, source_id=held.source_id, amount=held.amount, on=today
        ),
        key=f"funds.allocation:{held.pk}:refused",
        amount=held.amount,
        on=today,
        unit=held.to,
        summary=f"{held.to}退回下达：{held.purpose}",
    )
    passing.decide(by, held, Allocation.State.REFUSED, today)
    record(by, "funds.allocation_refused", held, reason=held.reason, amount=held.amount)
    return held


def _check_receivers(by: User, held: Allocation, doing: str) -> None:
    rules.check_receivers_person(by.organisation.path, receiver=held.to.path, doing=doing)
    rules.check_other_person(maker=held.made_by_id, other=by.pk, doing=doing)
