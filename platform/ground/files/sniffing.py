"""What a file is, by what stands in it. Its name and what a browser says about it count for nothing."""

import io
import zipfile
from dataclasses import dataclass

import puremagic

from ground.kernel.errors import RuleBroken

ACCEPTED = "照片（JPG、PNG、WebP、HEIC）、PDF、Word（docx）、Excel（xlsx）"
MOST_UNPACKED = 200 * 1024 * 1024
MOST_ENTRIES = 5_000
_MAIN = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class Sort:
    """A sort of file that is accepted."""

    media_type: str
    suffix: str
    is_image: bool = False


JPEG = Sort("image/jpeg", "jpg", is_image=True)
_IMAGES = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/heic": "HEIF",
    "image/heif": "HEIF",
}
_HEIF_UNKNOWN_TO_PUREMAGIC = (b"ftypmif1", b"ftypmsf1")
_OFFICE = {
    "wordprocessingml.document.main+xml": Sort(_MAIN + "wordprocessingml.document", "docx"),
    "spreadsheetml.sheet.main+xml": Sort(_MAIN + "spreadsheetml.sheet", "xlsx"),
}
_PDF = Sort("application/pdf", "pdf")


def image_format(content: bytes) -> str | None:
    """The one decoder that may read this picture; None where it is no picture of an accepted sort."""
    if content[4:12] in _HEIF_UNKNOWN_TO_PUREMAGIC:
        return "HEIF"
    found = _media_types(content)
    return next((name for media_type, name in _IMAGES.items() if media_type in found), None)


def sort_of(content: bytes) -> Sort:
    """The sort of a document that is kept as it is. Raises RuleBroken `file_kind_refused`."""
    if content.startswith(b"%PDF-"):
        if zipfile.is_zipfile(io.BytesIO(content)):
            raise _refused("这个 PDF 里还夹带了另一个压缩文件")
        return _PDF
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    raise _refused("系统不接收这种文件")


def _office(content: bytes) -> Sort:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
            if len(entries) > MOST_ENTRIES or sum(one.file_size for one in entries) > MOST_UNPACKED:
                raise _refused("文件展开后过大")
            if any(one.filename.lower().endswith("vbaproject.bin") for one in entries):
                raise _refused("文件带有宏，请另存为不带宏的 docx 或 xlsx")
            with packed.open("[Content_Types].xml") as listed:
                types = listed.read(1024 * 1024).decode("utf-8", "replace")
    except (KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as broken:
        raise _refused("压缩包请解开后逐个上传；若是 Word 或 Excel，文件可能已损坏") from broken
    for mark, sort in _OFFICE.items():
        if f"{_MAIN}{mark}" in types:
            return sort
    raise _refused("系统不接收这种文件")


def _media_types(content: bytes) -> set[str]:
    try:
        return {one.mime_type for one in puremagic.magic_string(content)}
    except (puremagic.PureError, ValueError):
        return set()


def _refused(why: str) -> RuleBroken:
    return RuleBroken(
        "file_kind_refused", f"{why}。可上传：{ACCEPTED}", fields={"file": "文件类型不符"}
    )
