"""Numbers of a series: counted within the year, written in Chinese numerals."""

from collections.abc import Iterable

DIGITS = "零一二三四五六七八九"


def next_number(
    *, year: int, signed: Iterable[int], paper_year: int | None, paper_number: int
) -> int:
    """The number after the highest of the year, those on paper before this system included."""
    return max([*signed, paper_number if year == paper_year else 0, 0]) + 1


def number_line(year: int, number: int) -> str:
    """`2008年第二期`."""
    return f"{year}年第{in_chinese(number)}期"


def in_chinese(number: int) -> str:
    """A number below a thousand as it is spoken: 二, 十二, 二十, 一百零一, 一百一十."""
    if not 0 < number < 1000:  # noqa: PLR2004
        return str(number)
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    text = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += "十" if tens == 1 and not hundreds else f"{DIGITS[tens]}十"
    elif hundreds and ones:
        text += "零"
    return text + (DIGITS[ones] if ones else "")
