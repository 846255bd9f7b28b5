"""The numbers that Word writes before paragraphs by itself: they stand in no text, and are counted again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from ground.briefs.rules.numbering import in_chinese
from ground.briefs.rules.wordfiles.tree import child, children, is_on, number, value

LEVELS = 9
BULLET = "·"
MOST_LETTERS = 3
LONGEST_LABEL = (
    40  # `%1.%2.%3` has eight characters; what is written for each paragraph is kept short
)
_PLACE = re.compile(r"%([1-9])")
_CHINESE = re.compile(r"chinese|taiwanese|japaneseCounting|ideograph", re.IGNORECASE)
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True)
class Level:
    """How one level of a list is counted and written: `%1、` in Chinese numerals, from 1."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    style: str = ""
    is_plain: bool = False  # written in Arabic numerals throughout


@dataclass
class Numbering:
    """Counts the lists of one document. Lists of one definition go on counting together."""

    levels: Mapping[str, Mapping[int, Level]]
    lists: Mapping[str, str]
    restarts: Mapping[str, Mapping[int, int]]
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    def level_of_style(self, of: str, style: str) -> int:
        """Which level of a list belongs to a style; 0 where none says so."""
        levels = self.levels.get(self.lists.get(of, ""), {})
        return next((at for at, one in levels.items() if style and one.style == style), 0)

    def label(self, of: str, at: int) -> str:
        """The number of the next paragraph of a list at a level; empty where it bears none."""
        definition = self.lists.get(of)
        levels = self.levels.get(definition or "", {})
        if definition is None or at not in levels:
            return ""
        counts = self._counts.setdefault(definition, [None] * LEVELS)
        if of not in self._begun:
            self._begun.add(of)
            for level, start in self.restarts.get(of, {}).items():
                counts[level] = start - 1
        before = counts[at]
        counts[at] = levels[at].start if before is None else before + 1
        counts[at + 1 :] = [None] * (LEVELS - at - 1)
        return self._written(levels, at, counts)

    @staticmethod
    def _written(levels: Mapping[int, Level], at: int, counts: list[int | None]) -> str:
        own = levels[at]
        if own.form == "bullet":
            return BULLET
        if own.form == "none":
            return ""

        def place(found: re.Match[str]) -> str:
            level = levels.get(int(found[1]) - 1, Level())
            count = counts[int(found[1]) - 1]
            return _counted(level.start if count is None else count, own, level)

        written = _PLACE.sub(place, own.text)
        return f"{written} " if written[-1:].isalnum() else written


def numbering_of(part: Element | None) -> Numbering:
    """The lists that a document defines."""
    lists, restarts = {}, {}
    for one in children(part, "num"):
        key = value(one, "numId")
        lists[key] = value(child(one, "abstractNumId"))
        restarts[key] = {
            at: number(value(child(over, "startOverride")), 1)
            for over in children(one, "lvlOverride")
            if child(over, "startOverride") is not None
            and 0 <= (at := number(value(over, "ilvl"), -1)) < LEVELS
        }
    levels = {
        value(one, "abstractNumId"): {
            at: _level(level)
            for level in children(one, "lvl")
            if 0 <= (at := number(value(level, "ilvl"), -1)) < LEVELS
        }
        for one in children(part, "abstractNum")
    }
    return Numbering(levels, lists, restarts)


def _level(node: Element) -> Level:
    return Level(
        start=number(value(child(node, "start")), 1),
        form=value(child(node, "numFmt")) or "decimal",
        text=value(child(node, "lvlText"))[:LONGEST_LABEL],
        style=value(child(node, "pStyle")),
        is_plain=is_on(child(node, "isLgl")),
    )


def _counted(count: int, own: Level, level: Level) -> str:
    form = "decimal" if own.is_plain else level.form
    if _CHINESE.search(form):
        return in_chinese(count)
    if form.startswith("decimalEnclosedCircle") and 1 <= count <= 20:  # noqa: PLR2004 -- ① to ⑳
        return chr(0x2460 + count - 1)
    if form in {"lowerLetter", "upperLetter"} and count >= 1:
        letter = chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, MOST_LETTERS)
        return letter.upper() if form == "upperLetter" else letter
    if form in {"lowerRoman", "upperRoman"} and 1 <= count < 40:  # noqa: PLR2004 -- up to xxxix
        roman = _roman(count)
        return roman.upper() if form == "upperRoman" else roman
    return f"{count:02}" if form == "decimalZero" else str(count)


def _roman(count: int) -> str:
    written = ""
    for worth, letters in _ROMAN:
        written += letters * (count // worth)
        count %= worth
    return written
