"""Layouts and the bytes of a file, in plain values."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistance.banks import rules
from assistance.banks.rules import PayLine
from ground.kernel.errors import RuleBroken

from .layouts import CSV, FIXED, SHIPPED, XLSX

DAY = date(2008, 6, 6)
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
