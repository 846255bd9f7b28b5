"""The child that opens a workbook: `python -m ground.sheets.child`, with little memory and time.

On its input a line of JSON (what to do), then the bytes of the file. On its output lines of JSON: a
head, pieces of columns, an end; or `{"refused": code}`. It knows no database and no secrets.
"""

import csv
import io
import json
import os
import resource
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, BinaryIO

import python_calamine
from python_calamine import CalamineSheet, SheetTypeEnum, SheetVisibleEnum

from ground.kernel.errors import RuleBroken
from ground.sheets import limits
from ground.sheets.heading import score_of
from ground.sheets.recognising import format_of
from ground.sheets.refusals import refusal
from ground.sheets.scanning import scan

DAY = "\x02"  # begins a cell that is a day or an instant: no text of a person begins so
_ENCODINGS = ("utf-8-sig", "gb18030")
Merged = list[list[int]]


def main() -> int:
    asked = json.loads(sys.stdin.buffer.readline())
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a stray print must not get between
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, limits.CHILD_CPU_SECONDS),
        (resource.RLIMIT_AS, limits.CHILD_MEMORY),
        (resource.RLIMIT_FSIZE, limits.MOST_BYTES * 4),
    ):
        resource.setrlimit(what, (most, most))
    content = sys.stdin.buffer.read()
    try:
        if asked["do"] == "mark":
            # openpyxl takes a moment to load, which reading must not pay for.
            from ground.sheets.marks import marked  # noqa: PLC0415

            answers.write(marked(content, asked))
        else:
            for part in _read(content, asked):
                _say(answers, part)
            _say(answers, {"end": True, **_used()})
    except RuleBroken as refused:
        _say(answers, {"refused": refused.code})
    except (MemoryError, RecursionError):
        _say(answers, {"refused": "sheet_too_heavy"})
    except BaseException as broken:  # noqa: BLE001 -- a panic of the reader is one too
        name = type(broken).__name__
        _say(answers, {"refused": _code_of(name), "why": name})
    answers.flush()
    os._exit(0)  # nothing is worth the time of taking the sheet apart again


def _code_of(name: str) -> str:
    return {"PasswordError": "sheet_encrypted"}.get(name, "sheet_damaged")


def _say(answers: BinaryIO, part: dict[str, Any]) -> None:
    answers.write(json.dumps(part, ensure_ascii=False, default=_plain).encode("utf-8", "replace"))
    answers.write(b"\n")


def _used() -> dict[str, float]:
    """CPU seconds, and the most memory in megabytes, counted from where this program began."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    lines = Path("/proc/self/status").read_text().splitlines()
    peak = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    return {"cpu": used.ru_utime + used.ru_stime, "memory": peak / 1024}


def _plain(cell: object) -> object:
    """What JSON has no word for."""
    if isinstance(cell, datetime):
        is_day = cell.time() == time()
        return DAY + (cell.date() if is_day else cell).isoformat()
    if isinstance(cell, date):
        return DAY + cell.isoformat()
    return str(cell) if isinstance(cell, time | timedelta) else ""


def _read(content: bytes, asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
    kind = format_of(content)
    if kind == "csv":
        yield {"format": kind, "sheet": "", "sheets": [], "merged": []}
        yield from _pieces(_csv_rows(content), 0)
        return
    if kind == "xlsx":
        scan(content)
    book = python_calamine.load_workbook(io.BytesIO(content))
    shown = [
        one.name
        for one in book.sheets_metadata
        if one.typ == SheetTypeEnum.WorkSheet and one.visible == SheetVisibleEnum.Visible
    ]
    if len(shown) > limits.MOST_SHEETS:
        raise refusal("sheet_too_many_sheets")
    wanted = asked.get("sheet", "")
    if wanted and wanted not in shown:
        raise refusal("sheet_unknown")
    sheet = _chosen(book, [wanted] if wanted else shown, asked.get("known", ()))
    merged = [[*first, *last] for first, last in sheet.merged_cell_ranges or []]
    near = [one for one in merged if one[0] < limits.ROWS_OF_HEADING * 2]
    yield {"format": kind, "sheet": sheet.name, "sheets": shown, "merged": near}
    start = sheet.start
    rows = sheet.iter_rows()
    if asked.get("fill"):
        rows = _filled(rows, merged, start[1] if start else 0)
    yield from _pieces(rows, start[1] if start else 0)


def _filled(rows: Iterator[list[Any]], merged: Merged, offset: int) -> Iterator[list[Any]]:
    """Rows in which a cell merged over several rows says in each what it says in the first.

    A row that holds nothing else stays blank: it is none.
    """
    begins: dict[int, list[tuple[int, int]]] = {}
    for first_row, column, last_row, _ in merged:
        if last_row > first_row:
            begins.setdefault(first_row, []).append((column - offset, last_row))
    held: dict[int, tuple[Any, int]] = {}
    for number, row in enumerate(rows):
        is_blank = row.count("") == len(row)
        for column, (value, last_row) in list(held.items()):
            if number > last_row:
                del held[column]
            elif not is_blank and row[column] == "":
                row[column] = value
        for column, last_row in begins.get(number, ()):
            if column < len(row) and row[column] != "":
                held[column] = (row[column], last_row)
        yield row


def _chosen(
    book: python_calamine.CalamineWorkbook, names: Sequence[str], known: Sequence[str]
) -> CalamineSheet:
    """The sheet whose first rows hold most of the known headings; of equals, the first with rows."""
    best: tuple[int, CalamineSheet] | None = None
    for name in names:
        sheet = book.get_sheet_by_name(name)
        if sheet.end is None:
            continue
        _check_extent(sheet)
        score = 0
        for number, row in enumerate(sheet.iter_rows()):
            if number >= limits.ROWS_OF_HEADING:
                break
            score = max(score, score_of(row, known))
        if best is None or score > best[0]:
            best = (score, sheet)
    if best is None:
        raise refusal("sheet_no_rows")
    return best[1]


def _check_extent(sheet: CalamineSheet) -> None:
    """An old .xls cannot be searched before it is opened: then its extent is looked at here."""
    last_row, last_column = sheet.end or (0, 0)
    if last_row >= limits.MOST_ROWS:
        raise refusal("sheet_too_many_rows")
    if last_column >= limits.MOST_COLUMNS:
        raise refusal("sheet_too_many_columns")
    if sheet.height * sheet.width > limits.MOST_CELLS:
        raise refusal("sheet_too_many_cells")


def _pieces(rows: Iterator[list[Any]], offset: int) -> Iterator[dict[str, Any]]:
    """Rows that are not blank, as columns; `numbers` are their rows in the sheet, from 1."""
    numbers: list[int] = []
    kept: list[list[Any]] = []
    for number, row in enumerate(rows, start=1):
        if row.count("") == len(row):
            continue
        numbers.append(number)
        kept.append(row)
        if len(kept) == limits.CHUNK:
            yield _piece(numbers, kept, offset)
            numbers, kept = [], []
    if kept:
        yield _piece(numbers, kept, offset)


def _piece(numbers: list[int], rows: list[list[Any]], offset: int) -> dict[str, Any]:
    columns = [[""] * len(rows) for _ in range(offset)]
    columns += [list(column) for column in zip(*rows, strict=True)]
    return {"numbers": numbers, "columns": columns}


def _csv_rows(content: bytes) -> Iterator[list[Any]]:
    text = _decoded(content)
    head = text[:20_000]
    mark = max(",\t;", key=head.count)
    csv.field_size_limit(100_000)
    try:
        rows = [
            row
            for _, row in zip(
                range(limits.MOST_ROWS + 1),
                csv.reader(io.StringIO(text), delimiter=mark),
                strict=False,
            )
        ]
    except csv.Error as damaged:
        raise refusal("sheet_damaged") from damaged
    if len(rows) > limits.MOST_ROWS:
        raise refusal("sheet_too_many_rows")
    width = max((len(row) for row in rows), default=0)
    if width > limits.MOST_COLUMNS:
        raise refusal("sheet_too_many_columns")
    if not any(map(any, rows)):
        raise refusal("sheet_no_rows")
    return iter([row + [""] * (width - len(row)) for row in rows])


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refusal("sheet_encoding")


if __name__ == "__main__":
    raise SystemExit(main())
