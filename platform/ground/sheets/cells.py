"""What people put into cells, read as what they meant: days, numbers, amounts, words of a list.

Each reader takes one cell as the child brings it and gives a value; None for an empty cell. What it
cannot read raises Misread with the sentence for the sender, who sees it beside the cell: it never
quotes the cell itself, which may hold personal data.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any, NamedTuple

from ground.kernel import identifiers
from ground.kernel.errors import RuleBroken
from ground.kernel.folding import simplified, tidied_name
from ground.kernel.money import CENT, LARGEST

DAY = "\x02"  # begins a cell that is a day or an instant; see ground.sheets.child
EXACT = 1e15  # Excel keeps fifteen digits of a number; of longer ones the end is lost
FIRST_SERIAL, LAST_SERIAL = 10_000, 73_050  # 1927 to 2099, as Excel counts days
_SERIAL_ZERO = date(1899, 12, 30)
_BLANKS = " \t\r\n\u3000\xa0\u200b\ufeff"
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\ufeff]|_x000D_")
_POWER = re.compile(r"\d(\.\d+)?[eE]\+\d+")
_DAY = re.compile(r"(\d{4})\s*[-/.年·]\s*(\d{1,2})\s*[-/.月·]\s*(\d{1,2})\s*日?(\s.*|T.*)?")
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?")
_YEAR_MONTH = re.compile(r"(19\d\d|20\d\d)\s*(?:[-/.年]\s*(?:(\d{1,2})\s*月?)?)?(?:出?生)?")
_DAY_OF_MONTH = re.compile(r"(19\d\d|20\d\d)(0[1-9]|1[0-2])")
FIRST_YEAR, LAST_YEAR = 1900, 2101
_SHORT_YEAR = re.compile(r"\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}日?")
_NUMBER = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?|-?\d+(\.\d+)?", re.ASCII)
_SPLIT = re.compile(r"[、,，;；/\n]+|\s{2,}")
_YES = frozenset(
    {"是", "有", "对", "y", "yes", "true", "1", "√", "✓", "已建", "已建立", "已", "参加"}
)
_NO = frozenset(
    {"否", "无", "没有", "不", "n", "no", "false", "0", "×", "x", "未建", "未建立", "未"}
)

LOST = "数字超过15位，Excel 已丢失末几位。请先把该列设为“文本”格式，再重新填写完整号码"


class Misread(Exception):  # noqa: N818 -- what happened to the cell
    """A cell does not hold what its column should. A warning lets its `value` pass all the same."""

    def __init__(self, message: str, *, is_warning: bool = False, value: Any = None) -> None:
        super().__init__(message)
        self.message = message
        self.is_warning = is_warning
        self.value = value


class YearMonth(NamedTuple):
    """A date of which the day, or the month as well, is not known."""

    year: int
    month: int | None


Read = Callable[[Any], Any]


@dataclass
class ColumnReader:
    """Reads whole columns with one reader; what it has read once it remembers."""

    read: Read
    _known: dict[Any, Any] = field(default_factory=dict)
    _wrong: dict[Any, Misread] = field(default_factory=dict)

    def values(self, cells: list[Any]) -> tuple[list[Any], list[tuple[int, Misread]]]:
        """The values of a column, and what is wrong with which of its cells (by index)."""
        if len(self._known) > 50_000:  # noqa: PLR2004 -- a column of different texts
            self._known, self._wrong = {}, {}
        known, wrong = self._known, self._wrong
        for cell in set(cells) - known.keys():
            try:
                known[cell] = self.read(cell)
            except Misread as misread:
                known[cell], wrong[cell] = misread.value, misread
        values = list(map(known.__getitem__, cells))
        if not wrong:
            return values, []
        return values, [(at, wrong[cell]) for at, cell in enumerate(cells) if cell in wrong]


def text(cell: Any, *, longest: int = 0) -> str | None:
    """Text as it stands, without blanks around it, controls in it, or an apostrophe before digits."""
    if cell == "":
        return None
    found = _written(cell)
    if longest and len(found) > longest:
        raise Misread(f"不能超过{longest}个字，现有{len(found)}个字")
    return found or None


def _written(cell: Any) -> str:
    if isinstance(cell, str):
        found = cell.strip(_BLANKS)
        if not found.isprintable():
            found = _UNPRINTABLE.sub("", found.removeprefix(DAY))
        if found[:1] in {"'", "’", "‘"} and found[1:2].isdigit():
            found = found[1:]
        if found[:1].isdigit() and _POWER.fullmatch(found):
            raise Misread(LOST)
        return found
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float | int):
        if abs(cell) >= EXACT:
            raise Misread(LOST)
        return str(int(cell)) if cell == int(cell) else repr(cell)
    return str(cell)


def half_width(cell: Any) -> str:
    """A number, date or code as written, in half-width characters."""
    return unicodedata.normalize("NFKC", _written(cell)).strip()


def day(cell: Any) -> date | None:
    """A day: a date of Excel, 2008-5-14, 2008.5.14, 2008年5月14日, 20080514, or its serial number."""
    if cell == "":
        return None
    if isinstance(cell, str) and cell.startswith(DAY):
        return _day_between(date.fromisoformat(cell[1:11]))
    if isinstance(cell, bool):
        raise Misread("应为日期，例如 2008-05-14")
    if isinstance(cell, int | float):
        return _day_of_number(cell)
    written = half_width(cell)
    if not written:
        return None
    if written.isdigit():
        return _day_of_number(int(written))
    if match := _DAY.fullmatch(written):
        return _day_of(*match.group(1, 2, 3))
    if _MONTH.fullmatch(written):
        raise Misread("只有年月，缺少日。请写明是哪一天，例如 2008-05-14")
    if _SHORT_YEAR.fullmatch(written):
        raise Misread("年份只有两位，无法确定是哪一年。请写四位年份，例如 2008-05-14")
    raise Misread("不是能识别的日期。请写成 2008-05-14、2008.5.14 或 2008年5月14日")


def _day_of_number(number: float) -> date:
    if number == int(number):
        whole = int(number)
        if FIRST_SERIAL <= whole <= LAST_SERIAL:
            return _SERIAL_ZERO + timedelta(days=whole)
        if 19_000_101 <= whole <= 21_001_231:  # noqa: PLR2004 -- 20080514
            return _day_of(str(whole)[:4], str(whole)[4:6], str(whole)[6:])
    elif FIRST_SERIAL <= number <= LAST_SERIAL:  # a day with an hour
        return _SERIAL_ZERO + timedelta(days=int(number))
    raise Misread("不是能识别的日期。请写成 2008-05-14，并注意不要写成 2008.5 这样的小数")


def _day_of(year: str, month: str, of_month: str) -> date:
    try:
        return _day_between(date(int(year), int(month), int(of_month)))
    except ValueError as impossible:
        raise Misread("没有这一天，请核对年月日") from impossible


def _day_between(found: date) -> date:
    if not 1900 <= found.year <= 2100:  # noqa: PLR2004 -- what any programme has to do with
        raise Misread("年份应在1900至2100年之间，请核对")
    return found


def number(cell: Any, *, least: int | None = None, most: int | None = None) -> int | None:
    """A whole number; 1,200人 and １２００ are ones too."""
    if cell == "":
        return None
    found = _decimal(cell, units="人户个名家次岁年")
    if found is None:
        return None
    if found != found.to_integral_value():
        raise Misread("应为整数")
    whole = int(found)
    if least is not None and whole < least:
        raise Misread("不能为负数" if least == 0 else f"不能小于{least}")
    if abs(whole) > (most if most is not None else 2_147_483_647):
        raise Misread(f"不能大于{most:,}" if most is not None else "数字过大，请核对")
    return whole


def money(cell: Any, *, scale: int = 1) -> Decimal | None:
    """An amount in yuan, none below zero; `scale` is 10,000 where the column is in 万元."""
    if cell == "":
        return None
    found = _decimal(cell, units="元圆")
    if found is None:
        return None
    amount = (found * scale).normalize()
    if amount < 0:
        raise Misread("金额不能为负数")
    if amount > LARGEST:
        raise Misread("金额过大，请核对")
    kept = amount.quantize(CENT)
    if kept != amount:
        raise Misread("金额最多两位小数")
    return kept


def _decimal(cell: Any, *, units: str) -> Decimal | None:
    if isinstance(cell, float) and cell == cell and abs(cell) < EXACT:  # noqa: PLR0124 -- not a NaN
        return Decimal(repr(round(cell, 6)))
    if isinstance(cell, bool) or (isinstance(cell, str) and cell.startswith(DAY)):
        raise Misread("应为数字")
    written = half_width(cell).removeprefix("¥").strip(units + " ")
    scale = 1
    if written.endswith("万"):
        written, scale = written[:-1].strip(), 10_000
    if written in {"", "-", "—", "/", "无"}:
        return None
    if not _NUMBER.fullmatch(written):
        raise Misread("应为数字，不要写文字说明")
    try:
        return Decimal(written.replace(",", "")) * scale
    except InvalidOperation as unreadable:
        raise Misread("应为数字") from unreadable


def choice(cell: Any, *, words: Mapping[str, str], shown: str) -> str | None:
    """The value that a word of a list stands for."""
    written = half_width(cell).replace(" ", "") if cell != "" else ""
    if not written:
        return None
    found = words.get(written) or words.get(simplified(written))
    if found is None:
        raise Misread(f"不在可选范围内，应为：{shown}")
    return found


def choices(cell: Any, *, words: Mapping[str, str], shown: str) -> list[str] | None:
    """The values of several words of a list in one cell."""
    if cell == "":
        return None
    found = [choice(one, words=words, shown=shown) for one in names(cell)]
    return list(dict.fromkeys(one for one in found if one))


def yes_no(cell: Any) -> bool | None:
    """是 or 否, 有 or 无, √ or ×."""
    written = half_width(cell).lower() if cell != "" else ""
    if not written:
        return None
    if written in _YES:
        return True
    if written in _NO:
        return False
    raise Misread("请填“是”或“否”")


def names(cell: Any, *, longest: int = 0) -> list[str]:
    """Several words in one cell, parted by 、，; or a new line."""
    written = _written(cell) if cell != "" else ""
    found = list(dict.fromkeys(one.strip(_BLANKS) for one in _SPLIT.split(written)))
    if longest and any(len(one) > longest for one in found):
        raise Misread(f"每项不能超过{longest}个字，各项之间请用顿号分开")
    return [one for one in found if one]


def id_number(cell: Any) -> str | None:
    """An 身份证号 of 18 digits; one of 15 comes out as 18."""
    written = half_width(cell) if cell != "" else ""
    return _checked(identifiers.full_id_number, written) if written else None


def person(cell: Any, *, longest: int = 0) -> str | None:
    """A person's name, freed of blanks and of what copying left in it."""
    written = text(cell, longest=longest)
    if not written:
        return None
    found = tidied_name(written)
    if not found:
        raise Misread("姓名里有不是姓名的内容。请只写一个人的姓名，说明写到备注中")
    return found


def day_or_month(cell: Any) -> date | YearMonth | None:
    """A day, or as much of it as old ledgers keep: 1970年5月, 1970.05, 1970.

    A number such as 1970.1 may have been October before Excel took its zero away: only the year is
    taken from it.
    """
    if isinstance(cell, bool) or cell == "":
        return day(cell)
    if isinstance(cell, int | float) and FIRST_YEAR <= cell < LAST_YEAR:
        cell = str(int(cell)) if cell == int(cell) else f"{round(cell, 2)}"
    written = half_width(cell) if not (isinstance(cell, str) and cell.startswith(DAY)) else ""
    if match := _YEAR_MONTH.fullmatch(written):
        year, month = int(match[1]), match[2]
        is_sure = month is not None and (month != "1" or "月" in written or "年" in written)
        return YearMonth(year, _month(month) if is_sure else None)
    if (match := _DAY_OF_MONTH.fullmatch(written)) and written.isdigit():
        return YearMonth(int(match[1]), _month(match[2]))
    return day(cell)


def _month(written: str | None) -> int | None:
    if written is None:
        return None
    if not 1 <= int(written) <= 12:  # noqa: PLR2004 -- the months of a year
        raise Misread("月份应在1至12之间，请核对")
    return int(written)


def mobile(cell: Any) -> str | None:
    written = half_width(cell) if cell != "" else ""
    return _checked(identifiers.mobile, written) if written else None


def credit_code(cell: Any) -> str | None:
    """A 统一社会信用代码. Some genuine early ones fail the check: that is a warning, not an error."""
    written = half_width(cell).replace(" ", "").upper() if cell != "" else ""
    if not written:
        return None
    try:
        return identifiers.credit_code(written)
    except RuleBroken as broken:
        if re.fullmatch(r"[0-9A-Z]{18}", written):
            message = "统一社会信用代码校验位不符，请与营业执照核对；确认无误可写明原因后放行"
            raise Misread(message, is_warning=True, value=written) from broken
        raise Misread(f"统一社会信用代码应为18位数字或大写字母，现有{len(written)}位") from broken


def _checked(rule: Callable[[str], str], written: str) -> str:
    try:
        return rule(written)
    except RuleBroken as broken:
        raise Misread(broken.message) from broken


def bounded(read: Callable[..., Any], **limits: Any) -> Read:
    """A reader with its limits given."""
    return partial(read, **limits)
