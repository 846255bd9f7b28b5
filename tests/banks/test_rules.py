"""Layouts, bytes, references, words and matching, in plain values."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistance.banks import rules
from assistance.banks.rules import Known, PayLine, Said, Verdict, Why
from ground.kernel.errors import RuleBroken
from ground.kernel.scanning import kinds_in

from .layouts import SHIPPED

DAY = date(2008, 6, 6)
XLSX, CSV, FIXED = (rules.layout_of(told) for told in SHIPPED.values())
LINES = [
    PayLine(
        1,
        rules.reference_of(7, 1),
        "张建国",
        "6228480000000000012",
        Decimal("500.00"),
        bank="农业银行",
        id_no="430702196801010017",
        purpose="端午节前生活救助",
        unit="海利农药化工有限公司",
    ),
    PayLine(
        2,
        rules.reference_of(7, 2),
        "李秀英",
        "6228480000000000020",
        Decimal("1200.50"),
        bank="农业银行",
        purpose="子女助学",
    ),
]


def made(layout, lines=LINES):
    return rules.file_of(layout, lines, number="DF2008-0007", on=DAY)


def test_a_separated_file_has_headings_lines_and_a_tail_in_the_banks_encoding():
    content = made(CSV).content
    assert content.decode("gb18030").split("\r\n") == [
        "序号,收款人姓名,收款账号,开户行,金额,证件号码,用途,附言",
        f"1,张建国,6228480000000000012,农业银行,500.00,430702196801010017,端午节前生活救助,{LINES[0].reference}",
        f"2,李秀英,6228480000000000020,农业银行,1200.50,,子女助学,{LINES[1].reference}",
        "合计,2,1700.50",
        "",
    ]


def test_a_fixed_file_counts_bytes_not_characters_and_carries_its_checksum():
    file = made(FIXED)
    head, first, second, tail, end = file.content.split(b"\r\n")
    assert head.decode() == f"H DF2008-0007 20080606 2 170050 {file.checksum}"
    assert tail == b"T 2 170050"
    assert end == b""
    assert len(first) == len(second) == 251
    assert first[:6] == b"000001"
    assert first[6:46].decode("gb18030").rstrip() == "张建国"
    assert first[138:153] == b"000000000050000"
    assert first[-20:].decode().rstrip() == LINES[0].reference


def test_a_workbook_holds_accounts_as_text_and_amounts_as_numbers():
    sheet = openpyxl.load_workbook(io.BytesIO(made(XLSX).content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:3] == ("序号", "收款人姓名", "收款账号")
    assert rows[1][2] == "6228480000000000012"
    assert rows[1][4] == 500
    assert sheet["C2"].data_type == "s"
    assert sheet["C2"].number_format == "@"


@pytest.mark.parametrize("layout", [XLSX, CSV, FIXED], ids=["xlsx", "csv", "fixed"])
def test_the_same_lines_give_the_same_bytes(layout):
    assert made(layout).content == made(layout, list(LINES)).content
    assert made(layout).total == Decimal("1700.50")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gbk"])
def test_encodings(encoding):
    content = made(replace(CSV, encoding=encoding)).content
    assert content.startswith(b"\xef\xbb\xbf") is (encoding == "utf-8-sig")
    assert "张建国" in content.decode(encoding)


@pytest.mark.parametrize(
    ("layout", "line", "says"),
    [
        (replace(CSV, encoding="gbk"), {"name": "张𠮷"}, "第2行收款人姓名第2个字在GBK编码里没有"),
        (CSV, {"name": "=1+1"}, "第2行收款人姓名以“=、+、-、@”开头，会被当作公式"),
        (XLSX, {"purpose": "@SUM(1)"}, "第2行用途以“=、+、-、@”开头，会被当作公式"),
        (CSV, {"purpose": "助学,补贴"}, "第2行用途含有分隔符或引号"),
        (CSV, {"purpose": "助学\n补贴"}, "第2行用途含有换行等不能打印的字符"),
        (
            FIXED,
            {"amount": Decimal("99999999999999.99")},
            "第2行金额长16字节，模板只留了15字节",
        ),
        (FIXED, {"name": "张" * 21}, "第2行收款人姓名长42字节，模板只留了40字节"),
        (XLSX, {"account": ""}, "第2行收款账号是空的"),
        (XLSX, {"account": "6228 48"}, "第2行收款账号不全是数字"),
    ],
)
def test_what_cannot_be_written_is_refused_with_its_row(layout, line, says):
    with pytest.raises(RuleBroken) as refused:
        made(layout, [LINES[0], replace(LINES[1], **line)])
    assert refused.value.code == "bank_file_unfit"
    assert says in refused.value.message
    assert "6228" not in refused.value.message


def test_a_file_without_lines_is_none():
    with pytest.raises(RuleBroken, match="没有可以代发的款项"):
        made(CSV, [])


@settings(deadline=None)  # the cores are shared
@given(st.text(max_size=30))
def test_no_text_becomes_a_formula_or_another_line(text):
    line = replace(LINES[0], purpose=text)
    if rules.problems_of(CSV, [line]):
        return
    [_, row, *_] = made(CSV, [line]).content.decode("gb18030").split("\r\n")
    cells = row.split(",")
    assert len(cells) == len(CSV.columns)
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    assert cells[6] == text


@pytest.mark.parametrize(
    ("checksum", "expected"), [("accounts", "32"), ("crc32", 8), ("sha256", 64), ("", "")]
)
def test_checksums(checksum, expected):
    found = made(replace(CSV, checksum=checksum)).checksum
    assert (len(found) if isinstance(expected, int) else found) == expected


def test_one_digit_more_changes_the_checksum():
    layout = replace(CSV, checksum="crc32")
    other = [LINES[0], replace(LINES[1], amount=Decimal("1200.51"))]
    assert made(layout).checksum != made(layout, other).checksum


def test_a_preview_shows_nothing_whole():
    cells = rules.cells_of(CSV, rules.masked(LINES[0]))
    assert cells[1:4] == ["张*国", "**** 0012", "农业银行"]
    assert "430702196801010017" not in cells


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"columns": []}, "layout_columns"),
        ({"columns": [{"holds": "name"}, {"holds": "amount"}]}, "layout_columns"),
        ({"columns": [{"holds": "card"}]}, "layout_columns"),
        ({"format": "pdf"}, "layout_format"),
        ({"encoding": "big5"}, "layout_encoding"),
        ({"tail": ["checksum"]}, "layout_checksum"),
        ({"tail": ["sum"]}, "layout_head"),
        ({"format": "fixed"}, "layout_columns"),
        ({"answer": {"columns": [{"holds": "outcome"}]}}, "layout_answer"),
        (
            {"answer": SHIPPED["csv 代发模板"]["answer"] | {"words": {"1": "yes"}}},
            "layout_words",
        ),
    ],
)
def test_a_layout_that_cannot_be_meant_is_refused(change, code):
    with pytest.raises(RuleBroken) as refused:
        rules.layout_of(SHIPPED["csv 代发模板"] | change)
    assert refused.value.code == code


# --- references ---


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


# --- the bank's words ---


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


# --- answers in text ---


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


# --- what a row means ---

KNOWN = Known(Decimal("500.00"), "hash", is_sent=True)
BACK_LATE = replace(KNOWN, said="paid", is_archived=True)
BACK_TWICE = replace(KNOWN, said="paid", is_recovered=True)


@pytest.mark.parametrize(
    ("known", "said", "amount", "account", "verdict"),
    [
        (KNOWN, Said.PAID, Decimal("500.00"), "hash", Verdict.ACTS),
        (KNOWN, Said.PAID, None, None, Verdict.ACTS),
        (KNOWN, Said.FAILED, Decimal("500.00"), "hash", Verdict.ACTS),
        (KNOWN, Said.PAID, Decimal("500.01"), "hash", Verdict.REFUSED),
        (KNOWN, Said.PAID, Decimal("500.00"), "other", Verdict.REFUSED),
        (None, Said.PAID, Decimal("500.00"), "hash", Verdict.REFUSED),
        (replace(KNOWN, is_sent=False), Said.PAID, Decimal(500), "hash", Verdict.REFUSED),
        (replace(KNOWN, said="paid"), Said.PAID, Decimal(500), "hash", Verdict.SAME),
        (replace(KNOWN, said="paid"), Said.FAILED, Decimal(500), "hash", Verdict.BACK),
        (replace(KNOWN, said="paid"), Said.FAILED, Decimal(501), "hash", Verdict.REFUSED),
        (BACK_LATE, Said.FAILED, Decimal(500), "hash", Verdict.REFUSED),
        (BACK_TWICE, Said.FAILED, Decimal(500), "hash", Verdict.REFUSED),
        (replace(KNOWN, said="failed"), Said.PAID, Decimal(500), "hash", Verdict.REFUSED),
        (replace(KNOWN, said="paid"), Said.UNKNOWN, Decimal(500), "hash", Verdict.REFUSED),
        (replace(KNOWN, said="unknown"), Said.PAID, Decimal(500), "hash", Verdict.ACTS),
        (replace(KNOWN, said="unknown"), Said.UNKNOWN, Decimal(500), "hash", Verdict.SAME),
    ],
)
def test_what_becomes_of_a_row(known, said, amount, account, verdict):
    assert rules.judged(known, said=said, amount=amount, account_hash=account)[0] is verdict
