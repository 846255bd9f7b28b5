"""Threads with connections of their own, at the same row at the same moment."""

import threading
import time
from datetime import date
from decimal import Decimal
from functools import partial
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from assistance.funds import queries, services
from assistance.funds.models import Entry, FundSource
from assistance.funds.rules import Move
from ground.kernel import clock
from tests.at_once import at_once

ON = date(2008, 6, 1)
pytestmark = pytest.mark.django_db(transaction=True)


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

    results = at_once(*(partial(reserve, n) for n in range(20)), on=ON)
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

    def spend():
        return services.post_one(
            move=Move.PAID_OUT, by=None, source=source, amount="1", key="款", on=ON, summary="发放"
        ).pk

    results = at_once(*[spend] * 20, on=ON)
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

    results = at_once(*(partial(reserve, n) for n in range(8)), on=ON)
    assert sorted(results) == ["booked"] * 4 + ["entry_differs"] * 4
    assert Entry.objects.filter(key="批").count() == 1
    assert queries.ledger_is_intact()


def test_one_receipt_from_eight_clicks(source, finance):
    key = UUID(int=2008)

    def click():
        return services.receive_money(
            by=finance, source=source, amount="100", on=ON, summary="一日捐", key=key
        ).pk

    results = at_once(*[click] * 8, on=ON)
    assert len(set(results)) == 1
    assert queries.balances_of(source).granted == Decimal(30100)


def test_one_name_opened_by_eight(root, finance):
    def open_source():
        services.open_source(by=finance, organisation=root, kind="own", name="帮扶资金", year=2008)
        return "opened"

    assert sorted(at_once(*[open_source] * 8, on=ON)) == ["opened"] + ["source_exists"] * 7
    assert FundSource.objects.count() == 1


def waits_for_another():
    """Whether a statement of ours waits for somebody else's lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0


def enter_for(unit, finance, source):
    services.post_one(
        move=Move.RESERVED,
        by=finance,
        source=source,
        amount="1",
        key="批",
        on=ON,
        summary="批准",
        unit_id=unit.pk,
    )


def remove(unit):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_organisation WHERE id = %s", [unit.pk])


def test_a_unit_removed_before_the_entry_that_names_it_is_committed(
    source, finance, make_organisation
):
    unit = make_organisation("临时单位")

    def commit():
        with transaction.atomic():
            enter_for(unit, finance, source)
            gone = threading.Thread(target=in_its_own_connection, args=(partial(remove, unit),))
            gone.start()
            gone.join(20)

    assert at_once(commit, on=ON) == ["database"]
    assert not Entry.objects.filter(key="批").exists()
    assert queries.ledger_is_intact()


def test_a_unit_stays_while_an_entry_that_names_it_is_being_committed(
    source, finance, make_organisation
):
    unit, refused = make_organisation("临时单位"), []

    def remove_it():
        try:
            remove(unit)
        except IntegrityError as error:
            refused.append(str(error))

    gone = threading.Thread(target=in_its_own_connection, args=(remove_it,))

    def commit():
        with transaction.atomic():
            enter_for(unit, finance, source)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            gone.start()
            deadline = time.monotonic() + 20
            while not waits_for_another():
                assert time.monotonic() < deadline, "the removal waits for nobody"
                time.sleep(0.01)
        return "booked"

    assert at_once(commit, on=ON) == ["booked"]
    gone.join(20)
    assert len(refused) == 1
    assert "the fund ledger names it" in refused[0]
    assert Entry.objects.get(key="批").unit == unit
    assert queries.ledger_is_intact()


def in_its_own_connection(work):
    try:
        work()
    finally:
        connection.close()
