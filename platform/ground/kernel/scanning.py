"""Find in a text what must never leave: ID numbers, bank cards, phones, home addresses.

Written as people write them: in groups, full-width, behind invisible characters, inside addresses of
pages and HTML entities. An answer names kinds, never the numbers: messages and logs are copies too.
Years, money, document numbers and file numbers are not personal; a number that could be a person's is
taken for one.
"""

import html
import re
import unicodedata
from collections.abc import Collection, Iterator
from datetime import date
from enum import StrEnum
from itertools import pairwise
from urllib.parse import unquote

from stdnum.cn import ric


class Kind(StrEnum):
    ID_NUMBER = "身份证号"
    CARD = "银行卡号"
    MOBILE = "手机号"
    LANDLINE = "固定电话"
    ADDRESS = "家庭住址"


EVERY_KIND = frozenset(Kind)
# Landlines are mostly offices': what tells organisations from families asks for them as well.
NUMBERS_OF_PEOPLE = EVERY_KIND - {Kind.LANDLINE}

_PROVINCE = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[123]|91")
_BETWEEN = r"[\s\-‐-―−－_·・.．/()（）]"
_X = "[XxⅩⅹ×Хх]"  # what is typed for the X of an ID number: Latin, Roman ten, times, Cyrillic
_RUN = re.compile(rf"\d(?:{_BETWEEN}{{0,2}}\d){{6,}}(?:{_BETWEEN}{{0,2}}{_X})?")
_GROUPS = re.compile(rf"\d+|{_X}")
# What a plain reading of digits would miss: other digits, what hides between them, what encodes them.
_MAY_HOLD = re.compile(
    r"\d\D{0,2}\d|\d[号栋幢单组弄]|[%&]|[〇○零一二三四五六七八九十]\s?[〇○零一二三四五六七八九号栋幢单组弄]"
)
_STRANGE = re.compile(
    "[０-９Ｘｘ\u00b2\u00b3\u00b9\u2070-\u2089\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u0660-\u0669"
    "\u06f0-\u06f9\u0966-\u096f\U0001d7ce-\U0001d7ff"
    "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_ENTITY, _ESCAPED = re.compile(r"&#?\w{2,8};"), re.compile(r"%[0-9A-Fa-f]{2}")
_HAN_DIGITS = re.compile(
    rf"[〇○零一二三四五六七八九](?:{_BETWEEN}?[〇○零一二三四五六七八九]){{10,}}"
)
_HAN = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_MONEY_BEFORE = re.compile(r"[¥￥$€]\s*$|人民币\s*$")
_TELLS_HEALTH = re.compile(r"病|残|伤|亡|医|药|癌|瘤|住院|手术|透析|精神|孤")
_UNIT_AFTER = re.compile(r"\s*(?:[元万亿吨人户件个次份台套米度]|千瓦|公里|%|％)")
_LABELLED_LANDLINE = re.compile(
    r"(?:电\s*话|座\s*机|联系方式|宅电|[Tt][Ee][Ll])[.:：\s]{0,3}([2-8]\d{2,3}[\s\-]?\d{4})(?!\d)"
)
_COUNT = "[0-9一二三四五六七八九十百〇零]{1,5}"
_COUNTED = "(?<=[0-9一二三四五六七八九十百〇零])"
_ADDRESSES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:路|街|大道|巷|弄|胡同){_COUNT}(?:弄{_COUNT})?(?:附{_COUNT})?号(?!线|文|令|公告|通知|桥|隧道)",
        rf"(?:村|社区|居委会|组){_COUNT}组{_COUNT}号",
        rf"(?:组|屋场|冲|垸|湾){_COUNT}号(?:门牌|住户)",
        rf"{_COUNTED}(?:栋|幢|号楼|座){_COUNT}(?:单元|门){_COUNT}",
        rf"{_COUNTED}(?:栋|幢|号楼|单元)[东南西北]?\d{{3,4}}(?:室|房|号)?(?!\d)",
        rf"{_COUNTED}单元{_COUNT}(?:室|房|号)",
    )
)
_ID_SHAPES = ((), (6, 14), (6, 10, 14), (3, 6, 10, 14), (4, 8, 12, 16))
_SPACED = (tuple(range(1, 17)), tuple(range(2, 17, 2)))  # digit by digit, pair by pair
_HEX_TOKEN = re.compile(r"[0-9A-Fa-f\-]{20,}\Z")


def tells_health(text: str) -> bool:
    """Whether words tell of somebody's health, or of a school's reason: no name stands beside them in public."""
    return _TELLS_HEALTH.search(text) is not None


def kinds_in(
    text: str, *, kinds: Collection[Kind] = EVERY_KIND, public: Collection[str] = ()
) -> list[Kind]:
    """The kinds of personal data that a text holds, each once, in the order of `Kind`.

    `public` are numbers and addresses that may be told, such as an office's hotline.
    """
    if not _MAY_HOLD.search(text):
        return []
    plain = _plain(text)
    told = {re.sub(r"\D", "", one) for one in public} - {""}
    found = {kind for kind, number in _numbers(plain) if number not in told and kind in kinds}
    if Kind.ADDRESS in kinds and _has_address(plain, public):
        found.add(Kind.ADDRESS)
    return [kind for kind in Kind if kind in found]


def has_id_number(text: str) -> bool:
    """Whether a text holds an ID number of 18 digits with date of birth and check digit, as it is written."""
    return any(
        _is_id(run.group().upper()[at : at + 18])
        for run in _LONG.finditer(text)
        for at in range(len(run.group()) - 17)
    )


_LONG = re.compile(r"\d{17,}[0-9Xx]", re.ASCII)


def _plain(text: str) -> str:
    """The text with its digits as digits."""
    if "%" in text and _ESCAPED.search(text):
        text = unquote(text)
    if "&" in text and _ENTITY.search(text):
        text = html.unescape(text)
    if _STRANGE.search(text):
        narrow = unicodedata.normalize("NFKC", text)
        text = "".join(
            str(unicodedata.digit(c)) if c.isdigit() else c
            for c in narrow
            if unicodedata.category(c) != "Cf"
        )
    if _HAN_DIGITS.search(text):
        text = _HAN_DIGITS.sub(lambda run: run.group().translate(_HAN), text)
    return text


def _numbers(text: str) -> Iterator[tuple[Kind, str]]:
    for run in _RUN.finditer(text):
        groups = _GROUPS.findall(run.group())
        yield from _ids(groups)
        if _is_quantity(text, run):
            continue
        if _HEX_TOKEN.match(_token(text, run)):
            continue
        yield from _others([group for group in groups if group.isdigit()])
    for named in _LABELLED_LANDLINE.finditer(text):
        yield Kind.LANDLINE, re.sub(r"\D", "", named.group(1))


def _ids(groups: list[str]) -> Iterator[tuple[Kind, str]]:
    """ID numbers anywhere in a run: inside longer digits and over groups where the check digit is right."""
    if not groups[-1].isdigit():
        groups = [*groups[:-1], "X"]
    whole = "".join(groups)
    ends, at = set(), 0
    for group in groups:
        at += len(group)
        ends.add(at)
    for start in range(len(whole) - 17):
        number = whole[start : start + 18]
        if not _may_be_id(number):
            continue
        shape = _shape(ends, start)
        borders = (start == 0 or start in ends) and start + 18 in ends
        if _checks(number) and (len(shape) <= 6 or shape in _SPACED):  # noqa: PLR2004
            yield Kind.ID_NUMBER, number
        elif borders and shape in _ID_SHAPES:
            yield Kind.ID_NUMBER, number  # mistyped: nothing else has that many and a birth date
    for group in groups:
        if len(group) == 15 and _is_old_id(group):  # noqa: PLR2004
            yield Kind.ID_NUMBER, group


def _shape(ends: set[int], start: int) -> tuple[int, ...]:
    """Where inside of a number of 18 digits its groups end; the check digit may stand apart."""
    return tuple(sorted(end - start for end in ends if start < end < start + 17))


def _others(groups: list[str]) -> Iterator[tuple[Kind, str]]:
    yield from _cards(groups)
    for number in groups:
        if re.fullmatch(r"(?:(?:00)?86)?1[3-9]\d{9}", number):
            yield Kind.MOBILE, number[-11:]
        elif re.fullmatch(r"0(?:10|2\d|[3-9]\d{2})[2-8]\d{6,7}", number):
            yield Kind.LANDLINE, number
    for pair in pairwise(groups):
        number = "".join(pair)
        if re.fullmatch(r"1[3-9]\d \d{8}", " ".join(pair)):
            yield Kind.MOBILE, number
        elif re.fullmatch(r"0(?:10|2\d|[3-9]\d{2}) [2-8]\d{6,7}", " ".join(pair)):
            yield Kind.LANDLINE, number
    for three in zip(groups, groups[1:], groups[2:], strict=False):
        number = "".join(three)
        if re.fullmatch(r"1[3-9]\d \d{4} \d{4}", " ".join(three)):
            yield Kind.MOBILE, number
        elif re.fullmatch(r"0(?:10|2\d|[3-9]\d{2}) [2-8]\d{2,3} \d{4}", " ".join(three)):
            yield Kind.LANDLINE, number


def _cards(groups: list[str]) -> Iterator[tuple[Kind, str]]:
    for at, group in enumerate(groups):
        number = group
        if len(group) == 4:  # noqa: PLR2004
            four = groups[at : at + 4]
            if [len(one) for one in four] not in ([4, 4, 4, 4], [4, 4, 4, 7]):
                continue
            rest = groups[at + 4] if len(groups) > at + 4 and len(groups[at + 4]) <= 3 else ""  # noqa: PLR2004
            number = "".join(four)
            if _is_card(number + rest):
                number += rest
        if _is_card(number):
            yield Kind.CARD, number


def _is_card(number: str) -> bool:
    """16 to 19 digits: of UnionPay however they check, of others with Luhn's check digit.

    62 is UnionPay's beginning and Gansu's: 18 such digits are a card too unless as an ID number they check.
    """
    if not (16 <= len(number) <= 19 and number.isdigit()):  # noqa: PLR2004
        return False
    union_pay = number.startswith("62")
    if len(number) == 18 and _may_be_id(number):  # noqa: PLR2004
        return union_pay and passes_luhn(number) and not _checks(number)
    return union_pay or (number[0] in "34569" and passes_luhn(number))


def passes_luhn(number: str) -> bool:
    """Whether the last digit checks the others (Luhn). Nothing but digits does."""
    if not (number.isdigit() and number.isascii()):
        return False
    doubled = map(_DOUBLED.__getitem__, map(int, number[-2::-2]))
    return (sum(map(int, number[::-2])) + sum(doubled)) % 10 == 0


_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)  # a digit twice, and the digits of that added


def _is_id(number: str) -> bool:
    return _may_be_id(number) and _checks(number)


def _may_be_id(number: str) -> bool:
    return (
        number[6:8] in {"19", "20", "18"}
        and bool(_PROVINCE.match(number))
        and "X" not in number[:17]
        and _is_day(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    )


def _checks(number: str) -> bool:
    return str(ric.calc_check_digit(number)) == number[17]


def _is_old_id(number: str) -> bool:
    """15 digits with a birth date of the last century (or of the one before, for the oldest)."""
    return (
        number.isdigit()
        and bool(_PROVINCE.match(number))
        and number[2:4] != "00"
        and _is_day(1900 + int(number[6:8]), int(number[8:10]), int(number[10:12]))
    )


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _is_quantity(text: str, run: re.Match[str]) -> bool:
    """Money and amounts: a sign before, a unit after, a decimal point."""
    return bool(
        re.fullmatch(r"\d+\.\d{1,2}", run.group())
        or _UNIT_AFTER.match(text, run.end())
        or _MONEY_BEFORE.search(text, max(0, run.start() - 6), run.start())
    )


def _token(text: str, run: re.Match[str]) -> str:
    """The word of letters and digits around a run: a hash or a UUID holds digits that are none."""
    start, end = run.start(), run.end()
    while start > 0 and (
        (text[start - 1].isascii() and text[start - 1].isalnum()) or text[start - 1] == "-"
    ):
        start -= 1
    while end < len(text) and ((text[end].isascii() and text[end].isalnum()) or text[end] == "-"):
        end += 1
    word = text[start:end]
    return word if re.search("[A-Fa-f]", word) else ""


def _has_address(text: str, public: Collection[str]) -> bool:
    for pattern in _ADDRESSES:
        for found in pattern.finditer(text):
            around = text[max(0, found.start() - 30) : found.end() + 30]
            if not any(one in around and found.group() in one for one in public):
                return True
    return False
