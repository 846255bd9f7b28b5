"""Reads worth a name, the locks, and the sealed contents of an intake."""

import json
import zlib
from collections.abc import Iterator
from typing import Any

from django.db import connection

from ground.audit.sealing import seal_bytes, unseal_bytes
from ground.intake.models import (
    Intake,
    IntakePage,
    RememberedMapping,
    SentFile,
    place_of_file,
    place_of_page,
)
from ground.sheets.reading import Piece


def intake_of_file(*, kind: str, organisation_id: int, sha256: str) -> Intake | None:
    """The intake that this very file has already made here, unless it was taken back."""
    gone = (Intake.State.DISCARDED, Intake.State.UNDONE)
    same = Intake.objects.filter(kind=kind, organisation_id=organisation_id, sha256=sha256)
    return same.exclude(state__in=gone).first()


def locked_intake(pk: int) -> Intake:
    return Intake.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=pk)


def one_commit_at_a_time(kind: str) -> None:
    """Commits of one kind come after each other: what one looks up no other adds meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"intake:{kind}"])


def remembered(intake: Intake) -> dict[str, str]:
    """Field → heading, as the organisation pointed it out for these headings before."""
    found = RememberedMapping.objects.filter(
        organisation_id=intake.organisation_id, kind=intake.kind, fingerprint=intake.fingerprint
    ).first()
    return dict(found.mapping) if found else {}


def file_of(intake: Intake) -> bytes | None:
    """The workbook as it came; None where it was thrown away."""
    kept = SentFile.objects.filter(intake=intake).first()
    return unseal_bytes(bytes(kept.sealed), place_of_file(intake.sha256)) if kept else None


def sealed_page(piece: Piece, place: str) -> bytes:
    """Rows as they are kept: JSON, packed, sealed."""
    plain = json.dumps([piece.numbers, piece.columns], ensure_ascii=False, separators=(",", ":"))
    return seal_bytes(zlib.compress(plain.encode("utf-8", "replace"), 1), place)


def pages_of(intake: Intake) -> Iterator[Piece]:
    """The rows of a workbook, page by page: one of them in memory."""
    for number in IntakePage.objects.filter(intake=intake).values_list("number", flat=True):
        yield page_of(intake, number)


def page_of(intake: Intake, number: int) -> Piece:
    page = IntakePage.objects.get(intake=intake, number=number)
    plain = unseal_bytes(bytes(page.sealed), place_of_page(intake.sha256, number))
    numbers, columns = json.loads(zlib.decompress(plain))
    return Piece(numbers, columns)


def first_rows(piece: Piece, most: int) -> list[tuple[int, list[Any]]]:
    """The first rows of a page as (row number, cells)."""
    rows = zip(*(column[:most] for column in piece.columns), strict=True)
    return [(number, list(row)) for number, row in zip(piece.numbers[:most], rows, strict=True)]
