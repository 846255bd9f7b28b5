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
    'INSERT INTO funds_entry (source_id, key, "on", summary, recorded_at)'
    " SELECT min(id), 'x', '2008-01-04', 'x', now() FROM funds_fundsource"
)


def postings(*sides):
    """All postings of the entry `x` in one statement: account id, amount."""
    values = ", ".join(["(%s, %s::numeric)"] * len(sides))
    return (
        f"""INSERT INTO funds_posting (entry_id, account_id, "on", amount)
            SELECT e.id, side.account, e."on", side.amount FROM funds_entry e,
                (VALUES {values}) AS side (account, amount) WHERE e.key = 'x'""",
        *(value for side in sides for value in side),
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
        ("UPDATE funds_daytotal SET amount = amount + 1", "postings alone"),
        ("DELETE FROM funds_daytotal", "postings alone"),
        ("TRUNCATE funds_daytotal", "append-only"),
        ("DELETE FROM funds_unsealedentry", "waits for its seal"),
        ("TRUNCATE funds_unsealedentry", "append-only"),
        ("INSERT INTO funds_unsealedentry VALUES (0, 0)", "written with its entry"),
        ("DELETE FROM funds_fundsource", "funds_account"),  # its accounts hold it
        ("UPDATE funds_fundsource SET name = '别的'", "keeps what it was opened with"),
        ("UPDATE funds_fundsource SET year = 2009", "keeps what it was opened with"),
    ],
)
def test_nothing_written_is_changed(source, sql, says):
    refused((sql,), says=says)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE funds_sealedentry SET number = number + 1",
        "DELETE FROM funds_sealedentry",
        "TRUNCATE funds_sealedentry",
        "UPDATE funds_seal SET last = last + 1",
        "DELETE FROM funds_seal",
        "TRUNCATE funds_seal",
    ],
)
def test_nothing_sealed_is_changed(source, drain, sql):
    drain()
    refused((sql,), says="append-only")


def test_an_account_begins_at_nothing(source):
    refused(
        ("INSERT INTO funds_account (source_id, kind, balance) VALUES (%s, 'x', 5)", source.pk),
        says="postings alone",
    )


def test_an_entry_without_postings(source):
    refused((ENTRY,), says="has no postings")


def test_an_entry_of_a_source_that_is_not_there(ids):
    nowhere = ENTRY.replace("min(id), 'x'", "0, 'x'")
    told = postings((ids["granted"], -5), (ids["available"], 5))
    refused((nowhere,), told, says="of a fund source that is not there")


MANY = (
    'INSERT INTO funds_entry (source_id, key, "on", summary, recorded_at)'
    " SELECT (SELECT min(id) FROM funds_fundsource), 'x' || n, '2008-01-04', 'x', now()"
    " FROM generate_series(1, %s) AS n"
)
SIDES = (
    'INSERT INTO funds_posting (entry_id, account_id, "on", amount)'
    """ SELECT {entry}, side.account, e."on", side.amount FROM funds_entry e,"""
    " (VALUES (%s, -5), (%s, 5)) AS side (account, amount) WHERE e.key LIKE 'x%%' {more}"
)


def sides(ids, *, entry="e.id", more="", into="available"):
    """Both postings of all entries `x…`, or of those that `more` leaves, in one statement."""
    return (SIDES.format(entry=entry, more=more), ids["granted"], ids.get(into, 0))


FEW_AND_MANY = pytest.mark.parametrize("number", [1, 3, 60])


@FEW_AND_MANY
def test_many_entries_at_once(ids, number):
    try_all([(MANY, number), sides(ids)])
    assert Account.objects.get(kind="available").balance == 30000 + 5 * number
    assert queries.ledger_is_intact()


@FEW_AND_MANY
def test_postings_of_an_entry_that_is_not_there(ids, number):
    stray = sides(ids, entry="CASE WHEN e.key = 'x1' THEN 0 ELSE e.id END")
    refused((MANY, number), stray, says="it, or an account of it, is not there")


@FEW_AND_MANY
def test_a_posting_onto_an_account_that_is_not_there(ids, number):
    refused(
        (MANY, number), sides(ids, into="nowhere"), says="it, or an account of it, is not there"
    )


@FEW_AND_MANY
def test_a_second_pair_in_the_transaction_of_the_entry(ids, number):
    pair = sides(ids | {"granted": ids["reserved"]}, more="AND e.key = 'x1'", into="spent")
    refused((MANY, number), sides(ids), pair, says="is closed")


@pytest.mark.parametrize("number", [3, 60])
def test_others_wrote_between_the_entries(ids, number):
    """The postings of a statement need not lie beside each other; none joins those of another."""
    between, around = "AND e.key = 'x2'", "AND e.key <> 'x2'"
    try_all([(MANY, number), sides(ids, more=between), sides(ids, more=around)])
    assert queries.ledger_is_intact()


@pytest.mark.parametrize("number", [3, 60])
def test_a_second_pair_among_others(ids, number):
    between = sides(ids, more="AND e.key = 'x2'")
    refused((MANY, number), between, sides(ids), says="posting_once")
    again = sides(ids | {"granted": ids["reserved"]}, into="spent")
    refused((MANY, number), between, again, says="is closed")


@FEW_AND_MANY
def test_one_of_many_without_postings(ids, number):
    refused((MANY, number), sides(ids, more="AND e.key <> 'x1'"), says="has no postings")


def naming(column):
    """Entries of which the first names somebody in this column."""
    return MANY.replace("source_id,", f"{column}, source_id,").replace(
        "SELECT (", "SELECT CASE n WHEN 1 THEN %s::bigint END, (", 1
    )


@FEW_AND_MANY
@pytest.mark.parametrize("column", ["unit_id", "made_by_id"])
def test_an_entry_names_who_is_there(root, person, ids, column, number):
    there = {"unit_id": root.pk, "made_by_id": person("finance").pk}[column]
    try_all([(naming(column), there, number), sides(ids)])
    again = (naming(column).replace("'x'", "'y'", 1), 0, number)
    told = sides(ids)[0].replace("'x%%'", "'y%%'"), *sides(ids)[1:]
    refused(again, told, says="a unit or a person that is not there")


@pytest.mark.parametrize("column", ["unit_id", "made_by_id"])
def test_whom_an_entry_names_stays(make_organisation, person, ids, column):
    unit, somebody = make_organisation("临时单位"), person("finance")
    there, table = {
        "unit_id": (unit.pk, "accounts_organisation"),
        "made_by_id": (somebody.pk, "accounts_user"),
    }[column]
    try_all([(naming(column), there, 3), sides(ids)])
    refused((f"DELETE FROM {table} WHERE id = %s", there), says="the fund ledger names it")
    refused((f"UPDATE {table} SET id = 0 WHERE id = %s", there), says="the fund ledger names it")


def test_an_entry_with_one_posting(ids):
    refused((ENTRY,), postings((ids["available"], 5)), says="does not add to zero")


def test_an_entry_that_does_not_add_up(ids):
    refused(
        (ENTRY,),
        postings((ids["granted"], -5), (ids["available"], 6)),
        says="does not add to zero",
    )


def test_an_amount_that_is_no_number(ids):
    refused(
        (ENTRY,),
        postings((ids["granted"], "NaN"), (ids["available"], "NaN")),
        says="does not add to zero",
    )


def test_a_posting_of_nothing(ids):
    refused((ENTRY,), postings((ids["available"], 0)), says="posting_not_zero")


def test_a_fund_below_zero(ids):
    refused(
        (ENTRY,),
        postings((ids["available"], -30001), (ids["reserved"], 30001)),
        says="fund_never_below_zero",
    )


def test_an_entry_between_two_sources(ids, source, root, finance):
    other = services.open_source(
        by=finance, organisation=root, kind="own", name="另一笔", year=2008
    )
    refused(
        (ENTRY,),
        postings((ids["available"], -5), (other.accounts.get(kind="available").pk, 5)),
        says="of another source or day",
    )


@pytest.mark.django_db(transaction=True)
def test_a_balanced_pair_slipped_into_an_old_entry(source):
    accounts = {account.kind: account.pk for account in source.accounts.all()}
    old = Entry.objects.get()
    add = 'INSERT INTO funds_posting (entry_id, account_id, "on", amount) VALUES (%s, %s, %s, %s)'
    pair = add + ", (%s, %s, %s, %s)"
    on = old.on
    refused(
        (pair, old.pk, accounts["reserved"], on, 5, old.pk, accounts["in_transit"], on, -5),
        says="is closed",
    )
    refused((add, old.pk, accounts["reserved"], on, 5), says="is closed")
    assert Account.objects.get(kind="reserved").balance == 0
