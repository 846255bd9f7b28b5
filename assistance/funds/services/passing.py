"""What allocations and returns do alike: booked by an event, decided once, the same thing told twice."""

from datetime import date
from decimal import Decimal
from typing import TypeVar

from assistance.funds import rules
from assistance.funds.models import Allocation, Entry, FundReturn, FundSource
from assistance.funds.rules import Move
from assistance.funds.services.posting import post_one
from ground.accounts.models import Organisation, User
from ground.events import Event
from ground.events.services import Cause, caused_by, publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.places.queries import local_rule, workdays_after

T = TypeVar("T", Allocation, FundReturn)


def booked(
    by: User,
    source: FundSource,
    move: Move,
    because: Event,
    *,
    key: str,
    amount: Decimal,
    on: date,
    summary: str,
    unit: Organisation | None = None,
) -> Entry:
    """The entry, told by its event, so that it can say why it exists."""
    [told] = publish(because)
    with caused_by(Cause(event_id=told.pk, actor_id=by.pk)):
        return post_one(
            by=by,
            source=source,
            move=move,
            on=on,
            key=key,
            amount=amount,
            summary=summary[: rules.SUMMARY_LENGTH],
            unit_id=unit.pk if unit else None,
        )


def check_open(held: Allocation | FundReturn, doing: str) -> None:
    if held.state != "sent":
        raise RuleBroken("already_decided", f"这一笔{held.get_state_display()}，不能再{doing}")


def decide(by: User, held: Allocation | FundReturn, state: str, on: date) -> None:
    held.state, held.decided_by, held.decided_for = state, by, by.organisation
    held.decided_on = on
    held.save()


def same(known: T, is_same: bool) -> T:
    if not is_same:
        raise RuleBroken("key_taken", "这张单据已经办理过，金额、单位或日期与本次不同，请重新填写")
    return known


def due(on: date, organisation: Organisation) -> date:
    days = local_rule("funds.confirm_workdays", on=clock.today(), division=organisation.division)
    return workdays_after(on, int(days))
