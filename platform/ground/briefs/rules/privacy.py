"""What a brief must never print: ID numbers, mobile numbers, bank cards, markings of state secrets.

A hit names the place and the kind, never the number itself: messages and logs are copies too.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_SEP = r"[ \-‐-―]?"
# Digits in one run, or in the groups in which people write them.
_KINDS = (
    (
        "身份证号",
        re.compile(
            rf"(?<!\d)\d{{6}}{_SEP}(?:18|19|20)\d{{2}}{_SEP}\d{{4}}{_SEP}\d{{3}}[\dXx](?!\d)"
        ),
    ),
    (
        "身份证号",
        re.compile(r"(?<!\d)\d{6}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)"),
    ),
    ("银行卡号", re.compile(r"(?<!\d)[3-6]\d{3}([ \-])\d{4}\1\d{4}\1\d{3,4}(?:\1?\d{1,3})?(?!\d)")),
    ("银行卡号", re.compile(r"(?<!\d)\d{15,19}[Xx]?(?!\d)")),
    ("手机号", re.compile(rf"(?<!\d)(?:\+?86{_SEP})?1[3-9]\d{_SEP}\d{{4}}{_SEP}\d{{4}}(?!\d)")),
)
_CLASSIFIED = r"(?:秘\s*密|机\s*密|绝\s*密)"
_MARKINGS = (
    re.compile(rf"[【\[（(〔]?\s*(?:密\s*级\s*[:：]\s*)?{_CLASSIFIED}\s*(?:[★☆*].*)?[】\]）)〕]?"),
    re.compile(rf".*(?:{_CLASSIFIED}\s*[★☆]|密\s*级\s*[:：]?\s*{_CLASSIFIED}).*", re.DOTALL),
)
MARKINGS_ALLOWED = ("", "内部资料 注意保存", "内部参阅")


@dataclass(frozen=True)
class Hit:
    """Something that must not be printed: where, and what kind."""

    place: str
    kind: str

    def __str__(self) -> str:
        return f"{self.place}含有{self.kind}"


def private_in(texts: Iterable[tuple[str, str]]) -> list[Hit]:
    """Every place (place, text) with what it must not hold; each kind once for a place."""
    hits: dict[Hit, None] = {}
    for place, text in texts:
        plain = _plain(text)
        for kind, pattern in _KINDS:
            if pattern.search(plain):
                hits[Hit(place, kind)] = None
                plain = pattern.sub(" ", plain)
        lines = [line.strip() for line in plain.split("\n")]
        if any(pattern.fullmatch(line) for line in lines for pattern in _MARKINGS):
            hits[Hit(place, "密级标识")] = None
    return list(hits)


def _plain(text: str) -> str:
    """Full-width digits as half-width ones; characters without a shape gone."""
    narrow = unicodedata.normalize("NFKC", text)
    return "".join(c for c in narrow if c == "\n" or unicodedata.category(c) not in {"Cf", "Cc"})
