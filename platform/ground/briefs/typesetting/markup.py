"""Markup that cannot be injected into: a `str` is escaped, `Html` passes as it is."""

import html
import re
import unicodedata
from datetime import date

from ground.briefs.typesetting.faces import CLOSERS, OPENERS

_HAN = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_BREAK, _JOIN = "\u200b", "\u2060"
# UAX 14 allows no break beside a curly quote (LB19); Chinese breaks outside of it.
_BEFORE_QUOTE = re.compile(rf"(?<=[{_HAN}\w{CLOSERS}%])(?=[“‘])")
_AFTER_QUOTE = re.compile(rf"(?<=[”’])(?=[{_HAN}\w{OPENERS}])")
# A number stays with its unit: 6月, 11个, 38.3%, 640万元.
_COUNTED = re.compile(r"(?<=[0-9])(?=[年月日时分元万亿个人户家名件次篇期份岁吨米台所项条款级])")
_WORD_APOSTROPHE = re.compile(rf"(?<=[A-Za-z]){_BREAK}?([“‘’]){_BREAK}?(?=[A-Za-z])")


class Html(str):
    """Markup made by this module."""

    __slots__ = ()


NOTHING = Html()


def clean(text: str) -> str:
    """`text` without what no font prints: control and direction marks, halves of surrogates."""
    spaced = re.sub(r"[\t\r\n\v\f\x85\u2028\u2029]+", " ", text)
    return "".join(c for c in spaced if unicodedata.category(c) not in {"Cc", "Cf", "Cs"})


def breakable(text: str) -> str:
    """`text` with invisible marks where a line may break (at quotes) and may not (in 6月)."""
    marked = _AFTER_QUOTE.sub(_BREAK, _BEFORE_QUOTE.sub(_BREAK, text))
    return _COUNTED.sub(_JOIN, _WORD_APOSTROPHE.sub(r"\1", marked))


def plain(text: str) -> Html:
    """`text` escaped and nothing more: for what is read by programs and not broken into lines."""
    return Html(html.escape(clean(text)))


def escaped(text: str | Html) -> Html:
    if isinstance(text, Html):
        return text
    return Html(html.escape(breakable(clean(text))))


def joined(*parts: str | Html) -> Html:
    return Html("".join(escaped(part) for part in parts))


def tag(name: str, /, *content: str | Html, **attributes: str) -> Html:
    """One element. `class_` stands for class, `data_label` for data-label; empty values go."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{html.escape(clean(value))}"'
        for key, value in attributes.items()
        if value
    )
    return Html(f"<{name}{written}>{joined(*content)}</{name}>")


def void(name: str, /, **attributes: str) -> Html:
    """An element without content."""
    return Html(str(tag(name, **attributes)).removesuffix(f"</{name}>"))


def chinese_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
