"""A list as a workbook: as it stands on paper."""

import zipfile

import openpyxl
import pytest

from ground.sheets.writing import SheetColumn, workbook


@pytest.mark.parametrize(("line", "heads"), [("", "$1:$1"), ("编号 AB&12 严明察", "$2:$2")])
def test_it_prints_across_with_its_headings_on_each_page(line, heads):
    columns = [SheetColumn("单位"), SheetColumn("金额（元）", "money")]
    with workbook("2008年收支&汇总", columns, [("甲厂", 12)], line=line) as file:
        sheet = openpyxl.load_workbook(file).active
        written = zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml").decode()
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0  # as many pages as it takes; one across is the default
    assert sheet.print_title_rows == heads
    assert "<oddHeader>&amp;C&amp;14 2008年收支&amp;&amp;汇总</oddHeader>" in written
    marked = line.replace("&", "&amp;&amp;")
    assert f"<oddFooter>&amp;L{marked}&amp;R第 &amp;P 页 共 &amp;N 页</oddFooter>" in written


def test_a_form_of_the_field_says_above_its_headings_what_it_is():
    columns = [SheetColumn("单位"), SheetColumn("金额（元）", "money")]
    marks = ["单位：市总工会", "截至：2008-06-30", "金额单位：元"]
    with workbook("资金分配表", columns, [("甲厂", 12)], line="编号 AB", marks=marks) as file:
        sheet = openpyxl.load_workbook(file).active
        written = zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml").decode()
    assert [[cell.value for cell in row] for row in sheet] == [
        ["编号 AB", None],
        ["资金分配表", None],
        ["单位：市总工会　　截至：2008-06-30　　金额单位：元", None],
        ["单位", "金额（元）"],
        ["甲厂", 12],
    ]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A5", "$1:$4")
    assert "<oddHeader>" not in written  # the title stands on each page already
