"""What a file is, by its inside: its name may say anything. Runs in the child."""

import io
import re
import zipfile
from typing import Literal

from ground.sheets.limits import MOST_BYTES
from ground.sheets.refusals import refusal

Format = Literal["xlsx", "xls", "csv"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_HEAD = 4096


def format_of(content: bytes) -> Format:
    """The format of a file that can be read; RuleBroken with a sentence for every other."""
    if not content.strip(b"\x00 \t\r\n"):
        raise refusal("sheet_empty")
    if len(content) > MOST_BYTES:
        raise refusal("sheet_too_large")
    if content.startswith(b"PK"):
        return _zip(content)
    if content.startswith(_OLE):
        return _ole(content)
    head = content[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"%pdf"):
        raise refusal("sheet_pdf")
    if head.startswith(b"<?xml") and b"html" not in head:
        raise refusal("sheet_xml")
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<style", b"<?xml")):
        raise refusal("sheet_web_page")
    if content.startswith(_PICTURES) or content[:4] == b"RIFF":
        raise refusal("sheet_picture")
    return "csv" if _is_text(content) else _not_a_workbook()


def _zip(content: bytes) -> Format:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as damaged:
        raise refusal("sheet_damaged") from damaged
    if "xl/vbaProject.bin" in names:
        raise refusal("sheet_macros")
    if "xl/workbook.bin" in names:
        raise refusal("sheet_binary_workbook")
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if "word/document.xml" in names:
        raise refusal("sheet_word")
    if any(name.startswith("ppt/") for name in names):
        raise refusal("sheet_powerpoint")
    if "content.xml" in names and "mimetype" in names:
        raise refusal("sheet_open_document")
    return _not_a_workbook()


def _ole(content: bytes) -> Format:
    """The directory of an old compound file names its streams in UTF-16."""
    if _stream("EncryptedPackage") in content or _stream("EncryptionInfo") in content:
        raise refusal("sheet_encrypted")
    if _stream("Workbook") in content or re.search(rb"B\x00o\x00o\x00k\x00\x00\x00", content):
        return "xls"
    if _stream("WordDocument") in content:
        raise refusal("sheet_word")
    if _stream("PowerPoint Document") in content:
        raise refusal("sheet_powerpoint")
    return _not_a_workbook()


def _stream(name: str) -> bytes:
    return name.encode("utf-16-le")


def _is_text(content: bytes) -> bool:
    """Words in rows and columns; not the first bytes of some program."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    head = content[:_HEAD]
    odd = sum(byte < 32 and byte not in b"\t\r\n" for byte in head)  # noqa: PLR2004 -- the first printable
    return not odd and any(mark in head for mark in (b",", b"\t", b";", b"\n"))


def _not_a_workbook() -> Format:
    raise refusal("sheet_not_workbook")
