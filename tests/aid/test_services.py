"""Who may do what with a batch, and what the rules say when they may not."""

from datetime import date
from decimal import Decimal

import pytest

from assistance.aid import services
from assistance.aid.models import Batch, Payment
from assistance.aid.workbench import payments_to_batch
from assistance.funds import queries as funds
from assistance.funds.models import Entry
from ground.audit.models import Entry as AuditEntry
from ground.events.models import RecordedEvent
from ground.kernel import clock
from ground.kernel.errors import RuleBroken


def written():
    return (
        list(Payment.objects.order_by("pk").values()),
        list(Batch.objects.order_by("pk").values()),
        Entry.objects.count(),
        RecordedEvent.objects.count(),
        AuditEntry.objects.count(),
    )


def refused(code, service, **arguments):
    before = written()
    with pytest.raises(RuleBroken) as broken:
        service(**arguments)
    assert broken.value.code == code
    assert written() == before
    return broken.value.message


def test_the_maker_does_not_check_or_approve(paying, hands):
    batch = paying(1, until="locked")
    message = refused("own_work", services.check_batch, by=hands.maker, batch=batch)
    assert message == "制单人不能审核自己编制的批次，请由其他财务人员审核"
    batch = services.check_batch(by=hands.finance, batch=batch)
    refused("own_work", services.approve_batch, by=hands.maker, batch=batch)
    refused("own_work", services.approve_batch, by=hands.finance, batch=batch)


def test_steps_in_their_order_only(paying, hands):
    batch = paying(1, until="locked")
    refused("batch_state", services.approve_batch, by=hands.approver, batch=batch)
    refused("batch_state", services.pay_batch, by=hands.finance, batch=batch)
    batch = services.check_batch(by=hands.finance, batch=batch)
    refused("batch_state", services.check_batch, by=hands.finance, batch=batch)
    refused("payment_not_ordered", services.settle_batch, batch_id=batch.pk)


@pytest.mark.parametrize("until", ["locked", "checked", "approved"])
def test_a_batch_sent_back_frees_payments_and_money(paying, hands, source, at, until):
    batch = paying(3, until=until)
    with at("2008-06-04"):
        batch = services.reject_batch(by=hands.approver, batch=batch, reason="名单有误")
    assert (batch.state, batch.remark) == ("rejected", "名单有误")
    assert set(Payment.objects.values_list("state", "batch")) == {("planned", None)}
    balances = funds.balances_of(source)
    assert (balances.available, balances.reserved) == (Decimal(30000), Decimal(0))
    with at("2008-06-05"):
        again = services.make_batch(
            by=hands.maker, name="重新编批", source=source, payments=Payment.objects.all()
        )
    assert again.payments.count() == 3
    assert funds.ledger_is_intact()


def test_a_batch_being_paid_is_not_sent_back(paying, hands):
    batch = paying(1)
    refused("batch_state", services.reject_batch, by=hands.finance, batch=batch, reason="有误")


def test_sending_back_needs_a_reason(paying, hands):
    batch = paying(1, until="locked")
    refused("reason_missing", services.reject_batch, by=hands.finance, batch=batch, reason=" ")


def test_a_batch_without_payments(source, hands):
    refused(
        "batch_empty", services.make_batch, by=hands.maker, name="空", source=source, payments=[]
    )


def test_a_batch_larger_than_its_fund_is_not_locked(plan, source, hands, at):
    payment = plan("大额:1", "30000.01")
    with at("2008-06-03"):
        batch = services.open_batch(by=hands.maker, name="大额", source=source)
        services.add_payments(by=hands.maker, batch=batch, payments=[payment])
        message = refused("fund_short", services.lock_batch, by=hands.maker, batch=batch)
    assert "可用余额 30,000.00 元" in message


@pytest.mark.parametrize("state", ["draft", "exited", "cancelled"])
def test_a_family_is_aided_while_on_file(plan, make_file, state):
    file = make_file(1, state=state)
    refused("file_not_active", plan, key="测试:1", file=file)


def test_a_family_that_left_before_approval(plan, make_file, source, hands, at):
    file = make_file(1)
    payment = plan("测试:1", file=file)
    with at("2008-06-03"):
        batch = services.make_batch(by=hands.maker, name="六月", source=source, payments=[payment])
        services.check_batch(by=hands.finance, batch=batch)
        type(file).objects.filter(pk=file.pk).update(state="exited")
        message = refused("file_not_active", services.approve_batch, by=hands.approver, batch=batch)
    assert "K2008-0001" in message


def test_a_plan_told_twice(plan, factory, make_organisation):
    first = plan("测试:1")
    before = written()
    assert plan("测试:1") == first
    assert written() == before
    refused("payment_differs", plan, key="测试:1", amount="501")
    refused("payment_differs", plan, key="测试:1", link_point=make_organisation("杰新纺织公司"))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"amount": "0"}, "amount_not_positive"),
        ({"amount": "三百"}, "money_unreadable"),
        ({"aid_type": "lottery"}, "aid_type_unknown"),
        ({"reason": ""}, "reason_missing"),
        ({"reason": "长" * 121}, "reason_too_long"),
    ],
)
def test_what_cannot_be_planned(plan, change, code):
    refused(code, plan, key="测试:1", **change)


def test_a_planned_payment_is_given_up(plan, hands, source):
    payment = plan("测试:1")
    refused("reason_missing", services.void_payment, by=hands.maker, payment=payment, reason="")
    voided = services.void_payment(by=hands.maker, payment=payment, reason="重复安排")
    assert voided.state == "void"
    refused("payment_state", services.void_payment, by=hands.maker, payment=payment, reason="再")
    refused(
        "payment_taken",
        services.make_batch,
        by=hands.maker,
        name="六月",
        source=source,
        payments=[payment],
    )


def test_what_waits_for_a_batch_waits_since_the_day_of_the_programme(plan, make_file, hands, at):
    plan("一笔")
    with at("2008-06-04"):
        services.plan_payments(
            by=hands.maker,
            wanted=[services.Wanted("多笔:1", Decimal(500), make_file(1).unit_id)],
            aid_type="living",
            reason="生活救助",
            given_on=date(2008, 6, 6),
        )
        [told] = payments_to_batch(hands.maker)
    assert (told.count, told.since) == (2, date(2008, 6, 2))
    days = Payment.objects.order_by("pk").values_list("planned_at", flat=True)
    assert [one.astimezone(clock.CHINA).day for one in days] == [2, 4]
