"""Who collects: named in the draft, looked up for the bank, frozen with the lock."""

import pytest

from assistance.aid import queries, services
from assistance.aid.models import Payee
from assistance.households.models import BankCard, Member
from ground.kernel.errors import RuleBroken
from tests.aid.by_bank import CARD, ID_NO, refused


def test_the_payee_is_frozen_with_the_lock(sent):
    batch = sent(1, until="locked")
    payee = Payee.objects.get(payment__batch=batch)
    assert (payee.name, payee.relation, payee.bank) == ("刘春生", "holder", "中国农业银行")
    assert (payee.account_no, payee.card_tail) == (CARD, "5702")
    assert (payee.id_no, payee.id_tail) == (ID_NO, "0015")
    BankCard.objects.all().delete()
    Member.objects.update(name="改名")
    payee.refresh_from_db()
    assert (payee.name, payee.account_no) == ("刘春生", CARD)
    [raw] = Payee.objects.values_list("account_no", flat=True)
    assert CARD not in raw.text


def test_cash_needs_no_account_and_keeps_none(family, plan, hands, source, at):
    payment = plan("现金:1", file=family(1))
    with at("2008-06-03"):
        services.make_batch(by=hands.maker, name="现金", source=source, payments=[payment])
    payee = Payee.objects.get()
    assert (payee.name, payee.account_no, payee.card_tail, payee.bank) == ("刘春生", "", "", "")


@pytest.mark.parametrize(
    ("card", "says"),
    [
        ({"card": ""}, "没有银行卡"),
        ({"card": "6222021001116245703"}, "校验不符"),
        ({"owner": "王某"}, "不是同一人"),
        ({"bank": ""}, "没有登记开户银行"),
    ],
)
def test_a_payee_that_cannot_be_paid_by_bank_is_named(family, plan, hands, source, at, card, says):
    payment = plan("银行:1", file=family(1, **card), channel="bank_transfer")
    with at("2008-06-03"):
        batch = services.open_batch(by=hands.maker, name="代发", source=source)
        services.add_payments(by=hands.maker, batch=batch, payments=[payment])
        message = refused("payees_not_ready", services.lock_batch, by=hands.maker, batch=batch)
        assert "K2008-0001" in message
        assert says in message
        services.set_channel(by=hands.maker, batch=batch, channel="cash_signed")
        assert services.lock_batch(by=hands.maker, batch=batch).way == "hand"


def test_a_place_without_a_file_is_not_paid_by_bank(plan, hands, source):
    payment = plan("走访:1", channel="bank_transfer")
    with pytest.raises(RuleBroken, match="没有对应的在档家庭"):
        services.make_batch(by=hands.maker, name="代发", source=source, payments=[payment])


def test_the_account_of_a_students_parent(family, plan, hands, source, at):
    file = family(1, owner="周桂兰")
    Member.objects.create(file=file, relation="spouse", name="周桂兰")
    payment = plan("助学:1", file=file, channel="bank_transfer", aid_type="education")
    with at("2008-06-03"):
        services.make_batch(by=hands.maker, name="助学", source=source, payments=[payment])
    payee = Payee.objects.get()
    assert (payee.name, payee.relation) == ("周桂兰", "student_parent")


def test_somebody_else_of_the_family_collects_with_a_reason(family, plan, hands, source, at):
    file = family(1, owner="刘小林")
    son = Member.objects.create(file=file, relation="child", name="刘小林")
    payment = plan("银行:1", file=file, channel="bank_transfer")
    refused(
        "reason_missing",
        services.name_payee,
        by=hands.maker,
        payment=payment,
        member=son,
        reason="",
    )
    services.name_payee(by=hands.maker, payment=payment, member=son, reason="户主住院")
    with at("2008-06-03"):
        services.make_batch(by=hands.maker, name="代发", source=source, payments=[payment])
    payee = Payee.objects.get()
    assert (payee.name, payee.relation, payee.reason) == ("刘小林", "other", "户主住院")
    refused(
        "payment_frozen",
        services.name_payee,
        by=hands.maker,
        payment=payment,
        member=son,
        reason="再",
    )


def test_bank_and_cash_are_not_mixed(family, plan, hands, source):
    payments = [
        plan("现金:1", file=family(1)),
        plan("银行:2", file=family(2), channel="bank_transfer"),
    ]
    refused(
        "channels_mixed",
        services.make_batch,
        by=hands.maker,
        name="混合",
        source=source,
        payments=payments,
    )


def test_problems_are_listed_before_the_lock(family, plan, hands, source):
    payment = plan("银行:1", file=family(1, card=""), channel="bank_transfer")
    batch = services.open_batch(by=hands.maker, name="代发", source=source)
    services.add_payments(by=hands.maker, batch=batch, payments=[payment])
    batch.refresh_from_db()
    [problem] = queries.problems_of(batch)
    assert (problem.payment_id, problem.file_no) == (payment.pk, "K2008-0001")
    services.drop_payments(by=hands.maker, batch=batch, payments=[payment])
    payment.refresh_from_db()
    assert (payment.state, payment.batch) == ("planned", None)
