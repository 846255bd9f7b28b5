"""Two people change one text: what each did is put together, and where they cannot be, both are named."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Lines = Sequence[str]


@dataclass(frozen=True)
class Clash:
    """Lines that both changed, each otherwise."""

    mine: tuple[str, ...]
    theirs: tuple[str, ...]


@dataclass(frozen=True)
class Merged:
    lines: list[str]
    clashes: list[Clash]


def merged(base: Lines, mine: Lines, theirs: Lines) -> Merged:
    """What both made of `base`. Where both changed the same lines otherwise, mine stand, and a clash says so."""
    lines: list[str] = []
    clashes: list[Clash] = []
    at = (0, 0, 0)
    for base_at, mine_at, theirs_at, length in _kept_by_both(base, mine, theirs):
        was = list(base[at[0] : base_at])
        ours, others = list(mine[at[1] : mine_at]), list(theirs[at[2] : theirs_at])
        for part in _parts(was, ours, others):
            lines += _chosen(*part, clashes)
        lines += base[base_at : base_at + length]
        at = (base_at + length, mine_at + length, theirs_at + length)
    return Merged(lines, clashes)


def _parts(
    was: list[str], ours: list[str], others: list[str]
) -> Iterator[tuple[list[str], list[str], list[str]]]:
    """What lies between lines that both kept: line by line, where neither added or took one away."""
    if len(was) == len(ours) == len(others):
        yield from (
            ([one], [mine], [theirs]) for one, mine, theirs in zip(was, ours, others, strict=True)
        )
    else:
        yield was, ours, others


def _chosen(was: list[str], ours: list[str], others: list[str], clashes: list[Clash]) -> list[str]:
    if ours == was:
        return others
    if others not in (was, ours):
        clashes.append(Clash(tuple(ours), tuple(others)))
    return ours


def _kept_by_both(base: Lines, mine: Lines, theirs: Lines) -> Iterator[tuple[int, int, int, int]]:
    """Runs of lines of `base` that stand in both, as (in base, in mine, in theirs, length); the end last."""
    ours, others = _blocks(base, mine), _blocks(base, theirs)
    i = j = 0
    while i < len(ours) and j < len(others):
        first = max(ours[i].a, others[j].a)
        last = min(ours[i].a + ours[i].size, others[j].a + others[j].size)
        if first < last:
            yield (
                first,
                ours[i].b + first - ours[i].a,
                others[j].b + first - others[j].a,
                last - first,
            )
        if ours[i].a + ours[i].size < others[j].a + others[j].size:
            i += 1
        else:
            j += 1
    yield len(base), len(mine), len(theirs), 0


def _blocks(base: Lines, text: Lines) -> list[difflib.Match]:
    return difflib.SequenceMatcher(None, base, text, autojunk=False).get_matching_blocks()
