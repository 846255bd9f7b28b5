"""The database refuses by itself: every way around the services that we could think of."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from assistance.funds import queries, services
from assistance.funds.models import Account, Entry


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@transaction.atomic
def try_all(statements):
    for sql, *values in statements:
        run(sql, *values)
    run("SET CONSTRAINTS ALL IMMEDIATE")


def refused(*statements, says):
    run("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")  # what the fixtures left
    with pytest.raises((DatabaseError, IntegrityError), match=says):
        try_all(statements)
    assert queries.ledger_is_intact()


ENTRY = (
    'INSERT INTO funds_entry (key, "on", summary, recorded_at)'
    " VALUES ('x', '2008-01-04', 'x', now())"
)
POSTING = (
    "INSERT INTO funds_posting (entry_id, account_id, amount)"
    " SELECT id, %s, %s FROM funds_entry WHERE key = 'x'"
)


@pytest.fixture
def ids(source):
    return {account.kind: account.pk for account in source.accounts.all()}


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("UPDATE funds_posting SET amount = amount * 2", "append-only"),
        ("DELETE FROM funds_posting", "append-only"),
        ("TRUNCATE funds_posting", "append-only"),
        ("UPDATE funds_entry SET \"on\" = '2007-12-31'", "append-only"),
        ("UPDATE funds_entry SET made_in = 0", "append-only"),
        ("DELETE FROM funds_entry", "append-only"),
        ("TRUNCATE funds_entry CASCADE", "append-only"),
        ("TRUNCATE funds_account CASCADE", "append-only"),
        ("DELETE FROM funds_account", "append-only"),
        ("UPDATE funds_account SET balance = balance + 1", "postings alone"),
        ("UPDATE funds_account SET kind = 'spent' WHERE kind = 'granted'", "postings alone"),
        ("UPDATE funds_account SET id = id + 1000", "postings alone"),
    ],
)
def test_nothing_written_is_changed(source, sql, says):
    refused((sql,), says=says)


def test_an_account_begins_at_nothing(source):
    refused(
        ("INSERT INTO funds_account (source_id, kind, balance) VALUES (%s, 'x', 5)", source.pk),
        says="postings alone",
    )


def test_an_entry_without_postings(source):
    refused((ENTRY,), says="does not add to zero")


def test_an_entry_with_one_posting(ids):
    refused((ENTRY,), (POSTING, ids["available"], 5), says="does not add to zero")


def test_an_entry_that_does_not_add_up(ids):
    refused(
        (ENTRY,),
        (POSTING, ids["granted"], -5),
        (POSTING, ids["available"], 6),
        says="does not add to zero",
    )


def test_an_amount_that_is_no_number(ids):
    refused(
        (ENTRY,),
        (POSTING, ids["granted"], "NaN"),
        (POSTING, ids["available"], "NaN"),
        says="does not add to zero",
    )


def test_a_posting_of_nothing(ids):
    refused((ENTRY,), (POSTING, ids["available"], 0), says="posting_not_zero")


def test_a_fund_below_zero(ids):
    refused(
        (ENTRY,),
        (POSTING, ids["available"], -30001),
        (POSTING, ids["reserved"], 30001),
        says="fund_never_below_zero",
    )


def test_an_entry_between_two_sources(ids, source, root, finance):
    other = services.open_source(
        by=finance, organisation=root, kind="own", name="另一笔", year=2008
    )
    refused(
        (ENTRY,),
        (POSTING, ids["available"], -5),
        (POSTING, other.accounts.get(kind="available").pk, 5),
        says="does not add to zero",
    )


@pytest.mark.django_db(transaction=True)
def test_a_balanced_pair_slipped_into_an_old_entry(source):
    accounts = {account.kind: account.pk for account in source.accounts.all()}
    old = Entry.objects.get()
    add = "INSERT INTO funds_posting (entry_id, account_id, amount) VALUES (%s, %s, %s)"
    refused(
        (add, old.pk, accounts["reserved"], 5),
        (add, old.pk, accounts["spent"], -5),
        says="is closed",
    )
    assert Account.objects.get(kind="reserved").balance == 0
