import pytest

from ground.sheets.heading import find_heading, heading_at, is_no_record, plain

KNOWN = {"姓名", "单位", "慰问金", "走访日期"}


def test_headings_are_compared_without_marks_and_brackets():
    assert plain(" 慰问 金（元）* ") == "慰问金"
    assert plain("ＮＡＭＥ：") == "name"
    assert plain("（备注）") == "备注"


def test_a_title_and_the_unit_stand_above_the_headings():
    rows = [
        (1, ["某市走访慰问情况表", "", ""]),
        (2, ["填报单位：市总工会", "", "单位：万元"]),
        (4, ["姓名", "单位", "慰问金"]),
        (5, ["林红", "市水利局", 1]),
    ]
    heading = find_heading(rows, [], KNOWN)
    assert (heading.top, heading.bottom, heading.in_ten_thousands) == (4, 4, True)
    assert heading.labels == ["姓名", "单位", "慰问金"]


def test_two_lines_of_headings_with_merged_cells():
    rows = [
        (1, ["姓名", "走访情况", "", "备注"]),
        (2, ["", "走访日期", "慰问金（元）", ""]),
        (3, ["林红", "2008-05-14", 200, ""]),
    ]
    merged = [[0, 0, 1, 0], [0, 1, 0, 2], [0, 3, 1, 3]]
    heading = find_heading(rows, merged, KNOWN)
    assert (heading.top, heading.bottom) == (1, 2)
    assert heading.labels == ["姓名", "走访情况 走访日期", "走访情况 慰问金（元）", "备注"]
    assert heading_at(rows, [], 3).labels == ["林红", "2008-05-14", "200", ""]


def test_without_known_headings_the_row_with_most_words():
    rows = [(1, ["名册", "", ""]), (2, ["甲", "乙", "丙"]), (3, ["一", "二", 3])]
    assert find_heading(rows, [], set()).bottom == 2


@pytest.mark.parametrize(
    "cells",
    [
        ["合计", "", 300],
        ["", "总 计：", 300],
        ["小计", 1, 2, 3],
        ["填表人：张三", "", "审核人：李四"],
        ["注：本表一式三份", "", ""],
        ["制表日期：2008年", ""],
    ],
)
def test_what_is_no_record(cells):
    assert is_no_record(cells)


@pytest.mark.parametrize(
    "cells",
    [["合计划科", "x"], ["总工会", "x"], ["负责人张三", "局长", "市局", "139"], [1, "合计"]],
)
def test_what_is_one(cells):
    assert not is_no_record(cells)
