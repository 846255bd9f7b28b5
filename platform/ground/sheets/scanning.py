"""A look into a workbook before it is opened: does it unpack to something sensible? Runs in the child.

A reader lays a sheet out from its first cell to its last, so five kilobytes with two cells far apart
take all the memory there is. The sheets are therefore unpacked piece by piece and searched first.
"""

import io
import re
import zipfile

from ground.sheets.limits import (
    MOST_PARTS,
    MOST_RATIO,
    MOST_SHEETS,
    MOST_UNPACKED,
    RATIO_COUNTS_FROM,
)
from ground.sheets.refusals import refusal

PIECE = 1 << 20
OVERLAP = 512
# A cell with content (its tag does not close itself) past column GR (200) or past row 199,999. Cells
# that are only formatted may stand anywhere: people format whole columns, and readers skip them.
_FAR = re.compile(
    rb' r="(?:(?:[A-Z]{3}|[H-Z][A-Z]|G[S-Z])\d+|[A-Z]{1,3}(?:[2-9]\d{5}|\d{7,}))"[^<>]{0,200}[^/<>]?>(?!</)'
)


def scan(content: bytes) -> None:
    """Refuse a workbook that would unpack to far too much, or be laid out far too wide."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _check_sizes(parts)
            sheets = [one for one in parts if one.filename.startswith("xl/worksheets/sheet")]
            if len(sheets) > MOST_SHEETS:
                raise refusal("sheet_too_many_sheets")
            for one in sheets:
                _check_sheet(archive, one)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as damaged:
        raise refusal("sheet_damaged") from damaged
    except RuntimeError as locked:  # a zip with a password of its own
        raise refusal("sheet_encrypted") from locked


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MOST_PARTS:
        raise refusal("sheet_bomb")
    unpacked = sum(one.file_size for one in parts)
    packed = sum(one.compress_size for one in parts)
    if unpacked > MOST_UNPACKED:
        raise refusal("sheet_bomb")
    if unpacked > RATIO_COUNTS_FROM and unpacked > packed * MOST_RATIO:
        raise refusal("sheet_bomb")


def _check_sheet(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    tail = b""
    with archive.open(part) as unpacked:
        while piece := unpacked.read(PIECE):
            if _FAR.search(tail + piece):
                raise refusal("sheet_far_cells")
            tail = piece[-OVERLAP:]
