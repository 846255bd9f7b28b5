import io

import openpyxl
from openpyxl.styles import Font

from ground.sheets import limits
from ground.sheets.marking import Mark, cell_name, marked_workbook

MARKS = [
    Mark(2, 1, "单位", "没有名为“水利”的单位"),
    Mark(2, 1, "单位", "不能为空"),
    Mark(3, 0, "姓名", "请核对", is_warning=True),
    Mark(2, None, "手机号", "不能为空"),
]


def own() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名单's"
    sheet.append(["姓名", "单位"])
    sheet.append(["林红", "水利"])
    sheet.append(["张三", "市财政局"])
    sheet["A2"].font = Font(bold=True, color="FF112233")
    sheet.column_dimensions["A"].width = 33
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_errors_stand_in_the_users_own_workbook():
    book = read(marked_workbook(own(), sheet="名单's", marks=MARKS, rows=2, is_xlsx=True))
    sheet = book["名单's"]
    assert sheet["B2"].comment.text == "没有名为“水利”的单位\n不能为空"
    assert sheet["B2"].fill.start_color.rgb == "FFF4C7C3"
    assert sheet["A3"].fill.start_color.rgb == "FFFCE8B2"
    assert (sheet["A2"].font.bold, sheet.column_dimensions["A"].width) == (True, 33)
    listed = list(book["问题清单"].iter_rows(values_only=True))
    assert listed[0] == ("单元格", "行", "列", "问题", "程度")
    assert listed[1] == ("B2", 2, "单位", "没有名为“水利”的单位", "须改正")
    assert listed[3] == ("A3", 3, "姓名", "请核对", "提醒")
    assert listed[4] == (None, 2, "手机号", "不能为空", "须改正")
    assert book["问题清单"]["A2"].hyperlink.location == "'名单''s'!B2"


def test_marked_twice_has_one_list():
    once = marked_workbook(own(), sheet="名单's", marks=MARKS, rows=2, is_xlsx=True)
    twice = read(marked_workbook(once, sheet="名单's", marks=MARKS[:1], rows=2, is_xlsx=True))
    assert twice.sheetnames == ["名单's", "问题清单"]
    assert twice["问题清单"].max_row == 2


def test_a_csv_or_a_large_sheet_gets_a_list_of_its_own():
    for rows, is_xlsx in ((2, False), (limits.MARKABLE_ROWS + 1, True)):
        book = read(marked_workbook(own(), sheet="名单's", marks=MARKS, rows=rows, is_xlsx=is_xlsx))
        assert book.sheetnames == ["问题清单"]
        assert book.active["A2"].value == "B2"


def test_names_of_cells():
    assert [cell_name(17, at) for at in (1, 25, 26, 701, 702)] == [
        "B17",
        "Z17",
        "AA17",
        "ZZ17",
        "AAA17",
    ]
