"""What a year has left goes into the next year's sources."""

from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction

from assistance.funds import queries, rules
from assistance.funds.events import YearCarried
from assistance.funds.models import CarryLine, CarryOver, FundSource
from assistance.funds.rules import Move
from assistance.funds.services.posting import post_one
from assistance.funds.services.sources import open_next_year
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.events.services import Cause, caused_by, publish
from ground.kernel import clock
from ground.kernel.money import yuan


@transaction.atomic
def carry_over(
    *,
    by: User,
    organisation: Organisation,
    year: int,
    total: str | int | Decimal,
    key: UUID | None = None,
) -> CarryOver:
    """Carry what is available in a year's sources into next year's, each into its own.

    `total` is what the preview showed: where it has changed since, nothing is carried. The same `key`
    carries once. What is set aside or at the bank stays; released later, it is carried by another one.
    """
    key, today = key or uuid4(), clock.today()
    sources = list(FundSource.objects.filter(organisation=organisation, year=year))
    queries.lock_sources(sources)
    if known := CarryOver.objects.filter(key=key, organisation=organisation, year=year).first():
        return known
    rules.check_carry_day(year=year, today=today)
    left = queries.to_carry(organisation, year)
    rules.check_carry(seen=yuan(total), now=left.total, standing=left.standing)
    act = CarryOver.objects.create(
        key=key, organisation=organisation, year=year, on=today, amount=left.total, made_by=by
    )
    [told] = publish(
        YearCarried(
            carry_over_id=act.pk, organisation_id=organisation.pk, year=year, amount=left.total
        )
    )
    with caused_by(Cause(event_id=told.pk, actor_id=by.pk)):
        for source, balances in left.rows:
            if balances.available:
                _carry(by, act, source, balances.available)
    record(by, "funds.year_carried", act, year=year, amount=left.total, number=left.number)
    return act


def _carry(by: User, act: CarryOver, source: FundSource, amount: Decimal) -> None:
    into = FundSource.objects.filter(carried_from=source).first()
    into = into or open_next_year(by=by, source=source)
    entry, into_entry = (
        post_one(
            by=by,
            source=side,
            move=move,
            on=act.on,
            key=f"funds.carry:{act.pk}:{source.pk}:{way}",
            amount=amount,
            summary=summary,
        )
        for side, move, way, summary in (
            (source, Move.CARRIED, "out", f"{act.year}年度结余结转下年"),
            (into, Move.RECEIVED, "in", f"{act.year}年度结余转入"),
        )
    )
    CarryLine.objects.create(
        carry_over=act,
        source=source,
        into=into,
        amount=amount,
        entry=entry,
        into_entry=into_entry,
    )
