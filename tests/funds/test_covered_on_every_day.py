"""Money is used when it is there: on its day, and on every day after it."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from assistance.funds import queries, services
from assistance.funds.models import Account, AccountDay, Entry
from assistance.funds.rules import Line, Move
from ground.kernel.errors import RuleBroken

BEFORE, CAME = date(2008, 1, 2), date(2008, 1, 3)
LATER, TODAY = date(2008, 1, 20), date(2008, 2, 1)


@pytest.fixture(autouse=True)
def today(at):
    with at(TODAY.isoformat()):
        yield


def moved(source, move, on, *amounts):
    lines = [Line(key=f"试:{uuid4()}", amount=Decimal(one), summary="试") for one in amounts]
    return services.post(by=None, source=source, move=move, on=on, lines=lines)


def closings(source, kind):
    days = AccountDay.objects.filter(account__source=source, account__kind=kind)
    return {day.on: day.closing for day in days.order_by("on")}


def refused(source, move, on, *amounts):
    booked = Entry.objects.count()
    with pytest.raises(RuleBroken) as said, transaction.atomic():
        moved(source, move, on, *amounts)
    assert Entry.objects.count() == booked
    return said.value


def test_before_it_came(source):
    broken = refused(source, Move.RESERVED, BEFORE, 12_000)
    assert broken.code == "fund_short_then"
    assert "2008-01-02 日终可用余额 0.00 元" in broken.message
    assert "还差 12,000.00 元" in broken.message
    assert broken.fields["on"] in broken.message


def test_on_the_day_it_came(source):
    moved(source, Move.RESERVED, CAME, 12_000)
    assert closings(source, "available") == {CAME: 18_000}


def test_a_later_day_was_emptied(source):
    """20,000 were used on the 20th: of the 30,000 of the 3rd, 10,000 are left for the days between."""
    moved(source, Move.RESERVED, LATER, 20_000)
    services.receive_money(by=None, source=source, amount="50000", on=TODAY, summary="再到账")
    broken = refused(source, Move.RESERVED, date(2008, 1, 10), 10_001)
    assert "2008-01-20 日终可用余额 10,000.00 元" in broken.message
    moved(source, Move.RESERVED, date(2008, 1, 10), 10_000)
    assert closings(source, "available")[LATER] == 0


def test_many_at_once_are_covered_together(source):
    services.receive_money(by=None, source=source, amount="1", on=TODAY, summary="再到账")
    broken = refused(source, Move.RESERVED, LATER, 15_000, 15_001)
    assert "2008-01-20 日终可用余额 30,000.00 元" in broken.message
    assert len(moved(source, Move.RESERVED, LATER, 15_000, 15_000)) == 2


def test_an_allocation_names_the_day(tree, client_of):
    giver, finance = tree["province"]
    source = services.open_source(
        by=finance, organisation=giver, kind="central", name="专款", year=2008
    )
    services.receive_money(by=finance, source=source, amount="50000", on=LATER, summary="到账")
    sent = {
        "key": uuid4(),
        "to": tree["city"][0].pk,
        "amount": "12000",
        "purpose": "生活救助",
        "on": "2008-01-01",
    }
    page = client_of(finance).post(f"/funds/{source.pk}/allocate/", sent).content.decode()
    assert "2008-01-01 日终可用余额 0.00 元" in page
    assert queries.balances_of(source).available == 50_000


def test_what_the_bank_answered_is_told_again(source):
    """Told, taken back, told again: money is on its way again from the day of taking back, not before."""
    moved(source, Move.RESERVED, CAME, 100)
    moved(source, Move.SENT, CAME, 100)
    moved(source, Move.SETTLED, LATER, 100)
    moved(source, Move.UNSETTLED, TODAY, 100)
    refused(source, Move.SETTLED, LATER, 100)
    moved(source, Move.SETTLED, TODAY, 100)
    assert set(closings(source, "in_transit").values()) == {100, 0}
    assert queries.balances_of(source).spent == 100
    assert queries.ledger_is_intact()


def test_what_came_in_is_written_down_late(source):
    services.receive_money(by=None, source=source, amount="7", on=BEFORE, summary="补记")
    assert closings(source, "available") == {BEFORE: 7, CAME: 30_007}


@transaction.atomic
def written_past_the_services(ids):
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO funds_entry (source_id, key, "on", summary)'
            " SELECT source_id, 'x', %s, 'x' FROM funds_account WHERE id = %s RETURNING id",
            [BEFORE, ids["available"]],
        )
        [[entry]] = cursor.fetchall()
        cursor.execute(
            'INSERT INTO funds_posting (entry_id, account_id, "on", amount)'
            " VALUES (%s, %s, %s, -5), (%s, %s, %s, 5)",
            [entry, ids["available"], BEFORE, entry, ids["reserved"], BEFORE],
        )


def test_the_database_refuses_by_itself(source):
    ids = {one.kind: one.pk for one in Account.objects.filter(source=source)}
    with pytest.raises(DatabaseError, match="fund_day_never_below_zero"):
        written_past_the_services(ids)
    assert closings(source, "available") == {CAME: 30_000}
