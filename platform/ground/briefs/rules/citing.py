r"""Figures in the text of an article: what an editor types, and what it says in print.

    [[走访]]                          the figure of this issue, with its unit: 128次
    [[走访，去年同期]]                that of another span: 上期, 去年同期, 今年以来
    [[走访，桃源县双联办]]            that of a unit below the office
    [[走访，比去年同期]]              a comparison: 增长12.5%; of percentages 提高3个百分点
    [[发放慰问救助金，万元]]          yuan in 万元
    [[走访，只要数]]                  the number without its unit
    [[表：走访、慰问金，分单位]]      a line of its own: a table, by fact or by unit
    [[图：走访，分单位]]              a line of its own: a chart

A figure is known by its key: the fact, and where they are not those of the issue, the span and the unit
(`visits.made`, `visits.made~last_year`, `visits.made~u12`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ground.kernel.money import shown_short

MARK = re.compile(r"\[\[([^\[\]]{0,200})\]\]")
_SHAPE = re.compile(r"(表|图)[：:]\s*(.+)")
SPANS = {"本期": "", "上期": "before", "去年同期": "last_year", "今年以来": "year"}
COMPARISONS = {"比上期": "before", "环比": "before", "比去年同期": "last_year", "同比": "last_year"}
IN_WAN, BARE, BY_UNIT = "万元", "只要数", "分单位"
SHOWN_SPAN = {key: words for words, key in SPANS.items()}


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What stands between [[ and ]]. `unit` is a name as typed; the spans are keys of `SPANS`."""

    typed: str
    names: tuple[str, ...]
    shape: str = ""  # 表, 图, or a figure within a line
    span: str = ""
    unit: str = ""
    against: str = ""
    in_wan: bool = False
    bare: bool = False
    by_unit: bool = False


@dataclass(frozen=True)
class Key:
    """Which figure: a fact, the span where it is not the issue's, the unit where it is not the office."""

    fact: str
    span: str = ""
    unit: int | None = None

    def __str__(self) -> str:
        unit = f"u{self.unit}" if self.unit else ""
        return "~".join(part for part in (self.fact, self.span, unit) if part)

    @classmethod
    def read(cls, key: str) -> "Key":
        fact, *rest = key.split("~")
        span = next((one for one in rest if one in SHOWN_SPAN), "")
        unit = next((int(one[1:]) for one in rest if re.fullmatch(r"u\d{1,18}", one)), None)
        return cls(fact, span, unit)


def marks_in(text: str) -> Iterator[re.Match[str]]:
    return MARK.finditer(text)


def read_mark(inside: str) -> Mark:
    """A mark from what stands between the brackets. Whatever is no known word is the name of a unit."""
    shaped = _SHAPE.fullmatch(inside.strip())
    shape, rest = (shaped[1], shaped[2]) if shaped else ("", inside)
    first, *words = (part.strip() for part in re.split(r"[，,]", rest))
    told = [word for word in words if word]
    units = [word for word in told if word not in SPANS | COMPARISONS | dict.fromkeys(_FORMS)]
    return Mark(
        typed=inside.strip(),
        names=tuple(name.strip() for name in re.split("、", first) if name.strip()),
        shape=shape,
        span=next((SPANS[word] for word in told if word in SPANS), ""),
        unit="，".join(units),
        against=next((COMPARISONS[word] for word in told if word in COMPARISONS), ""),
        in_wan=IN_WAN in told,
        bare=BARE in told,
        by_unit=BY_UNIT in told,
    )


_FORMS = (IN_WAN, BARE, BY_UNIT)


def change_in_words(now: Decimal, before: Decimal, unit: str) -> str:
    """`增长12.5%`, `下降8%`, `持平`; of percentages `提高3个百分点`; from nothing `由0增至5户`."""
    if now == before:
        return "持平"
    if unit == "%":
        word = "提高" if now > before else "下降"
        return f"{word}{_plain(abs(now - before))}个百分点"
    if not before:
        return f"由0{'增' if now > 0 else '减'}至{shown_short(now)}{unit}"
    share = (now - before) / abs(before) * 100
    return f"{'增长' if share > 0 else '下降'}{_plain(abs(share))}%"


def in_wan(value: Decimal) -> str:
    """Yuan as 万元, to the hundred yuan."""
    return f"{(value / 10_000).quantize(Decimal('0.01'), ROUND_HALF_UP).normalize():,f}"


def _plain(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.1'), ROUND_HALF_UP).normalize():,f}"
