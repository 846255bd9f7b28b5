"""What a careful reader finds in a text: signs that do not pair, units, dates and sums that do not agree.

Each finding is a sentence for the editor. None stops a signature by itself: a person decides.
Numbers: GB/T 15835-2011; signs: GB/T 15834-2011. 百分点 for the difference of two percentages.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from ground.kernel.periods import Period

Check = Callable[[str, Period], Iterator[str]]

_PAIRS = {"“": "”", "‘": "’", "（": "）", "《": "》", "〔": "〕", "【": "】"}
_CLOSING = {close: opening for opening, close in _PAIRS.items()}
_RATE = r"[^，。；：\s]{0,12}?(?:率|占比|比重|比例|覆盖面)"
_RISE = r"(?:提高|上升|增长|增加|下降|降低|减少|回落)"
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_OF_A_RATE = re.compile(rf"({_RATE}[^，。；]{{0,16}}?{_RISE}了?{_NUMBER}%)")
_OF_AN_AMOUNT = re.compile(
    rf"((?:总额|金额|产值|收入|资金|人数|户数)[^，。；率比]{{0,12}}?{_RISE}了?{_NUMBER}个?百分点)"
)
_LONG_YUAN = re.compile(r"(?<![\d,.])(\d{7,}|\d{1,3}(?:,\d{3}){2,})(?:\.\d+)?(元)")
_HALF = re.compile(r"[一-鿿][,;:?!]|[,;:?!][一-鿿]|[一-鿿]\.(?!\d)")
_STRAIGHT = re.compile(r"[\"']")
_FULL_DIGITS = re.compile(r"[０-９％]+")
_TWO_DIGIT_YEAR = re.compile(r"(?<!\d)(\d{2})年(?=\d{1,2}月|度)")
_DAY = re.compile(r"(?<!\d)(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
_MONTH = re.compile(r"(?<!\d)(\d{4})年(\d{1,2})月(?!\d{1,2}日)")
_TOTAL = re.compile(
    rf"(?:共计|合计|总计|共)[^，。；、\d]{{0,10}}({_NUMBER})(万元|元|户次|人次|户|人|件|次|个|份|名)"
)
_WORDS_TYPED_WRONG = {
    "帐户": "账户",
    "台帐": "台账",
    "帐目": "账目",
    "记帐": "记账",
    "座谈座": "座谈",
    "截止目前": "截至目前",
    "既使": "即使",
    "坐客": "做客",
    "按装": "安装",
    "签定": "签订",
    "布署": "部署",
    "凑和": "凑合",
}
_SINCE = re.compile(r"截止(?=\d|[一二三四五六七八九十]+月)")


def findings(text: str, period: Period) -> list[str]:
    """What to look at in one paragraph of an issue that covers `period`."""
    return [one for check in _CHECKS for one in check(text, period)]


def _signs(text: str, _: Period) -> Iterator[str]:
    opened: list[str] = []
    for character in text:
        if character in _PAIRS:
            opened.append(character)
        elif character in _CLOSING and (not opened or opened.pop() != _CLOSING[character]):
            yield f"“{character}”没有与之相配的前一半"
            return
    if opened:
        yield f"“{opened[-1]}”没有后一半"


def _half_width(text: str, _: Period) -> Iterator[str]:
    if found := _STRAIGHT.search(text):
        yield f"直引号 {found[0]} 应改用“”‘’"
    if found := _HALF.search(text):
        yield f"“{found[0]}”里的半角标点应改用全角"
    if found := _FULL_DIGITS.search(text):
        yield f"全角数字“{found[0]}”应改用半角"


def _percent(text: str, _: Period) -> Iterator[str]:
    for found in _OF_A_RATE.finditer(text):
        yield f"“{found[1]}”：两个百分数之差应写“个百分点”，写“%”是按比例变化，请核对"
    for found in _OF_AN_AMOUNT.finditer(text):
        yield f"“{found[1]}”：数量的变化应写“%”，“百分点”只用于百分数之差"


def _units(text: str, _: Period) -> Iterator[str]:
    for found in _LONG_YUAN.finditer(text):
        amount = Decimal(found[1].replace(",", ""))
        yield f"{found[0]}建议写作{(amount / 10_000).normalize():f}万元"
    if "万万元" in text or re.search(r"\d万\s*万元", text):
        yield "“万万元”多写了一个“万”"


def _dates(text: str, period: Period) -> Iterator[str]:
    if found := _TWO_DIGIT_YEAR.search(text):
        yield f"“{found[1]}年”应写四位年份"
    year = period.ends_on.year
    for found in _DAY.finditer(text):
        year = int(found[1]) if found[1] else year
        day = _day(year, int(found[2]), int(found[3]))
        if day is None:
            yield f"没有{found[0]}这一天"
        elif day > period.ends_on and not found[1]:
            yield f"{found[0]}在数据截止日期之后，如是往年请写明年份"
    for found in _MONTH.finditer(text):
        if not 1 <= int(found[2]) <= 12:  # noqa: PLR2004 -- months
            yield f"没有{found[0]}"


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _sums(text: str, _: Period) -> Iterator[str]:
    """`甲3户、乙4户、丙5户，共12户`: two or more numbers of one unit before a total within a sentence."""
    for sentence in re.split(r"[。；]", text):
        for total in _TOTAL.finditer(sentence):
            unit = total[2]
            counted = re.findall(
                rf"(?<![\d,.])({_NUMBER}){unit}(?!次|均)", sentence[: total.start()].rstrip("，、 ")
            )
            listed = [Decimal(one.replace(",", "")) for one in counted]
            said = Decimal(total[1].replace(",", ""))
            if len(listed) > 1 and "其中" not in sentence[: total.start()] and sum(listed) != said:
                added = " + ".join(counted)
                yield f"{added} = {sum(listed):,}{unit}，与“{total[0]}”不符"


def _words(text: str, _: Period) -> Iterator[str]:
    for wrong, right in _WORDS_TYPED_WRONG.items():
        if wrong in text:
            yield f"“{wrong}”应作“{right}”"
    if _SINCE.search(text):
        yield "“截止”后接时间应作“截至”"


_CHECKS: tuple[Check, ...] = (_signs, _half_width, _percent, _units, _dates, _sums, _words)
