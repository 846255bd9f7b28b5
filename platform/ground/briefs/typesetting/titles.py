"""Where a long title breaks: by meaning, near the middle, the longer line above."""

import re
from itertools import combinations

FULL_LINE = 19

_ALWAYS_TOGETHER = re.compile(r"[A-Za-z0-9.%]")
_NEVER_FIRST = "，。、；：！？”’）》〉】〕」』—…·的了们者性等"
_NEVER_LAST = "“‘（《〈【〔「『第"
_GOOD_LAST = "，。、；：！？”’）》　 的"
_GOOD_FIRST = "“（《和与及暨在向对为"


def title_lines(title: str, *, full_line: int = FULL_LINE) -> tuple[str, ...]:
    """The lines of `title`, each of at most `full_line` characters where it can be.

    A blank (　) in a title is the writer's own break; a title that fits on one line keeps it as a blank.
    """
    if len(title) <= full_line:
        return (title,)
    parts = tuple(part for part in re.split(r"[\s　]+", title) if part)
    if len(parts) > 1 and len(parts) <= -(-len(title) // full_line) + 1:
        return tuple(line for part in parts for line in title_lines(part, full_line=full_line))
    count = -(-len(title) // full_line)
    places = [at for at in range(3, len(title) - 2) if _may_break(title, at)]
    if len(places) < count - 1 or count > 4:
        return (title,)
    best = min(combinations(places, count - 1), key=lambda cuts: _cost(title, cuts, full_line))
    edges = (0, *best, len(title))
    return tuple(title[start:end].strip("　 ") for start, end in zip(edges, edges[1:], strict=False))


def _may_break(title: str, at: int) -> bool:
    before, after = title[at - 1], title[at]
    if _ALWAYS_TOGETHER.match(before) and _ALWAYS_TOGETHER.match(after):
        return False
    return after not in _NEVER_FIRST and before not in _NEVER_LAST


def _cost(title: str, cuts: tuple[int, ...], full_line: int) -> float:
    edges = (0, *cuts, len(title))
    lengths = [end - start for start, end in zip(edges, edges[1:], strict=False)]
    even = len(title) / len(lengths)
    cost = sum(abs(length - even) for length in lengths)
    cost += sum(20.0 for length in lengths if length > full_line)
    # A pyramid standing on its point reads better than one on its base.
    cost += sum(1.0 for above, below in zip(lengths, lengths[1:], strict=False) if below > above)
    for cut in cuts:
        cost -= 6.0 * (title[cut - 1] in _GOOD_LAST) + 2.5 * (title[cut] in _GOOD_FIRST)
        # Words of two characters are the rule: an odd distance from a natural edge splits one.
        cost += 1.0 * (_run_before(title, cut) % 2)
    return cost


def _run_before(title: str, cut: int) -> int:
    edge = max((title.rfind(mark, 0, cut) for mark in _GOOD_LAST), default=-1)
    return cut - edge - 1
