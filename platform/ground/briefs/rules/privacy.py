"""What a brief must never print: what the scanner knows of people, and markings of state secrets.

A hit names the place and the kind, never the number itself: messages and logs are copies too.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from ground.kernel.scanning import NUMBERS_OF_PEOPLE, kinds_in

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
        for kind in kinds_in(
            text, kinds=NUMBERS_OF_PEOPLE
        ):  # an office's telephone may stand there
            hits[Hit(place, kind)] = None
        lines = [line.strip() for line in _plain(text).split("\n")]
        if any(pattern.fullmatch(line) for line in lines for pattern in _MARKINGS):
            hits[Hit(place, "密级标识")] = None
    return list(hits)


def _plain(text: str) -> str:
    """Full-width digits as half-width ones; characters without a shape gone."""
    narrow = unicodedata.normalize("NFKC", text)
    return "".join(c for c in narrow if c == "\n" or unicodedata.category(c) not in {"Cf", "Cc"})
