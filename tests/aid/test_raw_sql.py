"""Going around the services: the database keeps payments, batches and the register as they are."""

import pytest
from django.db import DatabaseError, connection, transaction

from assistance.aid.models import Payment


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@transaction.atomic
def try_all(statements):
    for sql, *values in statements:
        run(sql, *values)


def refused(*statements, says):
    run("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")  # what the fixtures left
    with pytest.raises(DatabaseError, match=says):
        try_all(statements)


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("UPDATE aid_payment SET state = 'planned', batch_id = NULL", "final"),
        ("UPDATE aid_payment SET amount = amount + 1", "final"),
        ("UPDATE aid_payment SET reason = 'x'", "final"),
        ("DELETE FROM aid_payment", "never removed"),
        ("TRUNCATE aid_payment CASCADE", "only grows"),
        ("UPDATE aid_batch SET state = 'approved'", "does not go from settled"),
        ("UPDATE aid_batch SET approved_by_id = made_by_id", "stays written"),
        ("UPDATE aid_batch SET made_by_id = paid_by_id", "stays written"),
        ("UPDATE aid_batch SET checked_by_id = NULL", "stays written"),
        ("DELETE FROM aid_batch", "never removed"),
        ("TRUNCATE aid_batch CASCADE", "only grows"),
        ("UPDATE aid_registerline SET amount = 1", "only grows"),
        ("DELETE FROM aid_registerline", "only grows"),
        ("TRUNCATE aid_registerline", "only grows"),
    ],
)
def test_what_is_paid_stays(paying, drain, sql, says):
    paying(2)
    drain()
    refused((sql,), says=says)


@pytest.mark.parametrize(
    ("until", "sql", "says"),
    [
        ("locked", "UPDATE aid_payment SET amount = 1", "frozen"),
        ("locked", "UPDATE aid_payment SET state = 'paid'", "does not go from batched to paid"),
        ("locked", "UPDATE aid_payment SET state = 'approved'", "not that far"),
        ("locked", "UPDATE aid_payment SET batch_id = NULL, state = 'planned'", "not rejected"),
        ("checked", "UPDATE aid_batch SET state = 'paying'", "does not go from checked to paying"),
        ("approved", "UPDATE aid_payment SET batch_id = NULL, state = 'planned'", "not rejected"),
        ("approved", "UPDATE aid_batch SET state = 'rejected'", "set aside or given back"),
        ("approved", "UPDATE aid_payment SET state = 'paying'", "not that far"),
        ("paying", "UPDATE aid_payment SET state = 'paid'", "only with its entry"),
        ("paying", "UPDATE aid_batch SET state = 'settled'", "when all of it is paid"),
        ("paying", "UPDATE aid_batch SET state = 'rejected'", "does not go from paying"),
    ],
)
def test_no_step_is_skipped(paying, until, sql, says):
    paying(2, until=until)
    refused((sql,), says=says)


def test_nobody_approves_around_the_money(paying, hands):
    paying(1, until="checked")
    approved = "UPDATE aid_batch SET state = 'approved', approved_by_id = %s, approved_on = now()"
    refused((approved, hands.approver.pk), says="does not have the approvals")


@pytest.mark.parametrize(
    ("column", "who", "says"),
    [
        ("checked_by_id", "maker", "batch_checker_is_not_maker"),
        ("approved_by_id", "maker", "batch_approver_is_a_third"),
    ],
)
def test_the_maker_is_nobody_else(paying, hands, column, who, says):
    paying(1, until="locked")
    refused((f"UPDATE aid_batch SET {column} = %s", getattr(hands, who).pk), says=says)


def test_the_checker_does_not_approve(paying, hands):
    paying(1, until="checked")
    refused(
        ("UPDATE aid_batch SET approved_by_id = %s", hands.finance.pk),
        says="batch_approver_is_a_third",
    )


def test_a_payment_begins_as_planned(plan):
    first = plan("测试:1")
    copied = (
        "INSERT INTO aid_payment (key, aid_type, link_point_id, origin, reason, amount, channel,"
        " state, given_on, planned_at) SELECT 'y', aid_type, link_point_id, origin, reason, {},"
        " channel, {}, given_on, planned_at FROM aid_payment"
    )
    refused((copied.format("amount", "'paid'"),), says="begins as planned")
    refused((copied.format("'NaN'::numeric", "'planned'"),), says="begins as planned")
    refused((copied.format("-1", "'planned'"),), says="payment_is_positive")
    assert Payment.objects.get() == first


LINES = (
    'INSERT INTO aid_registerline (key, kind, "on", link_point_id, file_id, amount, event_id)'
    " SELECT 'x' || n, 'aid', '2008-06-10', CASE n WHEN 1 THEN %s ELSE %s END,"
    " CASE n WHEN 1 THEN %s ELSE %s END, 5, 1 FROM generate_series(1, %s) AS n"
)


@pytest.mark.parametrize("number", [1, 3, 60])
def test_a_line_names_who_is_there(factory, make_file, number):
    unit, file = factory.pk, make_file(1).pk
    wrong = "a line of the register names a family and a unit that are there"
    refused((LINES, 0, unit, file, file, number), says=wrong)
    refused((LINES, unit, unit, 0, file, number), says=wrong)
    try_all([(LINES, unit, unit, None, file, number)])


def test_whom_a_line_names_stays(make_organisation, make_file):
    unit, file = make_organisation("临时单位").pk, make_file(1).pk
    run("DELETE FROM households_member")
    try_all([(LINES, unit, unit, file, file, 3)])
    for table, pk in (("households_hardshipfile", file), ("accounts_organisation", unit)):
        refused((f"DELETE FROM {table} WHERE id = %s", pk), says="the register names it")
        refused((f"UPDATE {table} SET id = 0 WHERE id = %s", pk), says="the register names it")
