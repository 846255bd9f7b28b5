"""成功后退票: what the bank had paid comes back to it, and back into the account."""

from datetime import date
from decimal import Decimal

import pytest

from assistance.aid import services as aid
from assistance.aid.models import Batch, Payment, RegisterLine
from assistance.banks import services
from assistance.banks.models import AnswerLine, BankAnswer, BankFile
from assistance.banks.queries import with_comparison
from assistance.funds import queries as funds
from assistance.funds.models import Entry
from ground.intake import services as intakes
from ground.kernel.errors import RuleBroken

from .conftest import row, said, states, walked

CAME_BACK = "这笔款项此前已成功入账，这次是成功后退票：导入后冲回入账，款项退回账户待重发。请核对银行的退款凭证"


def money(bank):
    now = funds.balances_of(bank.source)
    return now.available, now.reserved, now.in_transit, now.spent


def differences():
    return [one.differences for one in with_comparison(BankFile.objects.all())]


@pytest.fixture
def paid(sent, taken):
    file = sent(2)
    taken(file, row(file, 1), row(file, 2))
    return file


def back(file, line=1):
    return row(file, line, "退票", "账户已销户", on="2008-06-06")


def test_it_is_offered_with_a_warning_and_booked_by_entries_of_its_own(
    paid, bank, rehearsed, taken
):
    before = money(bank)
    entries = Entry.objects.count()
    intake = rehearsed(paid, back(paid), when="2008-06-06")
    assert said(intake) == [(2, CAME_BACK)]
    assert (intake.counts["new"], intake.counts["warned"]) == (1, 1)
    shown = {one["label"]: (one["before"], one["after"]) for one in intake.totals}
    assert shown["本次退票（元）"] == ("0", "500.00")
    assert shown["银行尚无结果（笔）"] == ("0", "0")  # it was no longer waited for
    with pytest.raises(RuleBroken, match="请写明放行原因"):
        intakes.ask_commit(by=bank.finance, intake=intake)
    assert (states(paid), Entry.objects.count()) == (["paid", "paid"], entries)

    taken(paid, back(paid), row(paid, 2), when="2008-06-06", reason="银行退款凭证已核对")
    assert states(paid) == ["returned", "paid"]
    assert Entry.objects.count() == entries + 2
    available, reserved, in_transit, spent = before
    assert money(bank) == (available, reserved + 500, in_transit, spent - 500)
    payment = Payment.objects.get(bank_lines__file=paid, bank_lines__number=1)
    assert (payment.round, payment.settled_on, payment.remark) == (1, date(2008, 6, 6), "销户")
    booked = Entry.objects.filter(key__startswith=f"aid.payment:{payment.pk}:").order_by("pk")
    assert [one.key.split(":", 2)[2] for one in booked] == [
        "sent",
        "paid",
        "undone:1",
        "returned:1",
    ]
    lines = RegisterLine.objects.filter(key__startswith=f"aid.payment:{payment.pk}:")
    assert list(lines.order_by("pk").values_list("kind", "amount")) == [
        ("aid", Decimal(500)),
        ("undone", Decimal(-500)),
    ]
    assert Batch.objects.get().state == "settled"
    assert differences() == [[]]
    assert funds.ledger_is_intact()


def test_it_is_given_out_again_like_any_other(paid, bank, taken, at):
    taken(paid, back(paid), when="2008-06-06", reason="已核对")
    payment = Payment.objects.get(bank_lines__file=paid, bank_lines__number=1)
    with at("2008-06-09"):
        made = services.follow_up(
            by=bank.maker,
            batch=paid.batch,
            name="重发",
            payments=[payment.pk],
            channel="cash_signed",
        )
    assert made.payments.get().reissue_of == payment
    assert states(paid) == ["reissued", "paid"]


def test_taken_back_it_is_paid_again_as_the_earlier_answer_said(paid, bank, taken, undone):
    first = BankAnswer.objects.get()
    before = money(bank)
    second = taken(paid, back(paid), when="2008-06-06", reason="已核对")
    with pytest.raises(RuleBroken, match="1笔后来已变为“银行退票”"):
        intakes.ask_undo(by=bank.finance, intake=first.intake, reason="导错了文件")
    undone(second, when="2008-06-06")
    assert states(paid) == ["paid", "paid"]
    assert money(bank) == before
    assert AnswerLine.objects.filter(undone=False).values_list("said", flat=True).count() == 2
    assert differences() == [[]]
    taken(
        paid,
        back(paid),
        row(paid, 2, "退票", "销户", on="2008-06-06"),
        when="2008-06-06",
        reason="核",
    )
    assert states(paid) == ["returned", "returned"]
    assert funds.ledger_is_intact()


def test_of_what_was_recovered_or_put_away_nothing_comes_back(paid, bank, rehearsed, at):
    payment = Payment.objects.get(bank_lines__file=paid, bank_lines__number=1)
    with at("2008-06-05"):
        aid.recover(by=bank.finance, payment=payment, amount="500", reason="重复发放")
    entries = Entry.objects.count()
    intake = rehearsed(paid, back(paid), when="2008-06-06")
    assert said(intake) == [
        (2, "这笔款项已登记追回，不能再按退票入账，请与银行核对这次退回的是哪一笔")
    ]
    with at("2008-06-06"), pytest.raises(RuleBroken, match="已登记追回"):
        aid.return_paid(by=bank.finance, payments=[payment.pk], reason="退票")
    with at("2008-06-06"):
        aid.archive_batch(by=bank.approver, batch=paid.batch, reason="回执另行归档")
        later = rehearsed(paid, back(paid, 2), when="2008-06-06")
        assert said(later) == [(2, "这笔款项所在批次已归档，不能再按退票入账，退回的款请登记追回")]
        other = Payment.objects.get(bank_lines__file=paid, bank_lines__number=2)
        with pytest.raises(RuleBroken, match="批次已归档"):
            aid.return_paid(by=bank.finance, payments=[other.pk], reason="退票")
    assert (states(paid), Entry.objects.count()) == (["paid", "paid"], entries)


def test_without_a_reference_two_that_are_alike_are_not_guessed(
    sent, taken, rehearsed, family, bank, at
):
    file = sent(1)
    account = file.file_lines.get().payment.payee.account_no
    taken(file, row(file, 1))
    alone = rehearsed(file, row(file, 1, "退票", "销户", reference=""), when="2008-06-06")
    assert said(alone) == [(2, CAME_BACK)]
    with at("2008-06-05"):
        twin = aid.plan_payment(
            key="测试:同户",
            amount=Decimal(500),
            aid_type="living",
            link_point=bank.factory,
            file=family(card=account),
            reason="另一项救助",
            given_on=date(2008, 6, 6),
            channel="bank_transfer",
        )
        batch = aid.make_batch(by=bank.maker, name="另一批", source=bank.source, payments=[twin])
        other = sent(batch=walked(bank, batch), on="2008-06-05")
    taken(other, row(other, 1), when="2008-06-06")
    intake = rehearsed(file, row(file, 1, "退票", "已销户", reference=""), when="2008-06-06")
    assert said(intake) == [(2, "有几笔已成功的款项账号和金额都相同，请按附言编号回盘")]
