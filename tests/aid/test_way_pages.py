"""The pages of a batch's way: approvals, posting, returned payments, recoveries, rules."""

from datetime import date

import pytest
from django.urls import reverse

from assistance.aid import services
from assistance.aid.models import ApprovalLevel, BatchNotice, NoticeRule, Payment, Recovery
from assistance.households.models import BankCard


@pytest.fixture
def returned(make_file, plan, hands, source, at):
    """A batch by bank: one payment settled, one returned."""
    payments = []
    for number in (1, 2):
        file = make_file(number)
        BankCard.objects.create(
            file=file, holder_name="刘春生", bank="农行", card_no="6222021001116245702"
        )
        payments.append(plan(f"银行:{number}", file=file, channel="bank_transfer"))
    with at("2008-06-03"):
        batch = services.make_batch(
            by=hands.maker, name="六月代发", source=source, payments=payments
        )
        services.check_batch(by=hands.finance, batch=batch)
        services.approve_batch(by=hands.approver, batch=batch, opinion="情况属实")
        services.send_batch(by=hands.finance, batch=batch)
        services.settle_payments(by=hands.finance, payments=[payments[0].pk])
        services.bounce_payments(by=hands.finance, payments=[payments[1].pk], reason="户名不符")
    return batch


def test_a_batch_shows_approvals_and_where_its_payments_are(returned, hands, client_of):
    text = client_of(hands.finance).get(reverse("aid:batch", args=[returned.pk])).content.decode()
    assert "情况属实" in text
    assert "银行代发 · 银行退票" in text
    assert "退票全部放弃" not in text  # finance does not build batches
    text = client_of(hands.maker).get(reverse("aid:batch", args=[returned.pk])).content.decode()
    assert "退票重发" in text
    assert "放弃全部 1 笔退票，共 500.00 元？" in text


def test_returned_payments_are_given_up(returned, hands, client_of, at):
    with at("2008-06-05"):
        client_of(hands.maker).post(
            reverse("aid:release", args=[returned.pk]), {"reason": "户主已故"}
        )
    assert Payment.objects.filter(state="released").count() == 1


def test_one_of_them_is_given_up_on_its_page(returned, hands, client_of, at):
    paid, back = returned.payments.order_by("pk")
    client, path = client_of(hands.maker), reverse("aid:release", args=[returned.pk])
    assert "退票放弃" not in client.get(reverse("aid:payment", args=[paid.pk])).content.decode()
    assert "退票放弃" in client.get(reverse("aid:payment", args=[back.pk])).content.decode()
    with at("2008-06-05"):
        for wrong in (paid.pk, 10**30, "abc"):
            client.post(path, {"payment": wrong, "reason": "户主已故"})
            assert not Payment.objects.filter(state="released").exists()
        client.post(path, {"payment": back.pk, "reason": "户主已故"})
    assert Payment.objects.get(state="released") == back


def test_money_comes_back(returned, hands, client_of, at):
    paid = Payment.objects.get(state="paid")
    with at("2008-06-05"):
        client = client_of(hands.finance)
        path = reverse("aid:recover", args=[paid.pk])
        wrong = client.post(path, {"amount": "500.01", "on": "2008-06-05", "reason": "重复"})
        assert "不超过 500.00 元" in wrong.content.decode()
        client.post(path, {"amount": "500", "on": "2008-06-05", "reason": "重复发放"})
    assert Recovery.objects.get().amount == 500
    text = client.get(reverse("aid:payment", args=[paid.pk])).content.decode()
    assert "重复发放" in text
    assert "尾号 5702" in text
    assert "刘春生" not in text


def test_rules_are_set_and_followed(plan, hands, source, root, client_of, at):
    with at("2008-06-02"):
        client = client_of(hands.approver)
        path = reverse("aid:rules")
        here = {"organisation": root.pk, "valid_from": "2008-06-02"}
        client.post(
            path, here | {"kind": "level", "label": "办公会", "above": "0", "is_needed": "on"}
        )
        client.post(path, here | {"kind": "notice", "aid_type": "living", "days": "5"})
        assert ApprovalLevel.objects.get().label == "办公会"
        assert NoticeRule.objects.get().days == 5
        text = client.get(path).content.decode()
        assert "办公会" in text
        batch = services.make_batch(
            by=hands.maker, name="六月", source=source, payments=[plan("公示:1")]
        )
        services.check_batch(by=hands.finance, batch=batch)
        services.approve_batch(by=hands.approver, batch=batch)
    with at("2008-06-10"):
        asked = {"place": "公开栏", "starts_on": "2008-06-02", "ends_on": "2008-06-10"}
        client_of(hands.maker).post(reverse("aid:batch_notice", args=[batch.pk]), asked)
    assert BatchNotice.objects.get().ends_on == date(2008, 6, 10)


def test_the_roll_shows_tails_and_no_more(returned, hands, client_of):
    path = reverse("aid:payout_roll", args=[returned.pk])
    text = client_of(hands.finance).get(path).content.decode()
    assert "农行　5702" in text
    assert "6222021001116245702" not in text
    assert "刘春生" not in text
    assert "壹仟元整" in text
