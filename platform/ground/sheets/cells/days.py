"""Days and months, however they were written."""

import re
from datetime import date, timedelta
from typing import Any, NamedTuple

from ground.sheets.cells.reading import DAY, Misread, half_width

FIRST_SERIAL, LAST_SERIAL = 10_000, 73_050  # 1927 to 2099, as Excel counts days
_SERIAL_ZERO = date(1899, 12, 30)
_DAY = re.compile(r"(\d{4})\s*[-/.年·]\s*(\d{1,2})\s*[-/.月·]\s*(\d{1,2})\s*日?(\s.*|T.*)?")
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?")
_YEAR_MONTH = re.compile(r"(19\d\d|20\d\d)\s*(?:[-/.年]\s*(?:(\d{1,2})\s*月?)?)?(?:出?生)?")
_DAY_OF_MONTH = re.compile(r"(19\d\d|20\d\d)(0[1-9]|1[0-2])")
FIRST_YEAR, LAST_YEAR = 1900, 2101
_SHORT_YEAR = re.compile(r"\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}日?")


class YearMonth(NamedTuple):
    """A date of which the day, or the month as well, is not known."""

    year: int
    month: int | None


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
