"""Word files as units send them, and as they should not be: made here, part by part where Word would not."""

import io
import zipfile
from collections.abc import Callable

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STRICT = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def written(fill: Callable[..., object]) -> bytes:
    """A document made by python-docx."""
    document = Document()
    fill(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def article() -> bytes:
    """An article as offices write it: a centred head, headings by their marks and by styles, a table."""

    def fill(document):
        for text, size in (
            ("机关干部进车间", 22),
            ("——市政协“双联”工作纪实", 16),
            ("（市政协“双联”办）", 16),
        ):
            line = document.add_paragraph()
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            line.add_run(text).font.size = Pt(size)
        document.add_paragraph("　　五月十四日，市政协走访了纺织厂。")
        document.add_paragraph("一、走访企业")
        document.add_paragraph("（一）送政策")
        document.add_paragraph("1.上门宣讲")
        document.add_paragraph("（1）讲社保")
        document.add_heading("解难题", 1)
        document.add_paragraph("第一件办了。", style="List Number")
        document.add_paragraph("第二件办了。", style="List Number")
        document.add_paragraph("表1　走访情况")
        table = document.add_table(3, 3)
        for at, words in enumerate(
            ("企业", "户数", "金额", "纺织厂", "3", "1,500", "合|计", "3", "1,500")
        ):
            table.cell(at // 3, at % 3).text = words
        table.cell(2, 0).merge(table.cell(2, 1))
        document.add_paragraph("来稿：市政协“双联”办")

    return written(fill)


def packed(parts: dict[str, bytes | str], main: str = MAIN, place: str = "document") -> bytes:
    """A file of these parts, with a table of contents that says what the document is."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types><Override PartName="/word/{place}.xml" ContentType="{main}"/></Types>',
        )
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def document(body: str, names: str = W, **parts: str) -> bytes:
    """A document whose body is written by hand; other parts by name (`styles`, `numbering`)."""
    text = f'<?xml version="1.0" encoding="UTF-8"?><w:document {names}><w:body>{body}</w:body></w:document>'
    return packed(
        {"word/document.xml": text} | {f"word/{name}.xml": part for name, part in parts.items()}
    )


def locked() -> bytes:
    """An archive whose parts say that they have a password."""
    content = bytearray(document("<w:p/>"))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place >= 0:
            content[place + at] |= 1
            place = content.find(mark, place + 4)
    return bytes(content)


def bomb() -> bytes:
    """A small file whose text would unpack to forty megabytes."""
    return packed({"word/document.xml": b" " * (40 * 1024 * 1024)})
