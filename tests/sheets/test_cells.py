from datetime import date
from decimal import Decimal

import pytest

from ground.sheets import cells
from ground.sheets.cells import DAY, LOST, ColumnReader, Misread, bounded


@pytest.mark.parametrize(
    "cell",
    [
        f"{DAY}2008-05-14",
        f"{DAY}2008-05-14T09:30:00",
        "2008-05-14",
        "2008-5-14",
        "2008/5/14",
        "2008.5.14",
        "2008年5月14日",
        " 2008 年 5 月 14 日 ",
        "２００８．５．１４",
        "2008-05-14 00:00:00",
        "'2008-5-14",
        "20080514",
        20080514.0,
        39582.0,
        39582,
        "39582",
        39582.4,
    ],
)
def test_a_day_however_it_is_written(cell):
    assert cells.day(cell) == date(2008, 5, 14)


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("2008.5", "缺少日"),
        ("2008年5月", "缺少日"),
        (2008.5, "小数"),
        ("08-5-14", "年份只有两位"),
        ("2008-02-30", "没有这一天"),
        ("五月十四日", "不是能识别的日期"),
        (True, "应为日期"),
        (f"{DAY}0208-05-14", "1900至2100"),
    ],
)
def test_what_is_no_day(cell, says):
    with pytest.raises(Misread, match=says):
        cells.day(cell)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  林红\u3000", "林红"),
        (430.0, "430"),
        (1.5, "1.5"),
        (True, "是"),
        ("'0731", "0731"),
        ("=1+1", "=1+1"),
        ("市\x07水利_x000D_局", "市水利局"),
        (13800000000.0, "13800000000"),
        (f"{DAY}2008-05-14", "2008-05-14"),
        ("   ", None),
        ("", None),
    ],
)
def test_text_as_it_was_meant(cell, text):
    assert cells.text(cell) == text


@pytest.mark.parametrize("cell", [430123456789012300.0, 4.3e17, "4.30123E+17", "4.3012E+14"])
def test_a_number_that_excel_cut_off_is_refused(cell):
    for read in (cells.text, cells.mobile, cells.credit_code):
        with pytest.raises(Misread) as misread:
            read(cell)
        assert misread.value.message == LOST


def test_fifteen_digits_are_whole():
    assert cells.text(430123456789012.0) == "430123456789012"


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (300.0, 300),
        ("３００人", 300),
        ("1,200", 1200),
        ("1.2万", 12000),
        ("—", None),
        ("无", None),
    ],
)
def test_numbers(cell, number):
    assert cells.number(cell) == number


@pytest.mark.parametrize("cell", ["约300", "1,2,3", 1.5, True, "3-5", f"{DAY}2008-01-01"])
def test_what_is_no_number(cell):
    with pytest.raises(Misread, match="应为"):
        cells.number(cell)


@pytest.mark.parametrize(
    ("cell", "scale", "yuan"),
    [
        (1200.5, 1, "1200.50"),
        (0.1 + 0.2, 1, "0.30"),
        ("￥1,200.50元", 1, "1200.50"),
        ("1.5万元", 1, "15000.00"),
        (1.5, 10_000, "15000.00"),
    ],
)
def test_amounts(cell, scale, yuan):
    assert cells.money(cell, scale=scale) == Decimal(yuan)


@pytest.mark.parametrize(
    ("cell", "says"), [(1.005, "两位小数"), (-5, "负数"), ("若干", "应为数字"), (1e13, "过大")]
)
def test_what_is_no_amount(cell, says):
    with pytest.raises(Misread, match=says):
        cells.money(cell)


def test_words_of_a_list():
    words = {"正常": "normal", "停产": "stopped"}
    read = bounded(cells.choice, words=words, shown="正常、停产")
    assert (read(" 正 常 "), read("")) == ("normal", None)
    with pytest.raises(Misread, match="应为：正常、停产"):
        read("关门")
    several = bounded(cells.choices, words=words, shown="")
    assert several("停产、正常；停产") == ["stopped", "normal"]
    assert [cells.yes_no(one) for one in ("是", "√", "无", True, 0.0, "")] == [
        True,
        True,
        False,
        True,
        False,
        None,
    ]


def test_a_credit_code_that_fails_its_check_is_a_warning():
    assert cells.credit_code("９１１１００００６０００３７３４１ｌ") == "91110000600037341L"
    with pytest.raises(Misread) as misread:
        cells.credit_code("91110000600037341A")
    assert (misread.value.is_warning, misread.value.value) == (True, "91110000600037341A")
    with pytest.raises(Misread, match="现有6位") as short:
        cells.credit_code("430123")
    assert not short.value.is_warning


def test_a_column_is_read_once_for_each_different_cell():
    asked = []

    def read(cell):
        asked.append(cell)
        if cell == "坏":
            raise Misread("不行")
        return f"{cell}!"

    values, wrong = ColumnReader(read).values(["好", "坏", "好", "坏"])
    assert values == ["好!", None, "好!", None]
    assert [(at, one.message) for at, one in wrong] == [(1, "不行"), (3, "不行")]
    assert sorted(asked) == ["坏", "好"]
