"""Excel in: a workbook that somebody sent, opened by a child with limits, its cells brought back.

    with opened(content, known=headings) as book:
        book.sheet, book.sheets, book.merged
        for piece in book.pieces(): piece.numbers, piece.columns

A file that cannot be read raises RuleBroken with a sentence that says what it is and what to do. The
caller's process never opens it: a hostile one kills the child, not the site.
"""

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from ground.sheets import limits
from ground.sheets.refusals import refusal

_SHELF = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Piece:
    """Some thousand rows as columns of equal length; `numbers` are the rows in the sheet, from 1.

    Cells are text, numbers, truth values, or a day or instant as `DAY` and its ISO form; empty is "".
    """

    numbers: list[int]
    columns: list[list[Any]]


@dataclass
class Opened:
    """A workbook being read: what it is, then its pieces, once."""

    format: str
    sheet: str
    sheets: list[str]
    merged: list[list[int]]
    _lines: Iterator[dict[str, Any]]
    used: dict[str, float] = field(default_factory=dict)

    def pieces(self) -> Iterator[Piece]:
        for line in self._lines:
            if "end" in line:
                self.used = {"cpu": line["cpu"], "memory": line["memory"]}
                return
            yield Piece(line["numbers"], line["columns"])


@contextlib.contextmanager
def opened(
    content: bytes, *, known: Collection[str] = (), sheet: str = "", fill: bool = False
) -> Iterator[Opened]:
    """Open a workbook: the named sheet, or the one whose headings are known best.

    `fill`: a cell that is merged over several rows stands in each of them.
    """
    if not content:
        raise refusal("sheet_empty")
    if len(content) > limits.MOST_BYTES:
        raise refusal("sheet_too_large")
    asked = {"do": "read", "known": sorted(known), "sheet": sheet, "fill": fill}
    with child(asked, content) as output:
        lines = _lines(output)
        head = next(lines)
        yield Opened(head["format"], head["sheet"], head["sheets"], head["merged"], lines)


@contextlib.contextmanager
def child(asked: dict[str, Any], content: bytes) -> Iterator[IO[bytes]]:
    """Run the child with a task and a file, and give its output; it is gone afterwards."""
    process = subprocess.Popen(
        [sys.executable, "-m", "ground.sheets.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={"PYTHONPATH": str(_SHELF), "PATH": os.defpath, "LANG": "C.UTF-8"},
    )
    stop = threading.Timer(limits.CHILD_WALL_SECONDS, process.kill)
    stop.daemon = True
    stop.start()
    try:
        assert process.stdin is not None  # noqa: S101 -- for the type checker: both are pipes
        assert process.stdout is not None  # noqa: S101
        try:
            process.stdin.write(json.dumps(asked).encode() + b"\n")
            process.stdin.write(content)
            process.stdin.close()
        except BrokenPipeError as died:
            raise refusal("sheet_too_heavy") from died
        yield process.stdout
    finally:
        stop.cancel()
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()


def _lines(output: IO[bytes]) -> Iterator[dict[str, Any]]:
    """The child's words; RuleBroken where it refused, or ended without a last word."""
    for line in output:
        said: dict[str, Any] = json.loads(line)
        if "refused" in said:
            raise refusal(said["refused"])
        yield said
        if "end" in said:
            return
    raise refusal("sheet_too_heavy")
