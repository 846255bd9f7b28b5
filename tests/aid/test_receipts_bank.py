"""Receipts of what a bank paid: its slip, or by itself where the local rule says so; gone with an undo."""

import pytest

from assistance.aid import queries, services
from assistance.aid.models import Receipt
from ground.kernel.errors import RuleBroken
from tests.aid.by_bank import keys_of
from tests.aid.test_receipts import state_of


@pytest.fixture
def answered(sent, hands, at, drain):
    """Two payments by bank, both paid on 5 June."""

    def make():
        batch = sent(2)
        with at("2008-06-05"):
            services.settle_payments(by=hands.finance, payments=keys_of(batch))
            drain()
        batch.refresh_from_db()
        return batch

    return make


def test_one_slip_covers_the_batch(answered, hands, picture, at):
    batch = answered()
    assert batch.state == "settled"
    with at("2008-06-10"):
        services.record_paper(by=hands.maker, batch=batch, kind="slip", files=[picture()])
    one, other = Receipt.objects.order_by("pk")
    assert (one.kind, one.signed_by, one.signer, other.paper) == ("slip", "bank", "", one.paper)
    assert state_of(batch) == "complete"


def test_the_answer_is_receipt_where_the_rule_says_so(answered, set_rule):
    set_rule("aid.answer_is_receipt", 1)
    batch = answered()
    assert batch.state == "complete"
    assert [(one.kind, str(one.signed_on)) for one in Receipt.objects.all()] == [
        ("answer", "2008-06-05")
    ] * 2


def test_nobody_signs_for_what_a_bank_paid(answered, sign):
    with pytest.raises(RuleBroken) as broken:
        sign(answered().payments.order_by("pk")[0])
    assert broken.value.code == "receipt_kind"
    assert not Receipt.objects.exists()


def test_what_the_bank_takes_back_takes_its_receipt_along(
    answered, hands, picture, set_rule, at, drain
):
    set_rule("aid.answer_is_receipt", 1)
    batch = answered()
    first = keys_of(batch)[0]
    with at("2008-06-11"):
        services.undo_outcome(by=hands.finance, payments=[first], reason="对账有误")
        drain()
        assert state_of(batch) == "sent"
        assert queries.progress_of(batch) == queries.Progress(1, 1)
        services.bounce_payments(by=hands.finance, payments=[first], reason="户名不符")
        drain()
        assert state_of(batch) == "complete"
        with pytest.raises(RuleBroken) as broken:
            services.archive_batch(by=hands.finance, batch=batch)
        assert (broken.value.code, state_of(batch)) == ("returned_left", "complete")
        services.release(by=hands.maker, batch=batch, reason="放弃")
        services.archive_batch(by=hands.finance, batch=batch)
    assert state_of(batch) == "archived"
    assert Receipt.objects.count() == 2
