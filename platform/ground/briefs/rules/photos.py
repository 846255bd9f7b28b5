"""Photos in the text of an article, each on a line of its own, by its number there.

[[照片1：干部走访纺织厂]]         the photo of that number, with its caption (图注)
"""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ground.briefs.typesetting.document import Block, Heading, Paragraph, Photo, RunIn, Table
from ground.briefs.typesetting.photos import resolution_of
from ground.kernel.errors import RuleBroken

MOST = 12  # of one article
LONGEST_CAPTION = 80
LONGEST_SHAPE = 5  # times the shorter side
SMALLEST = 300  # pixels of the longer side; smaller ones in Word files are signs and lines
FEWEST_DPI = 150  # printed with fewer, a face is a blur
SORTS = "JPG、PNG、WebP、HEIC"
CONSENT = "照片中有困难职工肖像的，须经本人同意才能刊登"
_MARK = re.compile(r"\[\[\s*照片\s*(\d{1,3})\s*(?:[：:]\s*([^\[\]]*?)\s*)?\]\]")
_ANYWHERE = re.compile(r"\[\[\s*照片\s*\d")


@dataclass(frozen=True)
class Mark:
    number: int
    caption: str = ""

    def __str__(self) -> str:
        return f"[[照片{self.number}：{self.caption}]]"


def mark_of(text: str) -> Mark | None:
    """The mark of a line that is one."""
    found = _MARK.fullmatch(text.strip())
    return Mark(int(found[1]), found[2] or "") if found else None


def numbers_in(blocks: Iterable[Block]) -> set[int]:
    """The photos that a text shows."""
    marks = (mark_of(one.text) for one in blocks if isinstance(one, Paragraph))
    return {mark.number for mark in marks if mark}


def only(text: str, known: Container[int]) -> str:
    """A text without the lines whose marks name none of these photos."""
    lines = ((line, mark_of(line)) for line in text.split("\n"))
    return "\n".join(line for line, mark in lines if mark is None or mark.number in known)


def with_photos(blocks: Iterable[Block], known: Mapping[int, Photo]) -> tuple[Block, ...]:
    """The blocks with the photos that their marks name. A mark that names none stays as it is."""
    return tuple(_photo(one, known) for one in blocks)


def _photo(block: Block, known: Mapping[int, Photo]) -> Block:
    mark = mark_of(block.text) if isinstance(block, Paragraph) else None
    if mark is None or mark.number not in known or len(mark.caption) > LONGEST_CAPTION:
        return block
    one = known[mark.number]
    return Photo(
        number=one.number,
        caption=mark.caption,
        key=one.key,
        sha256=one.sha256,
        width=one.width,
        height=one.height,
    )


def mistake_in(block: Block, known: Container[int] = ()) -> str:
    """What is wrong with a mark, where there are the photos of these numbers.

    What `with_photos` has left says it without them.
    """
    if isinstance(block, Paragraph) and (mark := mark_of(block.text)):
        if (found := len(mark.caption)) > LONGEST_CAPTION:
            return f"照片{mark.number}的图注最多{LONGEST_CAPTION}字，现有{found}字"
        if mark.number in known:
            return ""
        return f"本稿没有照片{mark.number}，请先添加照片，或改用“照片”一栏里的编号"
    match block:
        case Paragraph() | Heading():
            text = block.text
        case RunIn():
            text = block.lead + block.text
        case Table():
            text = "".join((*block.header, *(cell for row in block.rows for cell in row)))
        case _:
            return ""
    return "照片应独占一行，例如 [[照片1：图注]]" if _ANYWHERE.search(text) else ""


def check_marks(blocks: Sequence[Block], known: Container[int]) -> None:
    """Raises RuleBroken with every paragraph whose mark names none of these photos."""
    said = ((at, mistake_in(one, known)) for at, one in enumerate(blocks, 1))
    wrong = [f"第{at}段：{words}" for at, words in said if words]
    if wrong:
        text = "；".join(wrong[:20])
        raise RuleBroken("photo_wrong", text, fields={"blocks": text})


def check_shape(width: int, height: int) -> None:
    """What is far longer than high, or the other way, is no photo that a page can show."""
    if max(width, height) > LONGEST_SHAPE * min(width, height):
        wrong = (
            f"照片太长（{width}×{height}像素），长边最多是短边的{LONGEST_SHAPE}倍，请裁剪后再上传"
        )
        raise RuleBroken("photo_shape", wrong, fields={"photos": wrong})


def check_count(count: int) -> None:
    if count > MOST:
        wrong = f"一篇稿件最多{MOST}张照片，现有{count}张，请去掉一些"
        raise RuleBroken("photos_too_many", wrong, fields={"photos": wrong})


def findings(article: Sequence[Block]) -> list[str]:
    """What an editor should look at: photos without words, and those too small for their place."""
    found = [
        f"第{at}段照片{one.number}没有图注"
        for at, one in enumerate(article, 1)
        if isinstance(one, Photo) and not one.caption
    ]
    small = (
        f"照片{photo.number}只有{photo.width}×{photo.height}像素，印出来每英寸{dpi}点，会不清楚"
        for photo, dpi in resolution_of(article)
        if dpi < FEWEST_DPI
    )
    return found + list(dict.fromkeys(small))
