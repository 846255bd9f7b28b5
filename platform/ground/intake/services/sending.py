"""Take a workbook in: read it once, keep it sealed, see where its headings are."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from ground.accounts.models import Organisation, User
from ground.audit.sealing import seal_bytes
from ground.audit.services import record
from ground.intake import queries
from ground.intake.columns import (
    fingerprint_of,
    guessed_mapping,
    headings_of,
    recalled_mapping,
)
from ground.intake.kinds import ImportKind, kind_named
from ground.intake.models import Intake, IntakePage, SentFile, place_of_file, place_of_page
from ground.kernel import clock
from ground.kernel.errors import NotAllowed, RuleBroken
from ground.sheets.heading import (
    Heading,
    find_heading,
    heading_at,
    is_no_record,
    may_be_no_record,
)
from ground.sheets.limits import ROWS_OF_HEADING
from ground.sheets.reading import Piece, opened
from ground.sheets.refusals import refusal

MOST_SKIPPED = 2_000
LONGEST_NAME = 120


@dataclass
class _Sheet:
    """What reading brought: the sealed pages, the layout, how many rows there are."""

    pages: list[bytes] = field(default_factory=list)
    layout: dict[str, Any] = field(default_factory=dict)
    rows: int = 0


def send_workbook(
    *, by: User, kind: str, organisation: Organisation, name: str, content: bytes
) -> tuple[Intake, bool]:
    """Take in a workbook for an organisation. True: it is new; False: this very file is known.

    Raises RuleBroken with a sentence where the file cannot be read, and keeps nothing of it then.
    """
    shape = checked_kind(by, kind, organisation)
    sha256 = hashlib.sha256(content).hexdigest()
    known = queries.intake_of_file(kind=kind, organisation_id=organisation.pk, sha256=sha256)
    if known is not None:
        return known, False
    sheet = _read(shape, content, sha256, sheet="")
    with transaction.atomic():
        # The organisation's row is the lock: the same file sent twice at once is taken in once.
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        known = queries.intake_of_file(kind=kind, organisation_id=organisation.pk, sha256=sha256)
        if known is not None:
            return known, False
        intake = Intake(
            kind=kind,
            organisation=organisation,
            by=by,
            sent_at=clock.now(),
            file_name=_short(name),
            sha256=sha256,
        )
        _lay_out(intake, shape, sheet)
        intake.save()
        SentFile.objects.create(intake=intake, sealed=seal_bytes(content, place_of_file(sha256)))
        _keep_pages(intake, sheet)
        record(by, "intake.sent", intake, kind=kind, rows=intake.row_count)
    return intake, True


def read_sheet(*, by: User, intake: Intake, sheet: str = "", heading_row: int = 0) -> Intake:
    """Look at another sheet of the workbook, or take another row for its headings."""
    shape = checked_kind(by, intake.kind, intake.organisation)
    content = queries.file_of(intake)
    if content is None:
        raise RuleBroken("file_gone", "文件已清除，请重新送交")
    wanted = sheet or intake.layout["sheet"]
    read = _read(shape, content, intake.sha256, sheet=wanted, heading_row=heading_row)
    with transaction.atomic():
        intake = queries.locked_intake(intake.pk)
        check_not_busy(intake)
        if intake.stage not in {Intake.State.READ, Intake.State.REHEARSED}:
            raise RuleBroken("intake_ended", f"这次导入{intake.get_state_display()}，不能再更改")
        _lay_out(intake, shape, read)
        intake.state, intake.digest = Intake.State.READ, ""
        intake.save()
        intake.pages.all().delete()
        _keep_pages(intake, read)
    return intake


@transaction.atomic
def discard(*, by: User, intake: Intake) -> Intake:
    """Throw away a workbook that was not committed, with everything that was read from it."""
    intake = queries.locked_intake(intake.pk)
    check_not_busy(intake)
    if intake.stage not in {Intake.State.READ, Intake.State.REHEARSED}:
        raise RuleBroken("intake_ended", f"这次导入{intake.get_state_display()}，不能作废")
    intake.state, intake.findings = Intake.State.DISCARDED, ""
    intake.save(update_fields=["state", "findings"])
    intake.pages.all().delete()
    SentFile.objects.filter(intake=intake).delete()
    record(by, "intake.discarded", intake)
    return intake


def checked_kind(by: User, kind: str, organisation: Organisation) -> type[ImportKind]:
    """The kind as this organisation's area takes it, where this person may bring it in."""
    shape = kind_named(kind)
    if shape is None:
        raise RuleBroken("kind_unknown", "没有这种导入")
    if not by.reaches(organisation, shape.permission.code):
        raise NotAllowed("outside_area", f"您不能向“{organisation}”导入{shape.label}")
    return shape.in_area(organisation)


def check_not_busy(intake: Intake) -> None:
    if intake.is_busy:
        raise RuleBroken("intake_busy", f"{intake.get_state_display()}，请等它结束")


def _read(
    shape: type[ImportKind], content: bytes, sha256: str, *, sheet: str, heading_row: int = 0
) -> _Sheet:
    known = headings_of(shape)
    found = _Sheet()
    heading: Heading | None = None
    skipped: list[int] = []
    with opened(content, known=known, sheet=sheet, fill=shape.fills_merged) as book:
        for piece in book.pieces():
            if heading is None:
                first = queries.first_rows(piece, ROWS_OF_HEADING)
                heading = (
                    heading_at(first, book.merged, heading_row)
                    if heading_row
                    else find_heading(first, book.merged, known)
                )
            place = place_of_page(sha256, len(found.pages))
            found.pages.append(queries.sealed_page(piece, place))
            below = [number for number in piece.numbers if number > heading.bottom]
            found.rows += len(below)
            if len(skipped) < MOST_SKIPPED:
                skipped += _no_records(piece, heading)
        found.layout = {
            "format": book.format,
            "sheet": book.sheet,
            "sheets": book.sheets,
            "merged": book.merged,
        }
    if heading is None:
        raise refusal("sheet_no_rows")
    found.layout |= {
        "top": heading.top,
        "bottom": heading.bottom,
        "labels": heading.labels,
        "in_ten_thousands": heading.in_ten_thousands,
        "skipped": skipped[:MOST_SKIPPED],
    }
    if not found.rows:
        raise RuleBroken(
            "sheet_only_headings",
            f"第{heading.bottom}行表头以下没有内容。请填写后再导入",
            fields={"file": "表头以下没有内容"},
        )
    return found


def _no_records(piece: Piece, heading: Heading) -> list[int]:
    """Rows of a page that are totals or signatures: their first filled cell gives them away."""
    first = list(piece.columns[0])
    for column in piece.columns[1:]:
        if "" not in first:
            break
        first = [one if one != "" else other for one, other in zip(first, column, strict=True)]
    found = []
    for at, (number, cell) in enumerate(zip(piece.numbers, first, strict=True)):
        if number <= heading.bottom or not isinstance(cell, str) or not may_be_no_record(cell):
            continue
        if is_no_record([column[at] for column in piece.columns]):
            found.append(number)
    return found


def _lay_out(intake: Intake, shape: type[ImportKind], sheet: _Sheet) -> None:
    labels = sheet.layout["labels"]
    intake.layout = sheet.layout
    intake.row_count = sheet.rows
    intake.fingerprint = fingerprint_of(labels)
    guessed = guessed_mapping(shape, labels)
    recalled = recalled_mapping(queries.remembered(intake), labels)
    intake.mapping = recalled or guessed
    intake.options = {
        "skip_totals": True,
        "scale": 10_000 if sheet.layout["in_ten_thousands"] else 1,
    }


def _keep_pages(intake: Intake, sheet: _Sheet) -> None:
    IntakePage.objects.bulk_create(
        IntakePage(intake=intake, number=number, sealed=page)
        for number, page in enumerate(sheet.pages)
    )


def _short(name: str) -> str:
    """A file's name without the folders that some browsers send along."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1].replace("\x00", "").strip()
    return bare[-LONGEST_NAME:] or "未命名"
