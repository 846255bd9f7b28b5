r"""Plain text ↔ blocks: an editor types, and lines that look like headings become headings.

    一、…   （一）…   1. …   （1）…   a short line: a heading of level 1 to 4
    ## …                            a heading of that level, whatever it looks like
    〖一是……。〗……                 a paragraph whose first words are set in 楷体
    表：标题 / | 甲 | 乙 |          a table: its caption, header, rows
    \…                              a paragraph, whatever it looks like

`blocks_of(text_of_blocks(blocks)) == blocks` for all blocks whose texts are single lines without
blanks at their ends, whose table cells hold no “|”, and whose numeric columns are those of numbers.
"""

import re
from collections.abc import Iterator, Sequence

from ground.briefs.typesetting.document import (
    BarChart,
    Block,
    Heading,
    Paragraph,
    Photo,
    RunIn,
    Table,
)
from ground.kernel.errors import RuleBroken

_NUMERALS = "一二三四五六七八九十百"
_MARKERS = (
    re.compile(rf"[{_NUMERALS}]{{1,4}}、\S"),
    re.compile(rf"[（(][{_NUMERALS}]{{1,4}}[）)]\s*\S"),
    re.compile(r"\d{1,2}[.．、](?!\d)\s*\S"),
    re.compile(r"[（(]\d{1,2}[）)]\s*\S"),
)
_HASHES = re.compile(r"(#{1,4})\s+(.+)")
_LEAD = re.compile(r"〖([^〗]+)〗(.+)")
_CAPTION = re.compile(r"表[：:](.*)")
_NUMBER = re.compile(r"[-+]?[\d,]+(\.\d+)?%?")
LONGEST_HEADING = 60


def blocks_of(text: str) -> tuple[Block, ...]:
    """The blocks of a text, one for each line that says something; lines of a table go together."""
    blocks: list[Block] = []
    caption, rows = "", list[tuple[str, ...]]()
    for raw in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        line = raw.strip(" \t\u3000")
        if line.startswith("|"):
            rows.append(_cells(line))
            continue
        if rows:
            blocks.append(_table(caption, rows))
            caption, rows = "", []
        if caption and line:  # a caption that no table followed was a paragraph after all
            blocks.append(Paragraph(text=f"表：{caption}"))
            caption = ""
        if captioned := _CAPTION.fullmatch(line):
            caption = captioned[1].strip()
        elif line:
            blocks.append(_block(line))
    if rows:
        blocks.append(_table(caption, rows))
    elif caption:
        blocks.append(Paragraph(text=f"表：{caption}"))
    return tuple(blocks)


def text_of_blocks(blocks: Sequence[Block]) -> str:
    """The text that gives these blocks again."""
    return "\n".join(_lines(blocks))


def heading_level(line: str) -> int:
    """1 to 4 where a line reads as a heading; 0 where it is a paragraph."""
    if len(line) > LONGEST_HEADING or line.endswith(("。", "；", "！", "？", "：")) or "。" in line:
        return 0
    return next((level for level, marker in enumerate(_MARKERS, 1) if marker.match(line)), 0)


def _block(line: str) -> Block:
    if line.startswith("\\"):
        return Paragraph(text=line[1:])
    if marked := _HASHES.fullmatch(line):
        return Heading(level=len(marked[1]), text=marked[2])  # type: ignore[arg-type]
    if leading := _LEAD.fullmatch(line):
        return RunIn(lead=leading[1], text=leading[2])
    if level := heading_level(line):
        return Heading(level=level, text=line)  # type: ignore[arg-type]
    return Paragraph(text=line)


def _lines(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading():
                plain = heading_level(block.text) == block.level
                yield block.text if plain else f"{'#' * block.level} {block.text}"
            case RunIn():
                yield f"〖{block.lead}〗{block.text}"
            case Table():
                yield f"表：{block.caption}"
                yield from ("| " + " | ".join(row) + " |" for row in (block.header, *block.rows))
                yield ""
            case BarChart() | Photo():  # stand for a mark, and are never typed
                raise ValueError(f"a {block.kind} is no text")
            case Paragraph():
                taken = _block(block.text) != block or block.text.startswith("|")
                yield f"\\{block.text}" if taken or _CAPTION.fullmatch(block.text) else block.text


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip("|").split("|"))


def _table(caption: str, rows: list[tuple[str, ...]]) -> Table:
    """Short rows are filled up: a person who types a table does not count the bars."""
    width = max(len(row) for row in rows)
    filled = [row + ("",) * (width - len(row)) for row in rows]
    header, body = filled[0], filled[1:]
    numeric = tuple(
        at
        for at in range(width)
        if body
        and all(_NUMBER.fullmatch(row[at]) or not row[at] for row in body)
        and any(row[at] for row in body)
    )
    try:
        return Table(caption=caption, header=header, rows=tuple(body), numeric=numeric)
    except ValueError as wrong:
        raise RuleBroken("table_shape", str(wrong), fields={"blocks": str(wrong)}) from wrong
