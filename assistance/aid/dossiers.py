"""The dossier of a batch (发放卷宗): one PDF with the roll, who decided, the notice, and every receipt."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any

from django.template.loader import render_to_string
from PIL import Image, ImageDraw, ImageFont

from assistance.aid import queries
from assistance.aid.models import Batch, Payment, Receipt, ReceiptPicture
from ground.briefs import press
from ground.files.models import StoredFile
from ground.files.queries import content_of
from ground.privacy.models import Release

ROWS_OF_A_SHEET = 300
PAGE = (1240, 1754)  # A4 at 150 dots an inch
MARGIN, COLUMNS, LINES, LABEL = 90, 2, 6, 26
Said = Callable[[int, int, str], None]


@dataclass(frozen=True)
class _Line:
    """A row of the roll with its receipt; `number` is how signatures name it."""

    number: int
    payment: Payment
    receipt: Receipt | None


def dossier_of(batch: Batch, release: Release, said: Said) -> tuple[bytes, int]:
    """The PDF, and how many rows it has. `said(done, total, what)` tells how far it is."""
    lines = _lines(batch)
    sheets = range(0, len(lines), ROWS_OF_A_SHEET)
    pictures = ReceiptPicture.objects.filter(paper__batch=batch).select_related("file")
    pages = list(pictures.order_by("paper", "index"))
    total = len(sheets) + len(pages) + 1
    parts = []
    for done, at in enumerate(sheets):
        said(done, total, "正在排印花名册")
        rows = lines[at : at + ROWS_OF_A_SHEET]
        parts.append(_sheet({"batch": batch, "lines": rows} | ({} if at else _head_of(batch))))
    said(len(sheets), total, "正在汇集签名")
    parts += list(_signatures(lines))
    for done, one in enumerate(pages):
        said(len(sheets) + 1 + done, total, "正在汇集签领表和回单")
        parts.append(_page_of(one.file))
    return press.marked(press.joined(parts), release.line), len(lines)


def _lines(batch: Batch) -> list[_Line]:
    rows = queries.with_payee(queries.with_family(Payment.objects.filter(batch=batch)))
    standing = Receipt.objects.standing().filter(payment__batch=batch)
    receipts = {one.payment_id: one for one in standing.select_related("signature")}
    return [
        _Line(number, one, receipts.get(one.pk))
        for number, one in enumerate(rows.order_by("pk"), 1)
    ]


def _head_of(batch: Batch) -> dict[str, Any]:
    """What the first page says of the whole batch."""
    return {
        "is_first": True,
        "totals": queries.totals_of(Payment.objects.filter(batch=batch)),
        "progress": queries.progress_of(batch),
        "approvals": queries.approvals_of(batch),
        "notice": queries.notice_of(batch),
        "papers": queries.papers_of(batch),
    }


def _sheet(facts: dict[str, Any]) -> bytes:
    style = resources.files(__package__).joinpath("dossiers.css").read_text(encoding="utf-8")
    return press.sheet(render_to_string("aid/dossier.html", facts), style).pdf


def _signatures(lines: list[_Line]) -> Iterator[bytes]:
    """The signatures, twelve to a page, each under the number of its row."""
    signed = [one for one in lines if one.receipt and one.receipt.signature]
    font = ImageFont.truetype(press.fonts().directory / "hei.otf", LABEL)
    for at in range(0, len(signed), COLUMNS * LINES):
        paper = Image.new("RGB", PAGE, "white")
        pen = ImageDraw.Draw(paper)
        wide, high = (PAGE[0] - 2 * MARGIN) // COLUMNS, (PAGE[1] - 2 * MARGIN) // LINES
        for index, one in enumerate(signed[at : at + COLUMNS * LINES]):
            left = MARGIN + (index % COLUMNS) * wide
            top = MARGIN + (index // COLUMNS) * high
            assert one.receipt is not None  # noqa: S101 -- chosen by it
            pen.text((left, top), f"{one.number}　{one.receipt.signer}", "black", font)
            assert one.receipt.signature is not None  # noqa: S101 -- as above
            with Image.open(io.BytesIO(content_of(one.receipt.signature))) as picture:
                picture.thumbnail((wide - 20, high - 2 * LABEL))
                paper.paste(picture, (left, top + LABEL + 8))
        yield _pdf(paper)


def _page_of(file: StoredFile) -> bytes:
    content = content_of(file)
    if not file.is_image:
        return content
    with Image.open(io.BytesIO(content)) as picture:
        picture.thumbnail((PAGE[0] - 2 * MARGIN, PAGE[1] - 2 * MARGIN))
        paper = Image.new("RGB", PAGE, "white")
        paper.paste(picture, (MARGIN, MARGIN))
    return _pdf(paper)


def _pdf(paper: Image.Image) -> bytes:
    with io.BytesIO() as out:
        paper.save(out, "PDF", resolution=150)
        return out.getvalue()
