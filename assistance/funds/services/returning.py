"""What a unit did not spend comes back the way it came."""

from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction

from assistance.funds import queries, rules
from assistance.funds.events import MoneyReturned, ReturnRefused, ReturnSent
from assistance.funds.models import Allocation, FundReturn, FundSource
from assistance.funds.rules import Move
from assistance.funds.services import passing
from ground.accounts.models import User
from ground.audit.services import record
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.money import shown
from ground.kernel.texts import check_text

TAKE_BACK, NOT_COME = "确认缴回", "登记未收到"


@transaction.atomic
def return_money(
    *,
    by: User,
    source: FundSource,
    amount: str | int | Decimal,
    why: str,
    on: date,
    key: UUID | None = None,
    again: bool = False,
) -> FundReturn:
    """Send back up what is not spent of money that came down. The same `key` sends it once.

    Under another key the same amount of the same day, for the same reason, is sent once more only where
    it was said that it goes `again`.
    """
    key = key or uuid4()
    if source.allocation_id is None:
        raise RuleBroken("not_allocated", "这笔资金不是上级下达的，没有可缴回的上级")
    came = queries.locked_allocation(source.allocation_id)
    queries.locked_accounts(source)
    read = rules.amount_to_book(amount)
    if known := FundReturn.objects.filter(key=key).first():
        return passing.same(
            known, (known.source_id, known.amount, known.on) == (source.pk, read, on)
        )
    rules.check_receivers_person(by.organisation.path, receiver=came.to.path, doing="缴回")
    rules.check_return(amount=read, allocated=came.amount, returned=queries.returned_of(came))
    rules.check_day_between(
        on, earliest=came.decided_on or came.on, today=clock.today(), what="缴回日期"
    )
    why = check_text(why, field="why", label="缴回原因", longest=rules.PURPOSE_LENGTH)
    if not again:
        same = queries.same_return(source, amount=read, on=on, why=why)
        said = f"{on.isoformat()} 缴回 {shown(read)} 元“{why}”"
        rules.check_not_twice(same, said=said, code="return_again")
    number = queries.next_number("funds_fundreturn")
    entry = passing.booked(
        by,
        source,
        Move.RETURNED,
        ReturnSent(return_id=number, allocation_id=came.pk, amount=read, on=on),
        key=f"funds.return:{number}:sent",
        amount=read,
        on=on,
        summary=f"缴回{came.source.organisation}：{why}",
    )
    sent = FundReturn.objects.create(
        pk=number,
        key=key,
        allocation=came,
        source=source,
        amount=read,
        why=why,
        on=on,
        due_on=passing.due(on, came.source.organisation),
        made_by=by,
        made_for=by.organisation,
        entry=entry,
    )
    record(by, "funds.return_sent", sent, source=source.pk, allocation=came.pk, amount=read, on=on)
    return sent


@transaction.atomic
def confirm_return(*, by: User, returned: FundReturn, on: date) -> FundReturn:
    """What was sent back has come, into the source that gave it. Again changes nothing."""
    came, held = _locked_both(returned)
    _check_givers(by, came, TAKE_BACK)
    if held.state == FundReturn.State.RECEIVED:
        return held
    passing.check_open(held, TAKE_BACK)
    rules.check_other_person(maker=held.made_by_id, other=by.pk, doing=TAKE_BACK)
    rules.check_day_between(on, earliest=held.on, today=clock.today(), what="收到日期")
    held.back_entry = passing.booked(
        by,
        came.source,
        Move.TAKEN_BACK,
        MoneyReturned(
            return_id=held.pk,
            allocation_id=came.pk,
            source_id=came.source_id,
            amount=held.amount,
            on=on,
        ),
        key=f"funds.return:{held.pk}:received",
        amount=held.amount,
        on=on,
        unit=came.to,
        summary=f"{came.to}缴回：{held.why}",
    )
    passing.decide(by, held, FundReturn.State.RECEIVED, on)
    record(by, "funds.money_returned", held, source=came.source_id, amount=held.amount, on=on)
    return held


@transaction.atomic
def refuse_return(*, by: User, returned: FundReturn, reason: str) -> FundReturn:
    """What was sent back never came: it is available below again. Again changes nothing."""
    came, held = _locked_both(returned)
    _check_givers(by, came, NOT_COME)
    if held.state == FundReturn.State.REFUSED:
        return held
    passing.check_open(held, NOT_COME)
    rules.check_other_person(maker=held.made_by_id, other=by.pk, doing=NOT_COME)
    held.reason = check_text(reason, field="reason", label="说明", longest=rules.REASON_LENGTH)
    today = clock.today()
    held.back_entry = passing.booked(
        by,
        held.source,
        Move.NOT_RETURNED,
        ReturnRefused(return_id=held.pk, allocation_id=came.pk, amount=held.amount, on=today),
        key=f"funds.return:{held.pk}:refused",
        amount=held.amount,
        on=today,
        summary=f"{came.source.organisation}未收到缴回：{held.why}",
    )
    passing.decide(by, held, FundReturn.State.REFUSED, today)
    record(by, "funds.return_refused", held, reason=held.reason, amount=held.amount)
    return held


def _locked_both(returned: FundReturn) -> tuple[Allocation, FundReturn]:
    came = queries.locked_allocation(returned.allocation_id)
    return came, queries.locked_return(returned.pk)


def _check_givers(by: User, came: Allocation, doing: str) -> None:
    giver = came.source.organisation.path
    rules.check_giver(by.organisation.path, giver=giver, receiver=came.to.path, doing=doing)
