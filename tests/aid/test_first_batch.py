"""The first large batch of a new ledger: the planner knows the families, and a ledger of one entry."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction

from assistance.aid import services
from assistance.aid.models import Payment
from assistance.households.models import BankCard, HardshipFile, Member
from ground.intake.storing import insert
from tests.aid.by_bank import CARD, keys_of

MANY = 3_000
MOST_ROWS = 60  # that a step reads for each payment; each with each would be hundreds
TABLES = ("funds_entry", "funds_posting", "funds_unsealedentry", "aid_payment", "aid_batch")


@pytest.fixture
def planned(factory, hands):
    """So many families on file with a card, and a payment planned for each."""

    def make(count):
        numbers = range(count)
        files = insert(
            HardshipFile,
            count,
            {"file_no": [f"K2008-{one:04}" for one in numbers]},
            unit_id=factory.pk,
            category="deep",
            origin="imported",
            state="active",
            opened_on=date(2008, 5, 20),
            submitted_by_id=hands.maker.pk,
            approved_by_id=hands.approver.pk,
            approved_on=date(2008, 6, 1),
        )
        insert(Member, count, {"file_id": files}, name="刘春生", relation="holder")
        insert(
            BankCard,
            count,
            {"file_id": files, "card_no": [CARD] * count},
            holder_name="刘春生",
            bank="农行",
        )
        payments = insert(
            Payment,
            count,
            {"key": [f"首批:{one}" for one in numbers], "file_id": files},
            aid_type="living",
            link_point_id=factory.pk,
            reason="生活救助",
            amount=Decimal(5),
            channel="bank_transfer",
            given_on=date(2008, 6, 6),
        )
        return Payment.objects.filter(pk__in=payments)

    return make


def rows_read():
    """How many rows of the tables of money this transaction has read, by walking them or along an index."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables"
            " WHERE relname = ANY(%s)",
            [list(TABLES)],
        )
        [read] = cursor.fetchone()
        return int(read)


def test_each_step_reads_as_many_rows_as_it_has_payments(planned, source, hands, at):
    payments = planned(MANY)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    read = Counter()

    def step(name, act, /, **arguments):
        before = rows_read()
        with transaction.atomic():
            done = act(**arguments)
            with connection.cursor() as cursor:  # what waits for the end of the transaction
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        read[name] = (rows_read() - before) // MANY
        return done

    with at("2008-06-03"):
        here = {"by": hands.maker, "name": "首批", "source": source}
        batch = step("lock", services.make_batch, **here, payments=payments)
        services.check_batch(by=hands.finance, batch=batch)
        step("approve", services.approve_batch, by=hands.approver, batch=batch)
        step("send", services.send_batch, by=hands.finance, batch=batch)
        told = {"by": hands.finance, "payments": keys_of(batch)}
        step("settle", services.settle_payments, **told)
        step("undo", services.undo_outcome, **told, reason="错行")
        step("bounce", services.bounce_payments, **told, reason="账号错误")
    assert all(rows <= MOST_ROWS for rows in read.values()), read
