"""What old ledgers hold: numbers of 15 digits, half-known days, names with debris, merged cells."""

import io
from datetime import date

import openpyxl
import pytest

from ground.kernel import identifiers
from ground.kernel.folding import simplified, tidied_name
from ground.sheets import cells
from ground.sheets.cells import DAY, Misread, YearMonth
from ground.sheets.reading import opened


def test_an_id_number_of_fifteen_digits_becomes_one_of_eighteen():
    assert identifiers.full_id_number("110105491231002") == "11010519491231002X"
    assert cells.id_number(" 110105 1949 1231 002x ") == "11010519491231002X"
    assert cells.id_number("") is None
    with pytest.raises(Misread) as misread:
        cells.id_number("110105194912310021")
    assert "校验位不符" in misread.value.message
    assert "1101" not in misread.value.message
    with pytest.raises(Misread):
        cells.id_number("110105499931002")  # no such day


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("张 三", "张三"),
        ("仉(zhǎng)某", "仉某"),
        ("张喆(zhe2)明", "张喆明"),
        ("张三（户主）", "张三"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("歐陽 鋒", "歐陽鋒"),
        ("李某、王某", ""),
        ("李某 1970", ""),
        ("13800000000", ""),
    ],
)
def test_a_name_is_freed_of_what_copying_left_in_it(written, name):
    assert tidied_name(written) == name


def test_a_cell_with_more_than_a_name_is_refused_without_being_quoted():
    with pytest.raises(Misread) as misread:
        cells.person("李某、王某")
    assert "李" not in misread.value.message


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("", None),
        ("1970年5月", YearMonth(1970, 5)),
        ("1970.05", YearMonth(1970, 5)),
        (1970.05, YearMonth(1970, 5)),
        (1970.12, YearMonth(1970, 12)),
        (1970.1, YearMonth(1970, None)),  # October, or January
        (1970, YearMonth(1970, None)),
        ("197005", YearMonth(1970, 5)),
        ("１９７０年", YearMonth(1970, None)),
        ("1970年生", YearMonth(1970, None)),
        ("1970-5-14", date(1970, 5, 14)),
        ("19700514", date(1970, 5, 14)),
        (25_702, date(1970, 5, 14)),
        (f"{DAY}1970-05-14", date(1970, 5, 14)),
    ],
)
def test_as_much_of_a_day_as_an_old_ledger_keeps(cell, found):
    assert cells.day_or_month(cell) == found


@pytest.mark.parametrize("cell", ["1970年13月", "197013", "70.5", "不详", True])
def test_what_is_no_day_is_refused(cell):
    with pytest.raises(Misread):
        cells.day_or_month(cell)


def test_words_of_forms_in_traditional_characters():
    assert simplified("與戶主關係 聯繫電話 檔案編號 殘疾等級 離異 無業") == (
        "与户主关系 联系电话 档案编号 残疾等级 离异 无业"
    )


def test_a_cell_merged_over_a_family_is_said_of_each_row_of_it():
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["序号", "户主", "成员"],
        [1, "甲", "甲"],
        [None, None, "乙"],
        [None, None, None],  # blank: no record, although the merged cell reaches over it
        [2, "丙", "丙"],
        [None, None, "丁"],
    ):
        sheet.append(row)
    sheet.merge_cells("A2:A4")
    sheet.merge_cells("B2:B4")
    sheet.merge_cells("B5:B6")
    out = io.BytesIO()
    book.save(out)
    with opened(out.getvalue(), fill=True) as read:
        [piece] = read.pieces()
    assert piece.numbers == [1, 2, 3, 5, 6]
    assert piece.columns[0][1:] == [1.0, 1.0, 2.0, ""]
    assert piece.columns[1][1:] == ["甲", "甲", "丙", "丙"]
    with opened(out.getvalue()) as read:
        [piece] = read.pieces()
    assert piece.columns[1][1:] == ["甲", "", "丙", ""]
