"""A .docx is opened with care: what it is, how much it would unpack to, and only then its XML.

A .docx is an archive of XML parts. Three of them are read (text, styles, numbering), and where its
pictures lie; everything else stays packed.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from ground.briefs.rules.wordfiles.pictures import Pictures, places_of
from ground.kernel.errors import RuleBroken

MEGABYTE = 1024 * 1024
MOST_BYTES = 20 * MEGABYTE  # an article with photos of a phone
MOST_UNPACKED = 200 * MEGABYTE  # all parts together, as the archive says
MOST_OF_A_PART = 8 * MEGABYTE  # of XML: a book of three hundred pages has half of it
MOST_PARTS = 5_000
MOST_ELEMENTS = 300_000
DEEPEST = 200
SAVE_AS = "请用 Word 或 WPS 打开，另存为“Word 文档（.docx）”再上传"

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    NotImplementedError,
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of .doc, .wps and of encrypted files
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OVERRIDE = re.compile(r"<Override\b[^>]*>")
_PART_NAME = re.compile(r'PartName="/([^"]+)"')
_LOCKED = 0x1  # the flag of a part that has a password
_OTHERS = (
    (b"%PDF", "PDF 文件"),
    (b"{\\rtf", "RTF 文件"),
    (b"\xff\xd8\xff", "图片"),
    (b"\x89PNG", "图片"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"<", "网页或文本文件"),
    (b"MIME-Version", "网页文件"),
)
_KINDS = (
    ("wordprocessingml.template", "Word 模板"),
    ("spreadsheetml", "Excel 表格"),
    ("presentationml", "演示文稿"),
    ("opendocument", "OpenDocument 文档"),
)


@dataclass(frozen=True)
class Parts:
    """The XML of a document: its text, and where there are any, its styles and its numbering."""

    text: ET.Element
    styles: ET.Element | None
    numbering: ET.Element | None
    pictures: Pictures


@contextmanager
def open_word(content: bytes, name: str = "") -> Iterator[Parts]:
    """The parts of a .docx. Raises RuleBroken `word_…`, which says what the file is and what to do."""
    if not content:
        raise refused("word_empty", "文件是空的，请重新选择")
    if len(content) > MOST_BYTES:
        most = MOST_BYTES // MEGABYTE
        raise refused(
            "word_too_large",
            f"文件有 {len(content) / MEGABYTE:.1f} MB，最多 {most} MB：请先删去文件里的图片",
        )
    if not content.startswith(b"PK"):
        raise _no_archive(content, name)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_archive(archive)
            types = _unpacked(archive, "[Content_Types].xml") or b""
            _check_kind(archive, types)
            place = _place(types, "document.main", "word/document.xml")
            text = _parsed(archive, place)
            if text is None:
                raise refused("word_damaged", f"文件里找不到正文，可能已损坏：{SAVE_AS}")
            folder, _, file = place.rpartition("/")
            relations = _unpacked(archive, f"{folder}/_rels/{file}.rels") or b""
            yield Parts(
                text=text,
                pictures=Pictures(archive, places_of(relations, place)),
                styles=_part(archive, types, "styles", "word/styles.xml"),
                numbering=_part(archive, types, "numbering", "word/numbering.xml"),
            )
    except _BROKEN as broken:
        raise refused("word_damaged", f"文件打不开，可能没有传完或已损坏：{SAVE_AS}") from broken
    except RuntimeError as locked:  # a part with a password of its own
        raise _encrypted() from locked


def refused(code: str, message: str) -> RuleBroken:
    return RuleBroken(code, message, fields={"file": message})


def _no_archive(content: bytes, name: str) -> RuleBroken:
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            return _encrypted()
        sort = "WPS 的 .wps 文件" if name.lower().endswith(".wps") else "旧版 Word 的 .doc 文件"
        return refused("word_not_docx", f"这是{sort}，读不了。{SAVE_AS}")
    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    for mark, sort in _OTHERS:
        if start.startswith(mark):
            return refused("word_not_docx", f"这是{sort}，不是 Word 的 .docx 文件。{SAVE_AS}")
    return refused("word_not_docx", f"这不是 Word 的 .docx 文件。{SAVE_AS}")


def _encrypted() -> RuleBroken:
    return refused("word_encrypted", "文件设了打开密码，读不了：请取消密码，保存后再上传")


def _check_archive(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if any(one.flag_bits & _LOCKED for one in parts):
        raise _encrypted()
    if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > MOST_UNPACKED:
        raise _bomb()


def _check_kind(archive: zipfile.ZipFile, types: bytes) -> None:
    said = types.decode("utf-8", "replace")
    names = [one.filename.lower() for one in archive.infolist()]
    if "macroEnabled" in said or any(name.endswith("vbaproject.bin") for name in names):
        raise refused("word_macros", f"文件带有宏（.docm），不接收。{SAVE_AS}")
    if "wordprocessingml.document.main+xml" in said:
        return
    found = next((label for mark, label in _KINDS if mark in said), "")
    if not found and "mimetype" in names:
        found = "OpenDocument 文档"
    sort = found or "压缩包"
    raise refused("word_not_docx", f"这是{sort}，不是 Word 的 .docx 文件。{SAVE_AS}")


def _unpacked(archive: zipfile.ZipFile, name: str) -> bytes | None:
    """One part, never more of it than is allowed, whatever the archive says of its size."""
    try:
        with archive.open(name) as part:
            content = part.read(MOST_OF_A_PART + 1)
    except KeyError:
        return None
    if len(content) > MOST_OF_A_PART:
        raise _bomb()
    return content


def _bomb() -> RuleBroken:
    return refused("word_bomb", "文件展开后过大，不接收：请只留稿件的文字和表格，另存后再上传")


class _Guarded(ET.TreeBuilder):
    """Builds the tree; stops at a document type (entities come with it), and at far too much."""

    def __init__(self) -> None:
        super().__init__()
        self.elements = self.depth = 0

    def doctype(self, *_: str | None) -> None:
        raise refused("word_entities", f"文件里夹带了外部引用，不接收。{SAVE_AS}")

    def start(self, tag: str, attrs: dict[str, str], /) -> ET.Element:
        self.elements += 1
        self.depth += 1
        if self.elements > MOST_ELEMENTS or self.depth > DEEPEST:
            raise _bomb()
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> ET.Element:
        self.depth -= 1
        return super().end(tag)


def _part(archive: zipfile.ZipFile, types: bytes, kind: str, usually: str) -> ET.Element | None:
    return _parsed(archive, _place(types, kind, usually))


def _place(types: bytes, kind: str, usually: str) -> str:
    """Where a part lies, as the table of contents says: some programs call the text `document2.xml`."""
    for one in _OVERRIDE.findall(types.decode("utf-8", "replace")):
        if f"wordprocessingml.{kind}+xml" in one and (named := _PART_NAME.search(one)):
            return named[1]
    return usually


def _parsed(archive: zipfile.ZipFile, name: str) -> ET.Element | None:
    content = _unpacked(archive, name)
    if content is None:
        return None
    # Refused before it is read: an entity is expanded while its parser goes on.
    if b"<!DOCTYPE" in content.replace(b"\x00", b""):
        raise refused("word_entities", f"文件里夹带了外部引用，不接收。{SAVE_AS}")
    parser = ET.XMLParser(target=_Guarded())  # noqa: S314 -- without document types
    try:
        parser.feed(content)
        root = parser.close()
    except (ET.ParseError, LookupError) as broken:
        raise refused("word_damaged", f"文件的内容读不出来，可能已损坏：{SAVE_AS}") from broken
    assert isinstance(root, ET.Element)  # noqa: S101 -- narrows the type
    return root
