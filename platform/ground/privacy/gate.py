"""What must not be in a file that leaves: looked for in its text, named by place, never by number."""

import io
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator
from html import unescape

import pypdfium2

from ground.kernel.errors import RuleBroken
from ground.kernel.scanning import EVERY_KIND, Kind, kinds_in

NAMED_AT_MOST = 5
_TAG = re.compile(r"<[^>]*>")
_NO_TEXT = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL | re.IGNORECASE)


def refuse_personal(
    texts: Iterable[tuple[str, str]],
    *,
    kinds: Collection[Kind] = EVERY_KIND,
    public: Collection[str] = (),
) -> None:
    """Refuse texts (place in words, text) in which a person's numbers or address could be found.

    `public` are numbers and addresses that may be told, such as the telephone for objections.
    Raises RuleBroken `private_inside`, which names places and kinds.
    """
    hits: list[str] = []
    for place, text in texts:
        if found := kinds_in(text, kinds=kinds, public=public):
            hits.append(f"{place}含有{'、'.join(found)}")
    if hits:
        rest = len(hits) - NAMED_AT_MOST
        named = "；".join(hits[:NAMED_AT_MOST]) + (f"；另有{rest}处" if rest > 0 else "")
        raise RuleBroken("private_inside", f"不能对外提供，请先删去：{named}")


def texts_of_file(content: bytes, format: str) -> Iterator[tuple[str, str]]:  # noqa: A002
    """The text of a file with its places: `xlsx`, `docx`, `pdf`, `html`, `csv` and other plain text."""
    if format in {"xlsx", "docx"}:
        yield from _office(content)
    elif format == "pdf":
        yield from _pages(content)
    else:
        text = content.decode("utf-8-sig", "replace")
        if format == "html":
            text = unescape(_TAG.sub(" ", _NO_TEXT.sub(" ", text)))
        for number, line in enumerate(text.splitlines(), 1):
            yield f"第{number}行", line


def _office(content: bytes) -> Iterator[tuple[str, str]]:
    """Paragraphs of a document, strings and cells of a workbook: runs of one paragraph are joined."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if not name.endswith(".xml"):
                continue
            xml = archive.read(name).decode("utf-8", "replace")
            parts = re.split(r"</(?:w:p|si|c|row)>", xml)
            for number, part in enumerate(parts, 1):
                text = unescape(_TAG.sub("", part))
                if text.strip():
                    yield f"{name.rpartition('/')[2]}第{number}段", text


def _pages(content: bytes) -> Iterator[tuple[str, str]]:
    document = pypdfium2.PdfDocument(content)
    try:
        for number, page in enumerate(document, 1):
            yield f"第{number}页", page.get_textpage().get_text_bounded()
    finally:
        document.close()
