"""The dossier of a batch (发放卷宗): one PDF with the roll, who decided, the notice, and every receipt."""

import io
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from importlib import resources
from typing import Any

from django.template.loader import render_to_string
from PIL import Image

from assistance.aid import queries
from assistance.aid.models import Batch, Payment, Receipt, ReceiptPicture, Recovery
from ground.briefs import press
from ground.files.models import StoredFile
from ground.files.queries import content_of
from ground.privacy.models import Release

ROWS_OF_A_SHEET = 300
PAGE, DOTS = (1240, 1754), 150  # A4 at 150 dots an inch
MARGIN = 90
BOX, LABEL = (86, 40), 8  # millimetres
BOXES = [(18 + 88 * column, 20 + 42 * line) for line in range(6) for column in range(2)]
Said = Callable[[int, int, str], None]


@dataclass(frozen=True)
class _Line:
    """A row of the roll with its receipt and what came back of it; `number` is how signatures name it."""

    number: int
    payment: Payment
    receipt: Receipt | None
    recoveries: list[Recovery]

    @property
    def recovered(self) -> Decimal:
        return sum((one.amount for one in self.recoveries), Decimal(0))

    @property
    def kept(self) -> Decimal:
        """What the payee has of it now."""
        paid = self.payment.state == Payment.State.PAID
        return self.payment.amount - self.recovered if paid else Decimal(0)

    @property
    def needs_receipt(self) -> bool:
        return self.kept > 0


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
        facts = {"batch": batch, "lines": rows} | ({} if at else _head_of(batch, lines))
        html = render_to_string("aid/dossier.html", facts)
        parts.append(press.sheet(html, _style("dossiers.css")).pdf)
    said(len(sheets), total, "正在汇集签名")
    parts += list(_signatures(batch, lines))
    for done, one in enumerate(pages):
        said(len(sheets) + 1 + done, total, "正在汇集签领表和回单")
        parts.append(_page_of(one.file))
    return press.marked(press.joined(parts), release.line), len(lines)


def _dots(millimetres: float) -> int:
    return round(millimetres * DOTS / 25.4)


def _lines(batch: Batch) -> list[_Line]:
    rows = queries.with_payee(queries.with_family(Payment.objects.filter(batch=batch)))
    standing = Receipt.objects.standing().filter(payment__batch=batch)
    receipts = {one.payment_id: one for one in standing.select_related("signature")}
    back: dict[int, list[Recovery]] = defaultdict(list)
    for one in Recovery.objects.filter(payment__batch=batch).select_related("made_by"):
        back[one.payment_id].append(one)
    return [
        _Line(number, one, receipts.get(one.pk), back[one.pk])
        for number, one in enumerate(rows.order_by("pk"), 1)
    ]


def _head_of(batch: Batch, lines: list[_Line]) -> dict[str, Any]:
    """What the first page says of the whole batch."""
    return {
        "is_first": True,
        "paid": sum((one.kept for one in lines), Decimal(0)),
        "recovered": sum((one.recovered for one in lines), Decimal(0)),
        "came_back": [one for one in lines if one.recoveries],
        "totals": queries.totals_of(Payment.objects.filter(batch=batch)),
        "progress": queries.progress_of(batch),
        "approvals": queries.approvals_of(batch),
        "notice": queries.notice_of(batch),
        "papers": queries.papers_of(batch),
    }


def _style(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def _signatures(batch: Batch, lines: list[_Line]) -> Iterator[bytes]:
    """The signatures, twelve to a page, each in a box under the number of its row and the name signed."""
    signed = [
        (f"{one.number}　{one.receipt.signer}", one.receipt.signature)
        for one in lines
        if one.receipt and one.receipt.signature
    ]
    style = _style("signatures.css") + "".join(
        f"p:nth-of-type({place}) {{ left: {left}mm; top: {top}mm }}"
        for place, (left, top) in enumerate(BOXES, 1)
    )
    for at in range(0, len(signed), len(BOXES)):
        some = signed[at : at + len(BOXES)]
        paper = Image.new("RGB", PAGE, "white")
        for (left, top), (_, file) in zip(BOXES, some, strict=False):
            with Image.open(io.BytesIO(content_of(file))) as picture:
                picture.thumbnail((_dots(BOX[0] - 4), _dots(BOX[1] - LABEL - 2)))
                paper.paste(picture, (_dots(left + 2), _dots(top + LABEL)))
        facts = {"batch": batch, "labels": [label for label, _ in some]}
        boxes = press.sheet(render_to_string("aid/signatures.html", facts), style)
        yield press.laid_over(_pdf(paper), boxes.pdf)


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
