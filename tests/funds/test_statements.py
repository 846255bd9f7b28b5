"""What the ledger says of any past day: statements of an account, trial balances of all."""

from datetime import date
from decimal import Decimal

from assistance.funds import queries, services
from assistance.funds.models import FundSource
from assistance.funds.rules import Move
from ground.kernel.periods import Period
from tests.funds.balances import yuan


def test_a_statement_runs_from_opening_to_closing(source, finance, at):
    for day, amount in ((5, "100"), (6, "200"), (7, "300"), (8, "400")):
        on = date(2008, 3, day)
        with at(on.isoformat()):
            services.post_one(
                move=Move.RESERVED,
                by=finance,
                source=source,
                amount=amount,
                key=f"批次:{day}",
                on=on,
                summary="批准",
            )
    available = source.accounts.get(kind="available")
    march = Period(starts_on=date(2008, 3, 6), ends_on=date(2008, 3, 31))
    told = queries.statement(available, march, limit=50)
    assert (told.opening, told.closing) == (Decimal(29900), Decimal(29000))
    assert [(line.amount, line.running) for line in told.lines] == [
        (Decimal(-200), Decimal(29700)),
        (Decimal(-300), Decimal(29400)),
        (Decimal(-400), Decimal(29000)),
    ]
    second = queries.statement(available, march, start=1, limit=1)
    assert [line.running for line in second.lines] == [Decimal(29400)]
    assert (second.opening, second.closing) == (Decimal(29900), Decimal(29000))
    granted = queries.statement(source.accounts.get(kind="granted"), march, limit=50)
    assert (granted.opening, granted.lines, granted.closing) == (Decimal(30000), [], Decimal(30000))


def test_a_trial_balance_of_any_past_day(source, finance, at):
    with at("2008-05-19"):
        on = date(2008, 5, 19)
        services.post_one(
            move=Move.RESERVED,
            by=finance,
            source=source,
            amount="2000",
            key="批",
            on=on,
            summary="批准",
        )
        services.post_one(
            move=Move.PAID_OUT,
            by=None,
            source=source,
            amount="1500",
            key="款",
            on=on,
            summary="发放",
        )
    sources = FundSource.objects.all()
    for day, expected in (
        (date(2008, 1, 2), yuan()),
        (date(2008, 1, 3), yuan(30000, 30000)),
        (date(2008, 5, 18), yuan(30000, 30000)),
        (date(2008, 5, 19), yuan(30000, 28000, 500, 1500)),
    ):
        told = queries.trial_balance(day, sources)
        assert told.rows == [(source, expected)]
        assert told.total == expected
        assert told.total.add_up
