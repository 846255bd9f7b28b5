"""A Word file as an article: the head (title, subtitle, byline), the text as blocks, the last line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from ground.briefs.rules import writing
from ground.briefs.rules.photos import mark_of
from ground.briefs.rules.wordfiles.numbering import numbering_of
from ground.briefs.rules.wordfiles.opening import open_word, refused
from ground.briefs.rules.wordfiles.paragraphs import PHOTO, Grid, Line, Paragraphs
from ground.briefs.rules.wordfiles.styles import styles_of
from ground.briefs.rules.wordfiles.tree import child
from ground.briefs.typesetting.document import MAX_COLUMNS, Block, Heading, Paragraph, Table

LONGEST_TITLE = 120
LONGEST_BYLINE = 60
LONGEST_PLAIN_TITLE = 50  # of a first line that nothing marks as a title
LONGEST_CAPTION = 40
MOST_CHARACTERS = 100_000  # of the whole text: fifty printed pages
MOST_LINES = 2_000  # paragraphs and rows of tables: what is shown to be looked over
MOST_HEAD_LINES = 8
_ENDS = ("。", "；", "：", "，", "、", "！", "？")
_DASHES = re.compile(r"[—–―\-－─]{1,4}\s*(\S.*)")
_BRACKETS = re.compile(r"[（(【](.+)[）)】]")
_DATE = re.compile(r"[（(]?\s*[\d〇○零一二三四五六七八九十]{2,4}\s*年.{2,10}日\s*[）)]?")
_BY = re.compile(r"(?:文|作者|供稿|供稿单位|通讯员|记者|撰稿)\s*[：:／/]\s*(\S.*)")
_FROM = re.compile(r"[（(]?\s*(?:来稿|来稿单位|供稿|供稿单位)\s*[：:]\s*(\S.*?)\s*[）)]?")
_PHOTO_CAPTION = re.compile(
    r"[（(]?\s*(?:图|照片)\s*[\d一二三四五六七八九十]*\s*[：:．.、\s\u3000]\s*(\S.*?)\s*[）)]?"
)
_CAPTION = re.compile(r"表\s*[\d一二三四五六七八九十]*\s*[：:．.\s\u3000]\s*\S.*")


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What was read, the text as `rules.writing` has it. Empty where the file does not tell.

    `left_out` says in words what stayed behind; `pictures` are those that the text marks as photos,
    by number, whatever they may be.
    """

    title: str
    subtitle: str
    byline: str
    contributor: str
    text: str
    left_out: tuple[str, ...]
    pictures: Mapping[int, bytes]


def read_word(content: bytes, *, name: str = "") -> Imported:
    """A .docx as an article. Raises RuleBroken `word_…` with what is wrong with the file.

    `name` is the file's own: it tells a .wps from a .doc where both look the same.
    """
    with open_word(content, name) as parts:
        reader = Paragraphs(numbering_of(parts.numbering), styles_of(parts.styles), parts.pictures)
        body = child(parts.text, "body")
        lines = [*reader.read(body), *reader.rest()] if body is not None else []
    if sum(map(_lines_of, lines)) > MOST_LINES or sum(map(_length_of, lines)) > MOST_CHARACTERS:
        raise refused(
            "word_too_long",
            f"文件超过 {MOST_CHARACTERS // 10_000} 万字或 {MOST_LINES} 段（行），请只留一篇稿件",
        )
    left_out = reader.left_out
    left_out[f"超过{MAX_COLUMNS}列的表格"] += sum(_is_too_wide(one) for one in lines)
    fitting = [one for one in lines if not _is_too_wide(one)]
    above = [*takewhile(_is_photo, fitting)]  # a photo above the title stands under it
    head, below = _head(fitting[len(above) :])
    rest = [*above, *below]
    contributor = _last(rest)
    text = writing.text_of_blocks(tuple(_blocks(rest[:-1] if contributor else rest))).strip("\n")
    if not text and not head.get("title"):
        raise refused(
            "word_without_text", "没有读到文字：文本框和图片里的文字读不了，请粘贴到正文里"
        )
    return Imported(
        title=head.get("title", ""),
        subtitle=head.get("subtitle", ""),
        byline=head.get("byline", ""),
        contributor=contributor,
        text=text,
        left_out=tuple(f"{what} {count} 处" for what, count in left_out.items() if count),
        pictures=parts.pictures.kept,
    )


def _lines_of(one: Line | Grid) -> int:
    return len(one.rows) if isinstance(one, Grid) else 1


def _length_of(one: Line | Grid) -> int:
    if isinstance(one, Line):
        return len(one.text)
    return sum(len(cell) for row in one.rows for cell in row)


def _is_too_wide(one: Line | Grid) -> bool:
    return isinstance(one, Grid) and max(len(row) for row in one.rows) > MAX_COLUMNS


def _head(lines: Sequence[Line | Grid]) -> tuple[dict[str, str], list[Line | Grid]]:
    """The title with what stands under it, and the lines that are left."""
    head: dict[str, str] = {}
    title: Line | None = None
    at = 0
    for one in lines[:MOST_HEAD_LINES]:
        if not isinstance(one, Line) or _is_photo(one):
            break
        if title is None:
            if not _is_title(one, lines):
                break
            title, head["title"] = one, one.text
        elif (part := _part_of_head(one, title, head)) is not None:
            name, text = part
            head[name] = text
        else:
            break
        at += 1
    return head, list(lines[at:])


def _is_title(one: Line, lines: Sequence[Line | Grid]) -> bool:  # noqa: PLR0911 -- a sign each
    if len(one.text) > LONGEST_TITLE:
        return False
    if one.role == "title":
        return True
    if one.level > 1 or one.text.endswith(_ENDS) or _DATE.fullmatch(one.text):
        return False
    if writing.heading_level(one.text):
        return False
    if one.is_centred:
        return True
    if one.level == 1:  # a title that bears the style of a heading, above other headings
        others = [line for line in lines if isinstance(line, Line) and line.level == 1]
        return len(others) == 1
    return len(one.text) <= LONGEST_PLAIN_TITLE and len(lines) > 1 and not _FROM.fullmatch(one.text)


def _part_of_head(  # noqa: PLR0911 -- a sign each
    one: Line, title: Line, head: dict[str, str]
) -> tuple[str, str] | None:
    """Which part of the head a line below the title is; None where the text begins."""
    text = one.text
    if one.role == "title" and len(head) == 1 and len(head["title"] + text) <= LONGEST_TITLE:
        return "title", head["title"] + text
    if "byline" in head or len(text) > LONGEST_TITLE:
        return None
    dashed = _DASHES.fullmatch(text)
    if "subtitle" not in head and (one.role == "subtitle" or dashed):
        return "subtitle", dashed[1] if dashed else text
    if _DATE.fullmatch(text) or len(text) > LONGEST_BYLINE:
        return None
    if by := _BY.fullmatch(text):
        return "byline", by[1]
    if not one.is_centred or one.level or writing.heading_level(text):
        return None
    if bracketed := _BRACKETS.fullmatch(text):
        return "byline", bracketed[1].strip()
    if text.endswith(_ENDS):
        return None
    goes_on = one.size and one.size == title.size and len(head) == 1
    if goes_on and len(head["title"] + text) <= LONGEST_TITLE:
        return "title", head["title"] + text
    return "byline", text


def _last(rest: Sequence[Line | Grid]) -> str:
    """Who sent it, where the last line says so: `来稿：桃源县“双联”办`."""
    last = rest[-1] if rest else None
    if not isinstance(last, Line) or len(last.text) > LONGEST_TITLE:
        return ""
    found = _FROM.fullmatch(last.text)
    return found[1] if found and len(found[1]) <= LONGEST_BYLINE else ""


def _blocks(lines: Sequence[Line | Grid]) -> Iterator[Block]:
    captioned = False
    for at, one in enumerate(lines):
        if captioned:
            captioned = False
        elif _is_photo(one):
            caption = _photo_caption(lines[at + 1]) if at + 1 < len(lines) else ""
            captioned = bool(caption)
            mark = mark_of(one.text) if isinstance(one, Line) else None
            yield Paragraph(text=str(replace(mark, caption=caption) if mark else one))
        elif isinstance(one, Grid):
            before = lines[at - 1] if at else None
            yield _table(
                one, before.text if _is_caption(before) and isinstance(before, Line) else ""
            )
        elif not (_is_caption(one) and at + 1 < len(lines) and isinstance(lines[at + 1], Grid)):
            yield _block(one)


def _block(line: Line) -> Block:
    text = line.text
    told = line.level and len(text) <= writing.LONGEST_HEADING and not text.endswith(_ENDS)
    level = writing.heading_level(text) or (line.level if told else 0)
    if level:
        return Heading(level=level, text=text)  # type: ignore[arg-type]
    return Paragraph(text=text)


def _is_photo(one: Line | Grid) -> bool:
    return isinstance(one, Line) and one.role == PHOTO


def _photo_caption(below: Line | Grid) -> str:
    """What a line under a photo says of it: `图1　座谈会现场`, or short words in the middle of the line."""
    if not isinstance(below, Line) or _is_photo(below) or len(below.text) > LONGEST_CAPTION:
        return ""
    named = _PHOTO_CAPTION.fullmatch(below.text)
    short = below.is_centred and not below.level and not below.text.endswith(_ENDS)
    said = named[1] if named else below.text if short else ""
    return re.sub(r"[\[\]]", "", said).strip()


def _is_caption(one: Line | Grid | None) -> bool:
    return (
        isinstance(one, Line)
        and len(one.text) <= LONGEST_CAPTION
        and _CAPTION.fullmatch(one.text) is not None
    )


def _table(grid: Grid, caption: str) -> Table:
    """Cells as one line each; what parts the cells of the plain text is written another way."""
    width = max(len(row) for row in grid.rows)
    rows = [
        tuple(cell.replace("\n", " ").replace("|", "｜") for cell in row)
        + ("",) * (width - len(row))
        for row in grid.rows
    ]
    said = re.sub(r"^表\s*[：:]\s*", "", caption)
    return Table(caption=said, header=rows[0], rows=tuple(rows[1:]))
