"""Whatever files the bank sends, in whatever order, and whatever is taken back: each is paid at most once."""

from collections import Counter
from contextlib import suppress
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistance.aid.models import Payment
from assistance.banks import services
from assistance.banks.models import AnswerLine, BankAnswer, BankFile
from assistance.banks.queries import with_comparison
from assistance.funds import queries as funds
from ground.intake import services as intakes
from ground.intake.models import Intake
from ground.kernel.errors import RuleBroken

from .conftest import row, states

pytestmark = pytest.mark.django_db

PAYMENTS = 4
WORDS = {"paid": "成功", "failed": "失败", "unknown": "处理中", "silent": "", "odd": "处理完毕"}
ROWS = st.lists(
    st.tuples(
        st.integers(1, PAYMENTS),
        st.sampled_from([*WORDS, "paid", "failed"]),
        st.sampled_from(["", "", "", "amount", "reference", "account"]),
    ),
    min_size=1,
    max_size=6,
)
OTHERS = st.sampled_from(["undo", "again", "ask", "reissue"])
STEPS = st.lists(st.one_of(ROWS, ROWS, OTHERS), min_size=1, max_size=6)


def booked() -> dict[str, Decimal]:
    """What the entries of payments add up to: settled less taken back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.key, p.amount FROM funds_entry e JOIN funds_posting p ON p.entry_id = e.id"
            " JOIN funds_account a ON a.id = p.account_id"
            " WHERE a.kind = 'spent' AND e.key LIKE 'aid.payment:%'"
        )
        found: Counter[str] = Counter()
        for key, amount in cursor.fetchall():
            found[key.split(":")[1]] += amount
    return {key: amount for key, amount in found.items() if amount}


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(STEPS)
def test_each_is_paid_at_most_once_and_totals_are_entries(
    sent, rehearsed, taken, undone, bank, drain, at, steps
):
    file = sent(PAYMENTS)
    amounts = dict(file.file_lines.values_list("payment_id", "payment__amount"))
    spent_before = funds.balances_of(bank.source).spent
    number = 0
    last: list[list] = []
    for step in steps:
        number += 1
        if step == "undo":
            answer = BankAnswer.objects.filter(
                undone_on=None, answer_lines__line__file=file
            ).first()
            if answer is not None:
                with suppress(RuleBroken):  # something was built upon it
                    undone(answer.intake, when="2008-06-05")
            continue
        if step in ("ask", "reissue"):
            with suppress(RuleBroken), at("2008-06-05"):
                _dealt_with(step, file, bank)
            _holds(file, bank, amounts, spent_before)
            continue
        rows = last if step == "again" else [_row(file, *one) for one in step]
        if not rows:
            continue
        last = rows
        # A cell that differs makes it another file: the same rows may come again.
        intake = rehearsed(file, *rows, ["", "", f"第{number}次", "", "", "", ""])
        if intake.counts.get("new"):
            with at("2008-06-05"):
                intakes.ask_commit(by=bank.finance, intake=intake, only_good=True, reason="已核对")
                drain()
            assert Intake.objects.get(pk=intake.pk).state == "committed"
        _holds(file, bank, amounts, spent_before)
    _holds(file, bank, amounts, spent_before)


def _dealt_with(step, file, bank):
    """Ask the bank about what is open, or give out in cash what bounced."""
    if step == "ask":
        services.record_inquiry(by=bank.finance, file=file, words="银行正在查")
        return
    bounced = Payment.objects.filter(batch=file.batch, state="returned")
    services.follow_up(
        by=bank.maker,
        batch=file.batch,
        name="退票重发",
        payments=list(bounced.values_list("pk", flat=True)),
        channel=Payment.Channel.CASH_SIGNED,
    )


def _row(file, line, said, wrong):
    more = {
        "amount": {"amount": "1.00"},
        "reference": {"reference": ""},
        "account": {"account": "6228480000000009999"},
    }.get(wrong, {})
    return row(file, line, WORDS[said], "户名不符" if said == "failed" else "", **more)


def _holds(file, bank, amounts, spent_before):
    paid = set(Payment.objects.filter(batch=file.batch, state="paid").values_list("pk", flat=True))
    of_file = {int(key): amount for key, amount in booked().items() if int(key) in amounts}
    assert of_file == {key: amounts[key] for key in paid}
    assert funds.balances_of(bank.source).spent - spent_before == sum(of_file.values())
    standing = AnswerLine.objects.filter(line__file=file, undone=False).order_by("pk")
    last_said = dict(standing.values_list("line__payment_id", "said"))
    assert {key for key, said in last_said.items() if said == "paid"} == paid
    [one] = with_comparison(BankFile.objects.filter(pk=file.pk))
    assert [text for text in one.differences if "没有确定的结果" not in text] == []
    assert one.waiting.number == states(file).count("paying") + states(file).count("unknown")
