"""Score every pair, solve over the best of them, check all others against the prices, solve again."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistance.planning.matching.candidates import first_candidates, missing
from assistance.planning.matching.explaining import conflicts_of
from assistance.planning.matching.flow import Optimum, Places, optimum
from assistance.planning.matching.greedy import greedy
from assistance.planning.matching.problem import PARTS, Ints, Problem
from assistance.planning.matching.scoring import (
    NOT_ALLOWED,
    Scorer,
    Scores,
    parts_of_pairs,
    scores_of,
)

Saying = Callable[[int, int, str], None]  # done, of, in words

MOST_PAIRS = 400_000_000  # scores in memory, two bytes each
SCORING, GREEDY, CHECKING = 40, 10, 50  # of the bar
FUNCTION = PARTS.index("function")


@dataclass(frozen=True)
class Total:
    """What a set of pairs amounts to. `score` is in points of 0 to 100 for each pair, summed."""

    pairs: int
    score: float
    covered: int
    used: int


@dataclass(frozen=True)
class Outcome:
    """Pairs (agency, enterprise) with parts, scores of 0 to 100, pins and leads; and how good it is."""

    pairs: Ints
    parts: Ints
    scores: NDArray[np.float64]
    pinned: NDArray[np.bool_]
    lead: NDArray[np.bool_]
    total: Total
    greedy: Total
    is_proven: bool
    gap: float  # points that the sum of scores could still be below the optimum
    pairs_scored: int
    rounds: int
    seconds: float
    scored: Scores  # every pair's score, enterprises × agencies


def solve(
    problem: Problem, *, say: Saying = lambda *_: None, limit_seconds: float = 90.0
) -> Outcome:
    """The optimum, proven against every allowed pair, or the best found with an honest gap.

    The pins must fit their agencies (`conflicts_of`). After `limit_seconds` no further round begins.
    """
    began = time.monotonic()
    if conflicts_of(problem):
        raise ValueError("pins beyond the room of their agency")
    if problem.n * problem.m > MOST_PAIRS:
        raise ValueError("more pairs than fit in memory")

    def scoring(done: int, of: int) -> None:
        say(done * SCORING // of, 100, "正在计算匹配分")

    scores = Scorer(problem).matrix(scoring)
    scored = int(np.count_nonzero(scores != NOT_ALLOWED))
    scores.ravel()[problem.keys(problem.pinned)] = NOT_ALLOWED  # they are given, not chosen
    places = Places.of(problem)
    say(SCORING, 100, "正在逐个挑选，作为对照")
    baseline = _total(problem, greedy(problem, places, scores))
    keys, found, gap, rounds = _proven(problem, places, scores, say, began + limit_seconds)
    chosen = keys[found.taken]
    pairs = np.concatenate(
        [problem.pinned, np.stack([chosen % problem.n, chosen // problem.n], axis=1)]
    )
    pairs = pairs[np.lexsort((pairs[:, 0], pairs[:, 1]))]
    parts = parts_of_pairs(problem, pairs)
    points = scores_of(problem, parts)
    return Outcome(
        pairs=pairs,
        parts=parts,
        scores=points / problem.weight_total,
        pinned=np.isin(pairs[:, 1] * problem.n + pairs[:, 0], problem.keys(problem.pinned)),
        lead=_leads(problem, pairs, parts),
        total=_total(problem, pairs),
        greedy=baseline,
        is_proven=gap == 0,
        gap=gap / problem.weight_total,
        pairs_scored=scored,
        rounds=rounds,
        seconds=time.monotonic() - began,
        scored=scores,
    )


def _proven(
    problem: Problem, places: Places, scores: Scores, say: Saying, deadline: float
) -> tuple[Ints, Optimum, int, int]:
    """Candidates, the optimum over them, how far it may be from that over all pairs, rounds."""
    keys = first_candidates(problem, scores)
    rounds = 0
    while True:
        rounds += 1
        base = SCORING + GREEDY + min(rounds - 1, 9) * CHECKING // 10
        say(base, 100, f"第{rounds}轮求解：{len(keys):,}个候选组合")
        points = scores.ravel()[keys].astype(np.int64)
        found = optimum(places, keys % problem.n, keys // problem.n, points)

        def told(done: int, of: int, base: int = base) -> None:
            say(base + done * CHECKING // 10 // of, 100, f"第{rounds}轮求解后核对全部组合")  # noqa: B023 -- called in this round

        taken = keys[found.taken]
        left_out = missing(places, scores, found, taken, told)
        more = np.setdiff1d(left_out.keys, keys, assume_unique=True)
        if not len(more) or time.monotonic() > deadline:
            return keys, found, left_out.most_gain if len(more) else 0, rounds
        keys = np.union1d(keys, more)


def _leads(problem: Problem, pairs: Ints, parts: Ints) -> NDArray[np.bool_]:
    """In each group the agency whose functions fit best; then the larger; then the first listed."""
    order = np.lexsort(
        (pairs[:, 0], -problem.headcount[pairs[:, 0]], -parts[:, FUNCTION], pairs[:, 1])
    )
    lead = np.zeros(len(pairs), dtype=bool)
    _, firsts = np.unique(pairs[order, 1], return_index=True)
    lead[order[firsts]] = True
    return lead


def _total(problem: Problem, pairs: Ints) -> Total:
    points = scores_of(problem, parts_of_pairs(problem, pairs))
    return Total(
        pairs=len(pairs),
        score=float(points.sum() / problem.weight_total),
        covered=len(np.unique(pairs[:, 1])),
        used=len(np.unique(pairs[:, 0])),
    )
