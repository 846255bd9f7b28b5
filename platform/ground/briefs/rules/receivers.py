"""To whom an issue goes, one by one, from the lists at its foot."""

import re
from collections.abc import Iterator

from ground.briefs.typesetting import Footer

_BETWEEN = re.compile(r"[，,、；;。]")
_OPENING, _CLOSING = "（(“", "）)”"


def receivers_in(footer: Footer) -> Iterator[tuple[str, str]]:
    """(list, name) for every receiver, in the order of the foot. What stands in brackets belongs to its name."""
    lists = (
        ("报", footer.report_to),
        ("送", footer.send_to),
        ("发", footer.distribute_to),
        ("增发", footer.extra_to),
    )
    for kind, names in lists:
        for name in _names(names):
            yield kind, name


def _names(text: str) -> Iterator[str]:
    depth, name = 0, ""
    for character in text:
        depth += (character in _OPENING) - (character in _CLOSING)
        if depth <= 0 and _BETWEEN.fullmatch(character):
            if name.strip():
                yield name.strip()
            name = ""
        else:
            name += character
    if name.strip():
        yield name.strip()
