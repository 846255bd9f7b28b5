"""What the bank answers, in plain values: references, words, tables of text, what becomes of a row."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistance.banks import rules
from assistance.banks.rules import Known, Said, Verdict, Why
from ground.kernel.errors import RuleBroken
from ground.kernel.scanning import kinds_in

from .layouts import CSV, FIXED


@settings(deadline=None)  # the cores are shared
@given(st.integers(0, 999_999), st.integers(0, 999_999))
def test_a_reference_names_its_line_and_nobodys_number(file, line):
    reference = rules.reference_of(file, line)
    assert rules.read_reference(reference) == (file, line)
    assert rules.read_reference(f"代发 {reference.lower()} 生活救助") == (file, line)
    assert kinds_in(reference) == []


@settings(deadline=None)  # the cores are shared
@given(st.integers(0, 999_999), st.integers(0, 999_999), st.integers(2, 15), st.integers(1, 9))
def test_a_mistyped_digit_is_noticed(file, line, at, more):
    reference = rules.reference_of(file, line)
    other = str((int(reference[at]) + more) % 10)
    assert rules.read_reference(reference[:at] + other + reference[at + 1 :]) is None


@pytest.mark.parametrize(
    "text", ["", "SL", "张建国", "SL123", "SL" + "9" * 15, "SLabcdefghijklmno"]
)
def test_what_is_no_reference(text):
    assert rules.read_reference(text) is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("交易成功", Said.PAID),
        ("处理成功", Said.PAID),
        ("已入账", Said.PAID),
        ("失败", Said.FAILED),
        ("交易未成功", Said.FAILED),
        ("退票处理成功", Said.FAILED),
        ("户名不符", Said.FAILED),
        ("处理中", Said.UNKNOWN),
        ("部分成功", Said.UNKNOWN),
        ("交易状态未知", Said.UNKNOWN),
        ("处理完成", None),
        ("0", None),
    ],
)
def test_what_the_bank_means(words, said):
    assert rules.outcome_of(words) is said


def test_the_words_of_one_bank():
    assert rules.outcome_of("0000", {"0000": "paid"}) is Said.PAID


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("户名与账号不符", Why.NAME),
        ("账户名称错误", Why.NAME),
        ("该账户已销户", Why.CLOSED),
        ("账号不存在", Why.ACCOUNT),
        ("卡号校验错", Why.ACCOUNT),
        ("账户冻结", Why.OTHER),
        ("", Why.OTHER),
    ],
)
def test_why_it_bounced(words, why):
    assert rules.why_of(words) is why


def test_a_separated_answer_becomes_one_table():
    answer = CSV.answer
    text = "附言,收款账号,收款人姓名,金额,处理结果,失败原因,处理日期\r\nSL1,6228,张建国,500.00,成功,,2008-06-10\r\n"
    assert rules.table_of(answer, text.encode("gb18030")).decode() == (
        "附言编号,账号,户名,金额,处理结果,失败原因,处理日期,文件行号\n"
        "SL1,6228,张建国,500.00,成功,,2008-06-10,2\n"
    )


def test_a_fixed_answer_is_cut_by_bytes_without_head_and_tail():
    def row(*cells):
        widths = [one.width for one in FIXED.answer.columns]
        return b"".join(
            cell.encode("gb18030").ljust(width) for cell, width in zip(cells, widths, strict=True)
        )

    body = row("SL1", "6228", "张建国", "000000000050000", "失败", "户名不符", "20080610")
    content = b"H 1 50000\r\n\r\n" + body + b"\r\nT 1 50000\r\n"
    assert rules.table_of(FIXED.answer, content).decode().splitlines()[1] == (
        "SL1,6228,张建国,500,失败,户名不符,20080610,3"  # a blank line counts as a line
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("附言\n".encode("gb18030"), "answer_rows"),
        ("a,b\nSL1,500\n".encode("gb18030"), "answer_columns"),
        (b"\xff\xff\xff", "answer_encoding"),
        (b"x" * (31 << 20), "answer_too_large"),
    ],
)
def test_an_answer_that_does_not_fit_its_template_is_refused(content, code):
    with pytest.raises(RuleBroken) as refused:
        rules.table_of(CSV.answer, content)
    assert refused.value.code == code


KNOWN = Known(Decimal("500.00"), "hash", is_sent=True)
BACK_LATE = KNOWN._replace(said="paid", is_archived=True)
BACK_TWICE = KNOWN._replace(said="paid", is_recovered=True)


@pytest.mark.parametrize(
    ("known", "said", "amount", "account", "verdict"),
    [
        (KNOWN, Said.PAID, Decimal("500.00"), "hash", Verdict.ACTS),
        (KNOWN, Said.PAID, None, None, Verdict.ACTS),
        (KNOWN, Said.FAILED, Decimal("500.00"), "hash", Verdict.ACTS),
        (KNOWN, Said.PAID, Decimal("500.01"), "hash", Verdict.REFUSED),
        (KNOWN, Said.PAID, Decimal("500.00"), "other", Verdict.REFUSED),
        (None, Said.PAID, Decimal("500.00"), "hash", Verdict.REFUSED),
        (KNOWN._replace(is_sent=False), Said.PAID, Decimal(500), "hash", Verdict.REFUSED),
        (KNOWN._replace(said="paid"), Said.PAID, Decimal(500), "hash", Verdict.SAME),
        (KNOWN._replace(said="paid"), Said.FAILED, Decimal(500), "hash", Verdict.BACK),
        (KNOWN._replace(said="paid"), Said.FAILED, Decimal(501), "hash", Verdict.REFUSED),
        (BACK_LATE, Said.FAILED, Decimal(500), "hash", Verdict.REFUSED),
        (BACK_TWICE, Said.FAILED, Decimal(500), "hash", Verdict.REFUSED),
        (KNOWN._replace(said="failed"), Said.PAID, Decimal(500), "hash", Verdict.REFUSED),
        (KNOWN._replace(said="paid"), Said.UNKNOWN, Decimal(500), "hash", Verdict.REFUSED),
        (KNOWN._replace(said="unknown"), Said.PAID, Decimal(500), "hash", Verdict.ACTS),
        (KNOWN._replace(said="unknown"), Said.UNKNOWN, Decimal(500), "hash", Verdict.SAME),
    ],
)
def test_what_becomes_of_a_row(known, said, amount, account, verdict):
    assert rules.judged(known, said=said, amount=amount, account_hash=account)[0] is verdict
