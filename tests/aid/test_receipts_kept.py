"""Receipts around the services, at the same moment, and in any order."""

import contextlib
from datetime import date
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from stdnum.cn import ric

from assistance.aid import queries, services
from assistance.aid.models import Batch, Payment, Receipt, ReceiptWithdrawal
from assistance.aid.rules.receipts import Hands, Proxy
from assistance.funds import services as funds
from ground.kernel.errors import RuleBroken
from tests.aid.test_raw_sql import refused
from tests.at_once import at_once

NUMBER = "43072519700101001" + ric.calc_check_digit("430725197001010010")
PROXY = Proxy("刘小", "邻居", NUMBER, "行动不便")
DAY = date(2008, 6, 10)
STATE = "UPDATE aid_batch SET state = %s WHERE id = %s"


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("UPDATE aid_receipt SET signer = '别人'", "stands or is withdrawn"),
        ("UPDATE aid_receipt SET signed_on = signed_on - 1", "stands or is withdrawn"),
        ("UPDATE aid_receipt SET id_hash = ''", "stands or is withdrawn"),
        ("UPDATE aid_receipt SET round = 1", "stands or is withdrawn"),
        ("DELETE FROM aid_receipt", "stands or is withdrawn"),
        ("TRUNCATE aid_receipt CASCADE", "only grows"),
        ("UPDATE aid_batch SET state = 'archived'", "batch_archived_by_somebody"),
    ],
)
def test_a_receipt_stays(settled, sign, sql, says):
    sign(settled(1).payments.get(), proxy=PROXY)
    refused((sql,), says=says)


def test_a_second_receipt_is_refused_by_the_database(settled, sign):
    batch = settled(2)
    one = sign(batch.payments.order_by("pk")[0])
    copy = (
        "INSERT INTO aid_receipt (row_key, key, payment_id, round, number, kind, signed_by, signer,"
        " relation, reason, id_no, id_hash, signed_on, handed_by, witness, signature_id)"
        " SELECT gen_random_uuid(), gen_random_uuid(), {payment}, {round}, {number}, kind, signed_by,"
        " signer, relation, reason, id_no, id_hash, signed_on, handed_by, witness, signature_id"
        " FROM aid_receipt WHERE id = %s"
    )
    refused((copy.format(payment="payment_id", round=0, number=0), one.pk), says="receipt_once")
    refused((copy.format(payment="payment_id", round=0, number=1), one.pk), says="one receipt")
    refused(
        (copy.format(payment="payment_id", round=1, number=0), one.pk), says="only what is paid"
    )


def test_the_end_of_a_batch_is_kept(settled, sign, hands):
    batch = settled(2)
    one = sign(batch.payments.order_by("pk")[0])
    archived = "UPDATE aid_batch SET state = 'archived', archived_at = now(), archived_by_id = %s"
    refused((STATE, "complete", batch.pk), says="all that is paid has its receipt")
    refused((archived, hands.finance.pk), says="with its receipts or a reason")
    refused(
        (archived + ", archive_reason = '迁走'", hands.maker.pk), says="batch_archived_by_another"
    )
    sign(batch.payments.order_by("pk")[1])
    refused(
        (
            "INSERT INTO aid_receiptwithdrawal (receipt_id, reason, made_by_id) VALUES (%s, 'x', %s)",
            one.pk,
            hands.maker.pk,
        ),
        says="complete or archived",
    )
    services.archive_batch(by=hands.finance, batch=batch)
    refused((STATE, "complete", batch.pk), says="an archived batch is frozen")
    refused(("UPDATE aid_batch SET remark = 'x'",), says="an archived batch is frozen")


def test_the_number_of_a_proxy_lies_sealed(settled, sign):
    one = sign(settled(1).payments.get(), proxy=PROXY)
    kept = str(Receipt.objects.filter(pk=one.pk).values().get())
    assert NUMBER not in kept
    assert NUMBER not in repr(PROXY)
    assert Receipt.objects.get(pk=one.pk).id_no == NUMBER


@pytest.mark.django_db(transaction=True)
def test_two_sign_at_once(settled, sign, person):
    batch = settled(1)
    payment = batch.payments.get()
    both = [person("union_staff"), person("union_staff")]
    ended = at_once(*(lambda by=one: sign(payment, by=by).kind for one in both), on=DAY)
    assert sorted(ended) == ["receipt_exists", "screen"]
    assert Receipt.objects.count() == 1
    assert Batch.objects.get().state == "complete"


@pytest.mark.django_db(transaction=True)
def test_one_phone_sends_twice_at_once(settled, sign):
    payment, key = settled(1).payments.get(), uuid4()
    ended = at_once(*[lambda: sign(payment, key=key).pk] * 2, on=DAY)
    assert ended[0] == ended[1] == Receipt.objects.get().pk


@pytest.mark.django_db(transaction=True)
def test_archived_while_a_receipt_is_withdrawn(settled, sign, hands):
    batch = settled(1)
    one = sign(batch.payments.get())
    ended = at_once(
        lambda: services.archive_batch(by=hands.finance, batch=batch).state,
        lambda: services.withdraw_receipt(by=hands.maker, receipt=one, reason="签错").reason,
        on=DAY,
    )
    state = Batch.objects.get().state
    if state == "archived":
        assert sorted(ended) == ["archived", "batch_archived"]
        assert not ReceiptWithdrawal.objects.exists()
    else:
        assert (state, sorted(ended)) == ("settled", ["archive_reason_missing", "签错"])
    assert queries.is_owing(batch) == (state == "settled")


@pytest.mark.django_db(transaction=True)
def test_the_last_two_sign_at_once(settled, sign, person):
    batch = settled(2)
    rows = list(batch.payments.order_by("pk"))
    ended = at_once(*(lambda one=one: sign(one).kind for one in rows), on=DAY)
    assert ended == ["screen", "screen"]
    assert Batch.objects.get().state == "complete"


def check(batch):
    paid = list(Payment.objects.filter(batch=batch, state="paid"))
    standing = [one.receipts.filter(withdrawal=None, round=one.round).count() for one in paid]
    whole = [
        number == 1 or sum(each.amount for each in one.recoveries.all()) == one.amount
        for number, one in zip(standing, paid, strict=True)
    ]
    state = Batch.objects.values_list("state", flat=True).get(pk=batch.pk)
    assert state == "archived" or (state == "complete") == all(whole)
    assert max(standing, default=0) <= 1


def test_complete_means_that_every_paid_payment_has_its_receipt(
    settled, source, sign, hands, picture, drain, at, db
):
    """Whatever is signed, withdrawn, recovered and told again, in any order."""
    made = iter(range(10_000))

    class Collecting(RuleBasedStateMachine):
        @initialize()
        def begin(self):
            funds.receive_money(
                by=hands.finance,
                source=source,
                amount="1500",
                on=date(2008, 1, 10),
                summary="再到账",
                again=True,
            )
            self.batch = settled(3, prefix=f"任意{next(made)}", first=next(made) * 10)
            self.rows = list(self.batch.payments.order_by("pk"))

        def act(self, what):
            with at("2008-06-10"):
                with contextlib.suppress(RuleBroken):
                    what()
                drain()
            check(self.batch)

        @rule(at=st.integers(0, 2))
        def sign_one(self, at):
            self.act(lambda: sign(self.rows[at]))

        @rule(at=st.sets(st.integers(0, 2)))
        def photo(self, at):
            self.act(
                lambda: services.record_paper(
                    by=hands.maker,
                    batch=self.batch,
                    kind="list",
                    files=[picture()],
                    payments=[self.rows[one].pk for one in at],
                    said=services.Said(signed_on=DAY, hands=Hands("文联", "村支书")),
                )
            )

        @rule(at=st.integers(0, 2))
        def withdraw(self, at):
            one = self.rows[at].receipts.order_by("-pk").first()
            if one:
                self.act(
                    lambda: services.withdraw_receipt(by=hands.maker, receipt=one, reason="有误")
                )

        @rule(at=st.integers(0, 2), amount=st.sampled_from(["100", "250", "500"]))
        def recover(self, at, amount):
            self.act(
                lambda: services.recover(
                    by=hands.finance, payment=self.rows[at], amount=amount, reason="退回"
                )
            )

        @rule()
        def told_again(self):
            self.act(lambda: services.await_receipts(self.batch.pk))

        @rule(reason=st.sampled_from(["", "迁走"]))
        def archive(self, reason):
            self.act(
                lambda: services.archive_batch(by=hands.finance, batch=self.batch, reason=reason)
            )

    Collecting.TestCase.settings = settings(
        max_examples=12,
        stateful_step_count=12,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    test = Collecting.TestCase()
    test.runTest()
