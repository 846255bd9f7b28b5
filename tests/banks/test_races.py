"""Two who tell of the same payments at the same moment: one after the other, and each is paid at most once."""

from datetime import date
from decimal import Decimal

import pytest

from assistance.aid import services as aid
from assistance.aid.models import Batch, Payment
from assistance.banks import services
from assistance.banks.models import AnswerLine, BankAnswer, BankFile, BankTemplate
from assistance.funds import queries as funds
from assistance.funds.models import Entry
from ground.events import claiming, delivery
from ground.events.models import Delivery
from ground.intake import services as intakes
from ground.intake.models import Intake
from tests.at_once import at_once

from .conftest import row, states, workbook

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2008, 6, 5)


def keys_of(file):
    return list(file.file_lines.order_by("number").values_list("payment_id", flat=True))


def codes(ended):
    """What each ended as: the code of its refusal, or `done`."""
    return sorted(one if isinstance(one, str) else "done" for one in ended)


def spent(bank):
    return funds.balances_of(bank.source).spent


def test_a_file_is_made_once_and_sent_once(approved, bank, template):
    batch = approved(2)

    def make():
        return services.make_file(by=bank.finance, batch=batch, template=template)

    assert codes(at_once(make, make, on=DAY)) == ["bank_file_made", "done"]
    file = BankFile.objects.get()

    def send():
        return services.send_file(by=bank.finance, file=file, sent_on=DAY, receipt_no="受理0001")

    def withdraw():
        return services.withdraw_file(by=bank.finance, file=file, reason="金额有误")

    assert codes(at_once(send, send, withdraw, on=DAY)).count("done") == 1
    file.refresh_from_db()
    sent = file.state == "sent"
    assert states(file) == ["paying" if sent else "approved"] * 2
    assert Entry.objects.filter(key__endswith=":sent").count() == (2 if sent else 0)


def test_one_answer_sent_in_by_two_and_committed_by_two(sent, bank, drain, at):
    file = sent(3)
    content = workbook(*(row(file, line) for line in (1, 2, 3)))

    def send():
        return services.send_answer(by=bank.finance, file=file, name="回盘.xlsx", content=content)[
            1
        ]

    assert sorted(at_once(send, send, on=DAY)) == [False, True]
    with at("2008-06-05"):
        drain()
    intake = Intake.objects.get()

    def commit():
        return intakes.ask_commit(by=bank.finance, intake=intake)

    assert codes(at_once(commit, commit, on=DAY)) == ["done", "intake_busy"]
    ids = claiming.claim("jobs", limit=10)

    def work():
        return delivery.deliver(ids)

    at_once(work, work, on=DAY)
    Delivery.objects.update(state="pending", starts=0)  # told again, all of it
    with at("2008-06-05"):
        drain()
    assert states(file) == ["paid"] * 3
    assert BankAnswer.objects.count() == 1
    assert Entry.objects.filter(key__endswith=":paid").count() == 3
    assert spent(bank) == Decimal(1503)


def test_an_answer_is_undone_while_another_is_committed(sent, taken, rehearsed, bank, drain, at):
    file = sent(2)
    first = taken(file, row(file, 1), row(file, 2, "处理中"))
    second = rehearsed(file, row(file, 2))
    with at("2008-06-05"):
        intakes.ask_undo(by=bank.finance, intake=first, reason="导错了文件")
        intakes.ask_commit(by=bank.finance, intake=second)
    ids = claiming.claim("jobs", limit=10)
    assert len(ids) == 2
    at_once(*(lambda one=one: delivery.deliver([one]) for one in ids), on=DAY)
    with at("2008-06-05"):
        drain()
    # The undo before the commit, or the commit first, upon which the undo is refused.
    assert states(file) in (["paying", "paid"], ["paid", "paid"])
    paid = Payment.objects.filter(batch=file.batch, state="paid")
    assert spent(bank) == sum(one.amount for one in paid)
    final = AnswerLine.objects.filter(undone=False, said="paid")
    assert set(final.values_list("line__payment", flat=True)) == {one.pk for one in paid}
    assert funds.ledger_is_intact()


def test_bounced_by_one_and_unknown_to_another(sent, bank):
    file = sent(2)
    keys = keys_of(file)
    ended = at_once(
        lambda: aid.bounce_payments(by=bank.finance, payments=keys, reason="销户"),
        lambda: aid.mark_unknown(by=bank.finance, payments=keys, reason="未回盘"),
        lambda: services.record_inquiry(by=bank.finance, file=file, words="银行正在查"),
        on=DAY,
    )
    assert "database" not in ended
    assert states(file) == ["returned"] * 2
    assert funds.balances_of(bank.source).reserved == Decimal(1001)
    assert Entry.objects.filter(key__endswith=":returned").count() == 2


def test_given_out_again_while_the_bank_says_that_it_was_paid(sent, taken, bank):
    file = sent(1)
    taken(file, row(file, 1, "失败", "系统原因"))
    [key] = keys_of(file)
    again = {
        "by": bank.maker,
        "batch": file.batch,
        "name": "重发",
        "payments": [key],
        "channel": "cash_signed",
    }
    ended = at_once(
        lambda: services.follow_up(**again),
        lambda: services.follow_up(**again),
        lambda: aid.settle_payments(by=bank.finance, payments=[key]),
        on=DAY,
    )
    assert [one for one in codes(ended) if one == "done"] == ["done"]
    assert states(file) == ["reissued"]
    assert Batch.objects.filter(follows=file.batch).count() == 1
    assert spent(bank) == 0


def test_sent_back_by_one_and_recovered_or_undone_by_another(sent, taken, bank):
    file = sent(1)
    taken(file, row(file, 1))
    payment = Payment.objects.get(pk=keys_of(file)[0])
    ended = at_once(
        lambda: aid.return_paid(by=bank.finance, payments=[payment.pk], reason="销户"),
        lambda: aid.recover(by=bank.finance, payment=payment, amount="500", reason="重复"),
        lambda: aid.undo_outcome(by=bank.finance, payments=[payment.pk], reason="导错"),
        on=DAY,
    )
    assert "database" not in ended
    now = funds.balances_of(bank.source)
    payment.refresh_from_db()
    assert {
        "returned": (now.reserved, now.in_transit, now.spent) == (500, 0, 0),
        "paying": (now.reserved, now.in_transit, now.spent) == (0, 500, 0),
        "paid": (now.reserved, now.in_transit, now.spent) == (0, 0, 0),
    }[payment.state]
    assert now.available + now.reserved + now.in_transit + now.spent == Decimal(900000)
    assert funds.ledger_is_intact()


def test_a_template_is_followed_and_retired_at_once(bank, root, template):
    made = services.keep_template(
        by=bank.finance, organisation=root, bank="农业银行", name="农行", layout=template.layout
    )
    ended = at_once(
        lambda: services.retire_template(by=bank.finance, template=made),
        lambda: services.retire_template(by=bank.finance, template=made),
        lambda: services.keep_template(
            by=bank.finance,
            organisation=root,
            bank="农业银行",
            name="农行",
            layout=template.layout,
            follows=made,
        ),
        on=DAY,
    )
    assert "database" not in ended
    versions = BankTemplate.objects.filter(series=made.series).values_list("version", flat=True)
    assert sorted(versions) == list(range(1, len(versions) + 1))
