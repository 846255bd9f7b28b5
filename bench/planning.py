"""A year's pairing plan, solved: seconds, memory, proof, and how far it is from choosing one by one.

    make bench                       or: python bench/planning.py --parts 10 3 1

A province of 12,700 agencies and 7,400 enterprises (and a tenth and a third of it) in 14 prefectures and
122 counties, with a skew: many enterprises need the same few things, a third of the agencies serve none
of them. Each size is solved twice: with the limit of areas, and as if everybody might serve everywhere
(94 million pairs), which is the hard case.
"""

import argparse
import resource
import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

from assistance.planning.matching import Outcome, Problem, solve  # noqa: E402 -- needs the paths
from bench.figures import figure  # noqa: E402 -- needs the paths above

AGENCIES, ENTERPRISES, PREFECTURES, COUNTIES = 12_700, 7_400, 14, 122
WEIGHTS = {
    "function": 35,
    "industry": 25,
    "distance": 10,
    "size": 5,
    "continuity": 15,
    "hardship": 10,
}
NEEDS, SECTIONS = 9, 20


def province(part: int, *, areas: bool, seed: int = 2008) -> Problem:
    """An invented province, or one part of so many of it."""
    random = np.random.default_rng(seed)
    n, m = AGENCIES // part, ENTERPRISES // part
    counties = max(COUNTIES // part, 2)
    prefecture_of = np.arange(counties) * min(PREFECTURES, counties) // counties
    agency_county, enterprise_county = (
        random.integers(0, counties, n),
        random.integers(0, counties, m),
    )
    level = random.choice(3, n, p=[0.02, 0.18, 0.80])  # of the province, a prefecture, a county
    popular = random.dirichlet(np.ones(NEEDS) * 0.7)
    sections = random.dirichlet(np.ones(SECTIONS) * 0.4)
    agency_near = np.stack(
        [
            np.ones(n, np.int64),
            np.where(level > 0, 100 + prefecture_of[agency_county], -1),
            np.where(level > 1, 1000 + agency_county, -1),
            np.full(n, -1),
        ],
        axis=1,
    )
    enterprise_near = np.stack(
        [
            np.ones(m, np.int64),
            100 + prefecture_of[enterprise_county],
            1000 + enterprise_county,
            np.full(m, -2),
        ],
        axis=1,
    )
    column = level if areas else np.zeros(n, np.int64)
    continued = np.unique(
        np.stack([random.integers(0, n, m), random.integers(0, m, m)], axis=1), axis=0
    )
    return Problem(
        capacity=random.choice([1, 2, 3], n, p=[0.8, 0.15, 0.05]),
        serves=_masks(random, n, NEEDS, 2, None) * random.choice([0, 1], n, p=[0.33, 0.67]),
        industries=_masks(random, n, SECTIONS, 2, None) * random.choice([0, 1], n),
        headcount=random.lognormal(3, 0.8, n).astype(np.int64),
        area_column=column,
        area=agency_near[np.arange(n), column],
        agency_near=agency_near,
        agency_place=np.full((n, 3), np.nan, dtype=np.float32),
        team=random.choice([1, 2, 3], m, p=[0.4, 0.4, 0.2]),
        needs=_masks(random, m, NEEDS, 2, popular),
        industry=1 << random.choice(SECTIONS, m, p=sections),
        employees=random.lognormal(5, 1, m).astype(np.int64),
        hardship=random.poisson(28, m),
        chain=enterprise_near,
        enterprise_near=enterprise_near,
        enterprise_place=np.full((m, 3), np.nan, dtype=np.float32),
        weights=WEIGHTS,
        continued=continued,
    )


def _masks(
    random: np.random.Generator, count: int, bits: int, most: int, weights: np.ndarray | None
) -> np.ndarray:
    masks = np.zeros(count, dtype=np.int64)
    for _ in range(most):
        masks |= 1 << random.choice(bits, count, p=weights)
    return masks


def report(name: str, problem: Problem, outcome: Outcome) -> None:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    proof = "proven" if outcome.is_proven else f"gap {outcome.gap:,.0f}"
    total, one_by_one = outcome.total, outcome.greedy
    print(
        f"{name:<16} {problem.n:>6,} × {problem.m:>5,}  scored {outcome.pairs_scored:>11,}  "
        f"{outcome.seconds:>6.1f} s  {memory:>6,.0f} MB  rounds {outcome.rounds:>2}  {proof:<12} "
        f"mean {total.score / total.pairs:.2f} (one by one {one_by_one.score / one_by_one.pairs:.2f})  "
        f"sum +{(total.score / one_by_one.score - 1) * 100:.1f} %  "
        f"covered {total.covered:,} ({one_by_one.covered:,})  used {total.used:,} ({one_by_one.used:,})",
        flush=True,
    )
    gained = total.score / one_by_one.score
    figure(
        f"plan of {problem.n:,} × {problem.m:,}, {name}",
        outcome.seconds,
        "s",
        peer="one by one",
        ratio=gained,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", type=int, nargs="+", default=[10, 3, 1])
    parser.add_argument("--seconds", type=float, default=90)
    parser.add_argument("--trace", action="store_true")
    asked = parser.parse_args()
    for part in asked.parts:
        for areas in (True, False):
            problem = province(part, areas=areas)
            began, last = time.perf_counter(), [""]

            def say(
                done: int, of: int, saying: str, began: float = began, last: list[str] = last
            ) -> None:
                if asked.trace and saying != last[0]:
                    print(
                        f"    {time.perf_counter() - began:6.1f} s {done:>3}/{of} {saying}",
                        flush=True,
                    )
                    last[0] = saying

            outcome = solve(problem, say=say, limit_seconds=asked.seconds)
            report("areas kept" if areas else "everywhere", problem, outcome)


if __name__ == "__main__":
    main()
