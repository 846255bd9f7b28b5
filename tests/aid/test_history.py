"""款项到了哪里: each step of a payment once, as it was, in its order, with its person and its voucher."""

from datetime import date

import pytest
from django.urls import reverse

from assistance.aid import queries, services
from assistance.aid.models import Payment
from assistance.funds.models import Entry
from ground.kernel import clock
from tests.aid.by_bank import keys_of

OF_MONEY = {
    "发放入账",
    "撤销发放结果",
    "银行退票",
    "成功后退票，冲回发放",
    "退票款项退回资金来源",
    "重新发放",
    "追回资金",
}


@pytest.fixture
def told():
    """The steps of its money: day, person, what, note."""

    def tell(payment):
        payment = Payment.objects.select_related("batch").get(pk=payment)
        vouchers = queries.vouchers_of(payment)
        return [
            (one.when.astimezone(clock.CHINA).day, one.who, one.what, one.note)
            for one in queries.stages_of(payment, vouchers)
            if one.what in OF_MONEY
        ]

    return tell


@pytest.fixture
def page_of(hands, client_of):
    def get(payment):
        path = reverse("aid:payment", args=[payment])
        return client_of(hands.finance).get(path).content.decode()

    return get


def test_an_answer_taken_back_and_taken_again(sent, hands, person, told, page_of, at):
    batch = sent(2)
    first, second = keys_of(batch)
    other = person("finance")
    with at("2008-06-05"):
        services.settle_payments(by=hands.finance, payments=[first, second])
    with at("2008-06-06"):
        services.undo_outcome(by=other, payments=[first, second], reason="导错文件")
    with at("2008-06-09"):
        services.settle_payments(by=other, payments=[first])
    with at("2008-06-10"):
        services.settle_payments(by=hands.finance, payments=[second])
    before = [
        (5, hands.finance.full_name, "发放入账", ""),
        (6, other.full_name, "撤销发放结果", "导错文件"),
    ]
    assert told(first) == [*before, (9, other.full_name, "发放入账", "")]
    assert told(second) == [*before, (10, hands.finance.full_name, "发放入账", "")]
    page = page_of(first)
    entries = Entry.objects.filter(key__startswith=f"aid.payment:{first}:").order_by("pk")
    assert [one.key.split(":", 2)[2] for one in entries] == ["sent", "paid", "undone:1", "paid:1"]
    assert [f"凭证 {one.pk}　" in page for one in entries] == [True] * 4
    assert page.count("凭证 ") == 4


def test_what_came_back_after_it_was_paid_and_went_out_again(sent, hands, told, page_of, at):
    batch = sent(2)
    first, second = keys_of(batch)
    with at("2008-06-05"):
        services.settle_payments(by=hands.finance, payments=[first])
        services.bounce_payments(by=hands.finance, payments=[second], reason="账号不符")
    with at("2008-06-07"):
        services.return_paid(by=hands.finance, payments=[first], reason="账户已销户")
    assert "尚未入账" not in page_of(second)
    with at("2008-06-11"):
        services.reissue(by=hands.maker, batch=batch, name="补发")
    finance, maker = hands.finance.full_name, hands.maker.full_name
    again = [(11, maker, "退票款项退回资金来源", ""), (11, maker, "重新发放", "已编批")]
    assert told(first) == [
        (5, finance, "发放入账", ""),
        (7, finance, "成功后退票，冲回发放", "账户已销户"),
        (7, finance, "银行退票", "账户已销户"),
        *again,
    ]
    assert told(second) == [(5, finance, "银行退票", "账号不符"), *again]


def test_money_that_came_back_by_the_hour_it_was_written_down(settled, hands, told, page_of, at):
    batch = settled(1)
    [payment] = batch.payments.all()
    with at("2008-06-20"):
        services.recover(
            by=hands.finance,
            payment=payment,
            amount="100",
            reason="多发",
            on=date(2008, 6, 5),
        )
    assert [one[:1] + one[2:] for one in told(payment.pk)] == [
        (3, "发放入账", ""),
        (20, "追回资金", "100.00 元，多发"),
    ]
    page = page_of(payment.pk)
    assert "追回资金（" in page
    assert "尚未入账" not in page


def test_nothing_is_booked_before_it_is_paid(paying, page_of):
    [payment] = paying(1, until="checked").payments.all()
    assert "尚未入账" in page_of(payment.pk)
