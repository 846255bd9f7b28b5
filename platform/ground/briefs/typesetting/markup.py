"""Markup that cannot be injected into: text goes in as `str` and is escaped, `Html` passes as it is."""

import html
import re
import unicodedata

from ground.briefs.typesetting.faces import CLOSERS, OPENERS

_HAN = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_BREAK = "\u200b"
# UAX 14 allows no break beside a curly quote (LB19); Chinese breaks outside of it.
_BEFORE_QUOTE = re.compile(rf"(?<=[{_HAN}\w{CLOSERS}%])(?=[“‘])")
_AFTER_QUOTE = re.compile(rf"(?<=[”’])(?=[{_HAN}\w{OPENERS}])")
_WORD_APOSTROPHE = re.compile(rf"(?<=[A-Za-z]){_BREAK}?([“‘’]){_BREAK}?(?=[A-Za-z])")


class Html(str):
    """Markup made by this module."""

    __slots__ = ()


def clean(text: str) -> str:
    """`text` without what no font can print: control and direction characters, halves of surrogates."""
    spaced = re.sub(r"[\t\r\n\v\f\x85\u2028\u2029]+", " ", text)
    return "".join(c for c in spaced if unicodedata.category(c) not in {"Cc", "Cf", "Cs"})


def breakable(text: str) -> str:
    """`text` with the places where Chinese may break beside quotes marked by zero-width spaces."""
    marked = _AFTER_QUOTE.sub(_BREAK, _BEFORE_QUOTE.sub(_BREAK, text))
    return _WORD_APOSTROPHE.sub(r"\1", marked)


def escaped(text: str | Html) -> Html:
    if isinstance(text, Html):
        return text
    return Html(html.escape(breakable(clean(text))))


def joined(*parts: str | Html) -> Html:
    return Html("".join(escaped(part) for part in parts))


def tag(name: str, /, *content: str | Html, **attributes: str) -> Html:
    """One element. `class_` stands for class, `data_label` for data-label; an empty value is left out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{html.escape(clean(value))}"'
        for key, value in attributes.items()
        if value
    )
    return Html(f"<{name}{written}>{joined(*content)}</{name}>")


def void(name: str, /, **attributes: str) -> Html:
    """An element without content."""
    return Html(str(tag(name, **attributes)).removesuffix(f"</{name}>"))
