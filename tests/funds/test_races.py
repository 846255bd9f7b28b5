"""Threads with connections of their own, at the same row at the same moment."""

import threading
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection

from assistance.funds import queries, services
from assistance.funds.models import Entry, FundSource
from assistance.funds.rules import Move
from ground.kernel import clock
from ground.kernel.errors import RuleBroken

ON = date(2008, 6, 1)
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(number, act):
    """Run `act(n)` in threads that start together; what each gave, or the code of its refusal."""
    gate, results = threading.Barrier(number), [None] * number

    def run(n):
        try:
            gate.wait()
            with clock.standing_at(clock.at_hour(ON)):
                results[n] = act(n)
        except RuleBroken as broken:
            results[n] = broken.code
        except Exception as error:  # noqa: BLE001 -- the assertion shows it
            results[n] = repr(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def test_twenty_want_the_last_yuan(source, finance):
    with clock.standing_at(clock.at_hour(ON)):
        services.post_one(
            move=Move.RESERVED,
            by=finance,
            source=source,
            amount="29999",
            key="批",
            on=ON,
            summary="批准",
        )

    def reserve(n):
        services.post_one(
            move=Move.RESERVED,
            by=finance,
            source=source,
            amount="1",
            key=f"批:{n}",
            on=ON,
            summary="批准",
        )
        return "got it"

    results = at_once(20, reserve)
    assert sorted(results) == ["fund_short"] * 19 + ["got it"]
    assert queries.balances_of(source).available == Decimal(0)
    assert Entry.objects.count() == 3
    assert queries.ledger_is_intact()


def test_twenty_spend_the_last_reserved_yuan_under_one_key(source, finance):
    with clock.standing_at(clock.at_hour(ON)):
        services.post_one(
            move=Move.RESERVED,
            by=finance,
            source=source,
            amount="1",
            key="批",
            on=ON,
            summary="批准",
        )

    def spend(n):
        return services.post_one(
            move=Move.PAID_OUT, by=None, source=source, amount="1", key="款", on=ON, summary="发放"
        ).pk

    results = at_once(20, spend)
    assert set(results) == {Entry.objects.get(key="款").pk}
    assert queries.balances_of(source).spent == Decimal(1)
    assert queries.ledger_is_intact()


def test_one_key_with_two_sources_at_once(source, finance, root):
    with clock.standing_at(clock.at_hour(ON)):
        other = services.open_source(
            by=finance, organisation=root, kind="own", name="另一笔", year=2008
        )
        services.receive_money(by=finance, source=other, amount="30000", on=ON, summary="到账")

    def reserve(n):
        services.post_one(
            move=Move.RESERVED,
            by=finance,
            source=(source, other)[n % 2],
            amount="5",
            key="批",
            on=ON,
            summary="批准",
        )
        return "booked"

    results = at_once(8, reserve)
    assert sorted(results) == ["booked"] * 4 + ["entry_differs"] * 4
    assert Entry.objects.filter(key="批").count() == 1
    assert queries.ledger_is_intact()


def test_one_receipt_from_eight_clicks(source, finance):
    key = UUID(int=2008)
    results = at_once(
        8,
        lambda _: (
            services.receive_money(
                by=finance, source=source, amount="100", on=ON, summary="一日捐", key=key
            ).pk
        ),
    )
    assert len(set(results)) == 1
    assert queries.balances_of(source).granted == Decimal(30100)


def test_one_name_opened_by_eight(root, finance):
    def open_source(n):
        services.open_source(by=finance, organisation=root, kind="own", name="帮扶资金", year=2008)
        return "opened"

    assert sorted(at_once(8, open_source)) == ["opened"] + ["source_exists"] * 7
    assert FundSource.objects.count() == 1
