"""How a person is found among a million without a sealed value being opened.

A person's tokens stand in a `text[]` column with a GIN index: of the name its runs of one to three
characters, its pinyin and its initials; of telephone and ID number keyed hashes of the last four
places and of the whole telephone number. What a person types is read into parts, each of which names
the tokens that a row must hold, so every search is one look-up in that index.

The hashes are keyed because four digits are only ten thousand: without the installation's key a copy
of the database says nothing, with it (or by asking the search page ten thousand times, inside one's
scope) one learns the four places that a masked number shows anyway. Nothing longer than those four can
be learnt a piece at a time: telephone and ID number are hashed whole.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from ground.kernel.characters import is_han, read_aloud, surname_length, typed_pinyin
from ground.kernel.errors import RuleBroken
from ground.kernel.folding import simplified

TAIL = 4
LONGEST_RUN = 3
LONGEST_BEGINNING = 12
LONGEST_TOKEN = 80  # twelve syllables and to spare
FEWEST_LETTERS = 2
MOST_PARTS = 5
ASKED_LONGEST = 60


class Kind(StrEnum):
    """What a typed part is, in the words that a result is explained with."""

    NAME = "姓名"
    PINYIN = "拼音"
    PHONE_TAIL = "手机尾号"
    ID_TAIL = "证件尾号"
    TAIL = "手机或证件尾号"
    MOBILE = "手机号"
    ID_NO = "身份证号"
    FILE_NO = "档案编号"


Keyed = Callable[[Kind, str], str]
"""The keyed hash of digits of this kind; given by whoever holds the key."""


@dataclass(frozen=True)
class Part:
    """One thing that was typed. A row must hold all of `all_of`, and one of `any_of` where there are.

    `plain` is what was typed, read: for ID and file numbers, which have columns of their own, it is
    all there is.
    """

    kind: Kind
    plain: str
    all_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()


# --- the tokens of a person ----------------------------------------------------------------------


def tokens_of(name: str, mobile: str = "", id_no: str = "", *, keyed: Keyed) -> list[str]:
    """Everything a person can be found by, sorted; the numbers as they are kept: read and plain."""
    found = set(name_tokens(name))
    if mobile:
        found.add(keyed(Kind.MOBILE, mobile))
        found.add(keyed(Kind.PHONE_TAIL, mobile[-TAIL:]))
    if id_no:
        found.add(keyed(Kind.ID_TAIL, id_no[-TAIL:].upper()))
    return sorted(found)


@lru_cache(maxsize=50_000)
def name_tokens(name: str) -> frozenset[str]:
    """Runs of a name: characters, syllables, initials, and the surname with initials (`zhangxm`).

    Two-part names (阿依古丽·买买提) are one run, the dot left out. Longer names also give each of their
    beginnings, so that pinyin typed on and on goes on finding.
    """
    plain = simplified(name)
    han = "".join(one for one in plain if is_han(one))
    found = {"".join(run) for run in _runs(han, 1)}
    for latin in re.findall(r"[a-z]+", typed_pinyin(plain)):
        found.update((latin, *(("".join(run)) for run in _runs(latin, 2))))
    for syllables in read_aloud(han):
        initials = [one[0] for one in syllables]
        found.update("".join(run) for run in _runs(syllables, 1))
        found.update("".join(run) for run in _runs(initials, 2))
        first = surname_length(han)
        surname, rest = "".join(syllables[:first]), "".join(initials[first:])
        found.update(surname + rest[:end] for end in range(1, len(rest) + 1))
    return frozenset(found)


def _runs(parts: Sequence[str], fewest: int) -> Iterator[Sequence[str]]:
    """Runs of `fewest` to three parts wherever they begin, and each longer beginning, up to twelve."""
    count = len(parts)
    for length in range(fewest, min(count, LONGEST_RUN) + 1):
        for begin in range(count - length + 1):
            yield parts[begin : begin + length]
    for length in range(LONGEST_RUN + 1, min(count, LONGEST_BEGINNING) + 1):
        yield parts[:length]


# --- what was typed ------------------------------------------------------------------------------

_FILE_NO = re.compile(r"[A-Z]{1,4}\d{4}-\d{1,12}")
_PIECES = re.compile(r"(?P<letters>[a-zü:']+)|(?P<digits>\d+x?)", re.IGNORECASE)
HOW = "请输入姓名（两个字以上）、拼音或首字母、手机号或其后四位、身份证号或其后四位，或档案编号"


def read_asked(text: str, *, keyed: Keyed) -> list[Part]:
    """What a person typed, as parts that must all hold: `王 0015` is a surname and a tail.

    Refused with a sentence: nothing, what is read as nothing known, and one character or letter
    alone, which half the list would answer to.
    """
    plain = simplified(text.replace("\x00", "")).strip()[:ASKED_LONGEST]
    whole = re.sub(r"[\s\-–—]", "", plain).upper().removeprefix("+86")
    if re.fullmatch(r"\d{17}[\dX]|\d{15}", whole, re.ASCII):
        return [Part(Kind.ID_NO, whole)]
    if re.fullmatch(r"1[3-9]\d{9}", whole, re.ASCII):
        return [Part(Kind.MOBILE, whole, all_of=(keyed(Kind.MOBILE, whole),))]
    if _FILE_NO.fullmatch(plain.upper()):
        return [Part(Kind.FILE_NO, plain.upper())]
    parts = [part for word in plain.split() for part in _parts(word, keyed)]
    if not parts or len(parts) > MOST_PARTS:
        raise RuleBroken("search_empty", HOW, fields={"asked": HOW})
    if len(parts) == 1 and len(parts[0].plain) < FEWEST_LETTERS:
        broad = f"只有一个字找到的人太多，请多输入一个字，或加上手机尾号，如“{parts[0].plain} 5678”"
        raise RuleBroken("search_too_broad", broad, fields={"asked": broad})
    return parts


def _parts(word: str, keyed: Keyed) -> Iterator[Part]:
    """A word's stretches of characters, letters and digits; dots in names and other signs part nothing."""
    han = "".join(one for one in word if is_han(one))
    if han:
        runs = {han[at : at + LONGEST_RUN] for at in range(max(len(han) - LONGEST_RUN, 0) + 1)}
        yield Part(Kind.NAME, han, all_of=tuple(sorted(runs)))
    for piece in _PIECES.finditer("".join(one for one in word if not is_han(one))):
        if piece["letters"]:
            letters = re.sub(r"[^a-z]", "", typed_pinyin(piece["letters"]))
            if letters:
                yield Part(Kind.PINYIN, letters, all_of=(letters,))
        else:
            yield _tail(piece["digits"].upper(), keyed)


def _tail(digits: str, keyed: Keyed) -> Part:
    if len(digits) != TAIL:
        sentence = f"号码只按完整的或后四位查找，“{len(digits)}位”的查不了，请核对位数"
        raise RuleBroken("search_digits", sentence, fields={"asked": sentence})
    if digits.endswith("X"):
        return Part(Kind.ID_TAIL, digits, all_of=(keyed(Kind.ID_TAIL, digits),))
    either = (keyed(Kind.PHONE_TAIL, digits), keyed(Kind.ID_TAIL, digits))
    return Part(Kind.TAIL, digits, any_of=either)


def matched(part: Part, tokens: Sequence[str]) -> Kind:
    """By what a row that was found holds this part: a tail may be of the telephone or of the ID number."""
    if part.kind is not Kind.TAIL:
        return part.kind
    of_phone, _ = part.any_of
    return Kind.PHONE_TAIL if of_phone in tokens else Kind.ID_TAIL
