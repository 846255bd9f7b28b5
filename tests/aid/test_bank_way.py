"""Through the bank: sent, settled, bounced, unknown, taken back, given out again, recovered."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from assistance.aid import services
from assistance.aid.models import Beneficiary, Payment, RegisterLine
from assistance.funds import queries as funds
from assistance.funds import services as funding
from assistance.funds.models import AccountDay, Entry
from assistance.households.models import BankCard
from assistance.households.queries import hash_of_id
from ground.kernel.errors import NotAllowed
from tests.aid.by_bank import ID_NO, OTHER_CARD, keys_of, money, refused, states_of


def test_money_through_the_bank(sent, source, at):
    batch = sent(3)
    assert money(source) == (28500, 0, 1500, 0)
    first, second, third = keys_of(batch)
    with at("2008-06-05"):
        assert services.settle_payments(by=None, payments=[first], on=date(2008, 6, 4)) == 1
        assert services.settle_payments(by=None, payments=[first], on=date(2008, 6, 4)) == 0
        assert services.bounce_payments(by=None, payments=[second], reason="户名不符") == 1
        assert services.mark_unknown(by=None, payments=[third], reason="回盘文件无此笔") == 1
    batch.refresh_from_db()
    assert (batch.state, states_of(batch)) == ("sent", ["paid", "returned", "unknown"])
    assert money(source) == (28500, 500, 500, 500)
    with at("2008-06-06"):
        refused("payment_state", services.settle_payments, by=None, payments=[second])
        services.settle_payments(by=None, payments=[third])
    batch.refresh_from_db()
    assert batch.state == "settled"
    assert money(source) == (28500, 500, 0, 1000)
    assert funds.ledger_is_intact()


def test_a_wrong_answer_is_taken_back_by_entries(sent, source, hands, at):
    batch = sent(2)
    first, second = keys = keys_of(batch)
    with at("2008-06-05"):
        services.settle_payments(by=hands.finance, payments=[first])
        services.bounce_payments(by=hands.finance, payments=[second], reason="户名不符")
        assert services.undo_outcome(by=hands.finance, payments=keys, reason="导错文件") == 2
        assert services.undo_outcome(by=hands.finance, payments=keys, reason="导错文件") == 0
    batch.refresh_from_db()
    assert (batch.state, states_of(batch)) == ("sent", ["paying"] * 2)
    assert money(source) == (29000, 0, 1000, 0)
    with at("2008-06-06"):
        services.settle_payments(by=hands.finance, payments=keys)
    assert money(source) == (29000, 0, 0, 1000)
    lines = RegisterLine.objects.order_by("pk").values_list("kind", "amount")
    assert list(lines) == [("aid", 500), ("undone", -500), ("aid", 500), ("aid", 500)]
    assert Entry.objects.filter(key=f"aid.payment:{first}:paid:1").exists()
    assert funds.ledger_is_intact()


def test_days_gone_by_keep_what_was_true(sent, source, hands, at):
    """Told, taken back and told anew with the bank's older day: no day shows money twice, or less than none."""
    batch = sent(2)
    first, second = keys = keys_of(batch)
    told = date(2008, 6, 4)

    def days(kind):
        found = AccountDay.objects.filter(account__source=source, account__kind=kind)
        return {one.on.day: one.closing for one in found.order_by("on")}

    with at("2008-06-10"):
        services.settle_payments(by=None, payments=keys, on=told)
    with at("2008-06-20"):
        services.undo_outcome(by=hands.finance, payments=keys, reason="导错文件")
        services.settle_payments(by=None, payments=[first], on=told)
        services.bounce_payments(by=None, payments=[second], reason="户名不符", on=told)
    assert days("in_transit") == {3: 1000, 4: 0, 20: 0}
    assert days("spent") == {4: 1000, 20: 500}
    assert Payment.objects.get(pk=first).settled_on == date(2008, 6, 20)
    with at("2008-06-21"):  # the bank's own day of the return lies before the second telling
        services.return_paid(by=None, payments=[first], reason="销户", on=date(2008, 6, 18))
    assert days("spent") == {4: 1000, 20: 0}
    assert days("in_transit") == {3: 1000, 4: 0, 20: 0}
    assert money(source) == (29000, 1000, 0, 0)


def test_a_returned_payment_is_given_out_again_once(sent, source, hands, at):
    batch = sent(2)
    first, second = keys_of(batch)
    with connection.cursor() as cursor:  # the second is for a student: written when it was planned
        cursor.execute("SET LOCAL session_replication_role = replica")
        Beneficiary.objects.create(payment_id=second, name="刘小春", id_no=ID_NO, id_hash="一人")
        cursor.execute("SET LOCAL session_replication_role = origin")
    with at("2008-06-05"):
        services.settle_payments(by=hands.finance, payments=[first])
        services.bounce_payments(by=hands.finance, payments=[second], reason="账号错误")
        BankCard.objects.filter(file__payments=second).delete()
        refused("payees_not_ready", services.reissue, by=hands.maker, batch=batch, name="补发")
        BankCard.objects.create(
            file=Payment.objects.get(pk=second).file,
            holder_name="刘春生",
            bank="中国银行",
            card_no=OTHER_CARD,
        )
        again = services.reissue(by=hands.maker, batch=batch, name="补发")
    assert (again.follows, again.state) == (batch, "locked")
    new = again.payments.get()
    assert (new.reissue_of_id, new.state, new.payee.card_tail) == (second, "batched", "5710")
    assert (new.beneficiary.name, new.beneficiary.id_no) == ("刘小春", ID_NO)
    assert new.beneficiary.id_hash == hash_of_id(ID_NO)
    assert states_of(batch) == ["paid", "reissued"]
    assert money(source) == (29000, 500, 0, 500)
    refused("nothing_returned", services.reissue, by=hands.maker, batch=batch, name="再补发")
    refused(
        "payment_state", services.undo_outcome, by=hands.finance, payments=[second], reason="误"
    )
    with at("2008-06-06"):
        services.check_batch(by=hands.finance, batch=again)
        services.approve_batch(by=hands.approver, batch=again)
        services.send_batch(by=hands.finance, batch=again)
        services.settle_payments(by=hands.finance, payments=[new.pk])
    assert money(source) == (29000, 0, 0, 1000)
    assert funds.ledger_is_intact()


def test_a_returned_payment_is_given_up(sent, source, hands, at):
    batch = sent(1)
    with at("2008-06-05"):
        services.bounce_payments(by=hands.finance, payments=keys_of(batch), reason="销户")
        assert services.release(by=hands.finance, batch=batch, reason="户主已故") == 1
    assert states_of(batch) == ["released"]
    assert money(source) == (30000, 0, 0, 0)
    assert funds.ledger_is_intact()


def test_what_came_back_is_booked_by_the_fund_it_goes_back_into_once_and_not_before_it_went(
    sent, source, hands, at, person, client_of
):
    batch = sent(1)
    [pk] = keys_of(batch)
    payment = Payment.objects.get(pk=pk)
    below = person("finance", payment.link_point)
    with at("2008-06-05"):
        services.settle_payments(by=hands.finance, payments=[pk])
        told = {"payment": payment, "amount": "10", "reason": "重复发放"}
        with pytest.raises(NotAllowed, match="追回由“常德市"):
            services.recover(by=below, **told)
        path, typed = f"/aid/payments/{pk}/recover/", {"amount": "10", "reason": "重复发放"}
        assert client_of(below).post(path, typed | {"on": "2008-06-05"}).status_code == 404
        assert "登记追回" not in client_of(below).get(f"/aid/payments/{pk}/").content.decode()
        refused("recovery_day", services.recover, by=hands.finance, on=date(2008, 6, 4), **told)
        services.recover(by=hands.finance, **told)
        asked = client_of(hands.finance).post(path, typed | {"on": "2008-06-05"})
        assert "您刚登记过相同的一笔：2008-06-05 追回 10.00 元" in asked.content.decode()
        refused("recovery_again", services.recover, by=hands.finance, **told)
        services.recover(by=hands.finance, again=True, **told)
        page = client_of(hands.finance).get(f"/aid/payments/{pk}/").content.decode()
    assert "追回后" in page
    assert "480.00" in page
    assert money(source) == (29520, 0, 0, 480)


def test_who_keeps_the_money_sees_what_it_paid_wherever_that_is(
    plan, hands, person, make_organisation, client_of, at
):
    union = make_organisation("临澧县总工会", "union")
    payment, auditor = plan("别处"), person("auditor", union)
    assert client_of(auditor).get(f"/aid/payments/{payment.pk}/").status_code == 404
    with at("2008-06-03"):
        theirs = funding.open_source(
            by=hands.finance, organisation=union, kind="own", name="本级", year=2008
        )
        funding.receive_money(
            by=hands.finance, source=theirs, amount="900", on=date(2008, 6, 3), summary="到账"
        )
        services.make_batch(by=hands.maker, name="六月", source=theirs, payments=[payment])
    assert client_of(auditor).get(f"/aid/payments/{payment.pk}/").status_code == 200


def test_no_more_is_recovered_than_was_paid(sent, source, hands, at):
    batch = sent(1)
    [pk] = keys_of(batch)
    payment = Payment.objects.get(pk=pk)
    with at("2008-06-05"):
        services.settle_payments(by=hands.finance, payments=[pk])
        services.recover(by=hands.finance, payment=payment, amount="199.99", reason="重复发放")
        refused(
            "recovery_too_large",
            services.recover,
            by=hands.finance,
            payment=payment,
            amount="300.02",
            reason="重复发放",
        )
        services.recover(by=hands.finance, payment=payment, amount="300.01", reason="重复发放")
        refused(
            "payment_recovered", services.undo_outcome, by=hands.finance, payments=[pk], reason="误"
        )
    assert money(source) == (30000, 0, 0, 0)
    assert states_of(batch) == ["paid"]
    lines = RegisterLine.objects.order_by("pk").values_list("kind", "amount")
    assert list(lines) == [
        ("aid", Decimal(500)),
        ("recovered", Decimal("-199.99")),
        ("recovered", Decimal("-300.01")),
    ]
    assert funds.ledger_is_intact()
