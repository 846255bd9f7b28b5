"""What people send that is no workbook, or one that must not be opened: a sentence, and the site lives."""

import io
import zipfile

import openpyxl
import pytest

from ground.kernel.errors import RuleBroken
from ground.sheets import limits
from ground.sheets.reading import opened
from tests.sheets.old_excel import old_workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504


def book(*cells: tuple[str, object], title: str = "Sheet1") -> bytes:
    made = openpyxl.Workbook()
    made.active.title = title
    for place, value in cells:
        made.active[place] = value
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_part(workbook: bytes, name: str, content: bytes) -> bytes:
    """The same workbook with one part more, or another one in its place."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for one in old.namelist():
            if one != name:
                new.writestr(one, old.read(one))
        new.writestr(name, content)
    return out.getvalue()


def refused(content: bytes) -> tuple[str, str]:
    with pytest.raises(RuleBroken) as broken, opened(content) as one:
        list(one.pieces())
    assert broken.value.fields == {"file": broken.value.message}
    return broken.value.code, broken.value.message


PLAIN = book(("A1", "姓名"), ("A2", "林红"))
BOMB = b"<worksheet>" + b" " * (80 << 20) + b"</worksheet>"
SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (b"", "sheet_empty", "文件是空的"),
        (b"\x00" * 4096, "sheet_empty", "文件是空的"),
        (b"x" * (limits.MOST_BYTES + 1), "sheet_too_large", "超过30MB"),
        (with_part(PLAIN, "xl/vbaProject.bin", b"x"), "sheet_macros", "另存为“Excel 工作簿"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "sheet_encrypted", "取消密码"),
        (OLE + "WordDocument".encode("utf-16-le"), "sheet_word", "这是 Word 文档"),
        (OLE, "sheet_not_workbook", "这不是 Excel 文件"),
        (zipped(**{"word/document.xml": b"<w/>"}), "sheet_word", "这是 Word 文档"),
        (zipped(**{"ppt/slides/slide1.xml": b""}), "sheet_powerpoint", "演示文稿"),
        (zipped(**{"content.xml": b"", "mimetype": b""}), "sheet_open_document", ".ods"),
        (zipped(**{"xl/workbook.bin": b""}), "sheet_binary_workbook", ".xlsb"),
        (zipped(**{"photo.jpg": b"x"}), "sheet_not_workbook", "这不是 Excel 文件"),
        (b"%PDF-1.4\n%\xe2\xe3", "sheet_pdf", "这是 PDF"),
        (b"\x89PNG\r\n\x1a\n", "sheet_picture", "这是图片"),
        (b"<html><table><tr><td>1</td></tr></table>", "sheet_web_page", "网页格式"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>', "sheet_xml", "XML"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "sheet_not_workbook", "这不是 Excel 文件"),
        (PLAIN[: len(PLAIN) // 2], "sheet_damaged", "文件已损坏"),
        (with_part(PLAIN, SHEET, b"<worksheet><sheetData><row>"), "sheet_damaged", "已损坏"),
        (with_part(PLAIN, SHEET, BOMB), "sheet_bomb", "异常庞大"),
        (book(("A1", 1), ("XFD1048576", 2)), "sheet_far_cells", "Ctrl+End"),
        (book(("A1", 1), ("A300000", 2)), "sheet_far_cells", "200,000行"),
        (book(("A1", 1), ("ZZ2", 2)), "sheet_far_cells", "200列"),
        (book(), "sheet_no_rows", "没有内容"),
        ("姓名,单位\n".encode("utf-16-le") + b"\xff\x81", "sheet_not_workbook", "这不是 Excel"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(content, code, says):
    found, message = refused(content)
    assert (found, says in message) == (code, True), (found, message)


def test_two_cells_far_apart_in_five_kilobytes_cost_nothing():
    bomb = book(("A1", 1), ("XFD1048576", 2))
    assert len(bomb) < 6_000
    assert refused(bomb)[0] == "sheet_far_cells"


def test_far_cells_that_the_search_does_not_see_end_in_the_child():
    """Single quotes, a prefix: the search looks for what programs write; the limits hold for the rest."""
    xml = (
        b"<x:worksheet xmlns:x='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><x:sheetData>"
        b"<x:row r='1'><x:c r='A1'><x:v>1</x:v></x:c></x:row>"
        b"<x:row r='1048576'><x:c r='XFD1048576'><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )
    assert refused(with_part(PLAIN, SHEET, xml))[0] in {
        "sheet_too_heavy",
        "sheet_too_many_rows",
        "sheet_damaged",
    }


def test_columns_that_are_only_formatted_do_not_count():
    made = openpyxl.Workbook()
    made.active["A1"], made.active["A2"] = "姓名", "林红"
    made.active["A400000"].font = openpyxl.styles.Font(bold=True)
    out = io.BytesIO()
    made.save(out)
    with opened(out.getvalue()) as one:
        [piece] = one.pieces()
    assert piece.numbers == [1, 2]


def test_too_many_sheets():
    made = openpyxl.Workbook()
    for number in range(limits.MOST_SHEETS):
        made.create_sheet(f"表{number}")
    out = io.BytesIO()
    made.save(out)
    assert refused(out.getvalue())[0] == "sheet_too_many_sheets"


def test_the_sheet_with_the_known_headings_is_taken():
    made = openpyxl.Workbook()
    made.active.append(["填写说明"])
    made.create_sheet("名单").append(["姓名", "单位"])
    hidden = made.create_sheet("隐藏")
    hidden.append(["姓名", "单位", "职务"])
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    made.save(out)
    with opened(out.getvalue(), known={"姓名", "单位", "职务"}) as one:
        assert (one.sheet, one.sheets) == ("名单", ["Sheet", "名单"])
    with opened(out.getvalue(), sheet="Sheet") as one:
        assert one.sheet == "Sheet"
    with pytest.raises(RuleBroken, match="没有这个工作表"), opened(out.getvalue(), sheet="隐藏"):
        pass


@pytest.mark.parametrize(
    "content",
    [
        "姓名,单位\r\n林红,市水利局\r\n".encode("gb18030"),
        "\ufeff姓名,单位\n林红,市水利局\n".encode(),
        "姓名\t单位\n林红\t市水利局".encode("utf-16"),
        "姓名;单位\n\n林红;市水利局".encode(),
    ],
)
def test_csv_in_the_encodings_that_people_have(content):
    with opened(content) as one:
        [piece] = one.pieces()
    assert one.format == "csv"
    assert piece.columns == [["姓名", "林红"], ["单位", "市水利局"]]


def test_blank_rows_are_left_out_and_numbers_stay():
    with opened(book(("B3", "姓名"), ("B6", "林红"), ("D6", 3))) as one:
        [piece] = one.pieces()
    assert piece.numbers == [3, 6]
    assert piece.columns == [["", ""], ["姓名", "林红"], ["", ""], ["", 3.0]]


def test_a_workbook_of_excel_97_is_read():
    with opened(old_workbook("名单", ["姓名", "人数"], ["林红", 3.0])) as one:
        [piece] = one.pieces()
    assert (one.format, one.sheet) == ("xls", "名单")
    assert piece.columns == [["姓名", "林红"], ["人数", 3.0]]
