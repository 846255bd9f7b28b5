"""How much of one text stands in another: a few numbers for each text, the same wherever its words are.

Every run of `GRAM` characters gives a number, and of each `WINDOW` that follow one another the
smallest is kept (winnowing). Whatever two texts have in common for `GRAM + WINDOW - 1` characters
therefore gives them a number in common, wherever it stands. Blanks, punctuation and the width of
letters count for nothing.
"""

import unicodedata
import zlib
from collections import deque
from collections.abc import Iterable

GRAM = 8  # shorter runs are phrases that everybody uses: 困难职工家庭, “双联”工作
WINDOW = 24  # with it a text of a page keeps some forty numbers, and 31 characters copied are found
MOST_READ = 100_000  # characters; a longer text is known by its beginning
# Numbers that more texts than this hold are phrases of the office (issuers, slogans, headings of a
# campaign): they say nothing about copying, and looking them up would read every text.
MOST_HOLDERS = 200
FEWEST_SHARED = 6  # two paragraphs: fewer in common is a quotation, or chance
TOLD_FROM = 30  # per cent: below, texts on one event share names, dates and what was said there
SAME_FROM = 70  # per cent: the same text with a paragraph changed; the sender is asked


def prints_of(texts: Iterable[str]) -> frozenset[int]:
    """The numbers of a text given in parts, as the database's 32 bits hold them; never none."""
    plain = _plain("".join(texts)[:MOST_READ])
    hashes = [
        _signed(zlib.crc32(plain[at : at + GRAM].encode()))
        for at in range(max(len(plain) - GRAM + 1, 1))
    ]
    return frozenset(_smallest(hashes))


def _smallest(hashes: list[int]) -> Iterable[int]:
    """The smallest of each window, in one pass."""
    waiting: deque[int] = deque()  # places whose numbers rise
    for at, one in enumerate(hashes):
        while waiting and hashes[waiting[-1]] >= one:
            waiting.pop()
        waiting.append(at)
        if waiting[0] <= at - WINDOW:
            waiting.popleft()
        if at >= WINDOW - 1 or at == len(hashes) - 1:
            yield hashes[waiting[0]]


def _plain(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKC", text).lower() if one.isalnum())


def _signed(number: int) -> int:
    return number - (1 << 32) if number >= 1 << 31 else number
