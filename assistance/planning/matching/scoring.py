"""The points of a pair, all in whole numbers, so that every way of computing them agrees exactly."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from assistance.planning.matching.problem import FULL, LEVELS, PARTS, Ints, Problem

Scores = NDArray[np.uint16]

NOT_ALLOWED = np.uint16(0xFFFF)
BLOCK = 256  # enterprises scored at once
EARTH_KM = 6371.0
NEARNESS = (20, 50, 80, 100)  # same province, prefecture, county, township
MOST_NEEDS = 16


def _met_table() -> NDArray[np.uint8]:
    """Points for so many needs met (row) of so many (column)."""
    table = np.zeros((MOST_NEEDS, MOST_NEEDS), dtype=np.uint8)
    for of in range(1, MOST_NEEDS):
        for met in range(of + 1):
            table[met, of] = (2 * FULL * met + of) // (2 * of)
    return table


MET = _met_table().ravel()


class Scorer:
    """Parts and scores of any agencies × any enterprises: index arrays that broadcast."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        p = problem
        self._serves = p.serves.astype(np.uint16)
        self._needs = p.needs.astype(np.uint16)
        self._need_count = np.bitwise_count(self._needs).astype(np.uint8)
        self._industries = p.industries.astype(np.uint32)
        self._industry = p.industry.astype(np.uint32)
        self._big = _rank(p.headcount)
        self._large = _rank(p.employees)
        self._helpers = p.headcount.astype(np.float32) * FULL
        self._per_hardship = (1 / np.maximum(p.hardship, 1)).astype(np.float32)
        self._no_hardship = p.hardship == 0
        self._placed = bool(
            np.isfinite(p.agency_place).all(axis=1).any()
            and np.isfinite(p.enterprise_place).all(axis=1).any()
        )
        self._continued = p.keys(p.continued)
        self._forbidden = p.keys(p.forbidden)

    def parts(self, i: Ints, j: Ints) -> dict[str, NDArray[np.uint8]]:
        """Every part but continuity, which is a list of pairs, not a property of both."""
        p = self.problem
        met = np.bitwise_count(self._needs[j] & self._serves[i]).astype(np.uint8)
        function = MET[met * np.uint8(MOST_NEEDS) + self._need_count[j]]
        matches = (self._industries[i] & self._industry[j]) != 0
        industry = matches.view(np.uint8) * np.uint8(FULL)
        size = (FULL - np.abs(self._big[i] - self._large[j])).astype(np.uint8)
        ready = np.minimum(self._helpers[i] * self._per_hardship[j] + np.float32(1e-3), FULL)
        hardship = np.where(self._no_hardship[j], np.uint8(FULL), ready.astype(np.uint8))
        distance = np.zeros(np.broadcast_shapes(i.shape, j.shape), dtype=np.uint8)
        for level in range(LEVELS):
            same = p.agency_near[i, level] == p.enterprise_near[j, level]
            distance[same] = NEARNESS[level]
        if self._placed:
            kilometres = self._kilometres(i, j)
            known = np.isfinite(kilometres)
            distance[known] = np.maximum(FULL - kilometres[known], 0).astype(np.uint8)
        return {
            "function": function,
            "industry": industry,
            "distance": distance,
            "size": size,
            "hardship": hardship,
        }

    def _kilometres(self, i: Ints, j: Ints) -> NDArray[np.float32]:
        """Straight through the globe, added up axis by axis: the same however many at once."""
        p = self.problem
        square = np.zeros(np.broadcast_shapes(i.shape, j.shape), dtype=np.float32)
        for axis in range(3):
            apart = p.agency_place[i, axis] - p.enterprise_place[j, axis]
            square += apart * apart
        return np.sqrt(square) * np.float32(EARTH_KM)

    def allowed(self, i: Ints, j: Ints) -> NDArray[np.bool_]:
        """By area and capacity; forbidden pairs are taken out by `block`."""
        p = self.problem
        in_area = p.chain[j, p.area_column[i]] == p.area[i]
        return np.asarray(in_area & (p.capacity[i] > 0) & (p.team[j] > 0))

    def total(self, parts: dict[str, NDArray[np.uint8]]) -> Scores:
        weighted = np.zeros(next(iter(parts.values())).shape, dtype=np.uint16)
        for name, points in parts.items():
            weight = self.problem.weights[name]
            if weight:
                weighted += points.astype(np.uint16) * np.uint16(weight)
        return weighted

    def block(self, first: int, last: int) -> Scores:
        """Scores of the enterprises first…last-1 (rows) with all agencies; NOT_ALLOWED where not."""
        n = self.problem.n
        i, j = np.arange(n)[None, :], np.arange(first, last)[:, None]
        scores = self.total(self.parts(i, j))
        again = between(self._continued, first * n, last * n) - first * n
        scores.ravel()[again] += np.uint16(self.problem.weights["continuity"] * FULL)
        scores[~self.allowed(i, j)] = NOT_ALLOWED
        scores.ravel()[between(self._forbidden, first * n, last * n) - first * n] = NOT_ALLOWED
        return scores

    def matrix(self, told: Callable[[int, int], None]) -> Scores:
        """All scores, enterprises × agencies, two bytes each. `told` hears (rows done, of)."""
        m, n = self.problem.m, self.problem.n
        scores = np.empty((m, n), dtype=np.uint16)
        for first in range(0, m, BLOCK):
            last = min(first + BLOCK, m)
            scores[first:last] = self.block(first, last)
            told(last, m)
        return scores


def parts_of_pairs(problem: Problem, pairs: Ints) -> Ints:
    """The parts of given pairs, a column for each of PARTS."""
    scorer = Scorer(problem)
    found: dict[str, NDArray[np.uint8]] = scorer.parts(pairs[:, 0], pairs[:, 1])
    keys = pairs[:, 1] * problem.n + pairs[:, 0]
    again = np.isin(keys, problem.keys(problem.continued))
    found["continuity"] = again.astype(np.uint8) * np.uint8(FULL)
    return np.stack([found[name].astype(np.int64) for name in PARTS], axis=1)


def scores_of(problem: Problem, parts: Ints) -> Ints:
    """Weighted sums: of `weight_total` × 100 at most."""
    weights = np.array([problem.weights[name] for name in PARTS], dtype=np.int64)
    return np.asarray(parts @ weights)


def _rank(values: Ints) -> NDArray[np.int16]:
    """Where a value stands among its own kind, 0 to 100; equal values stand equal."""
    if len(values) == 0:
        return np.empty(0, dtype=np.int16)
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    below = np.concatenate([[0], np.cumsum(counts)[:-1]])
    return ((below[place] * FULL) // max(len(values) - 1, 1)).astype(np.int16)


def between(keys: Ints, low: int, high: int) -> Ints:
    """The keys from `low` to below `high`, of sorted ones."""
    first, last = np.searchsorted(keys, [low, high])
    return keys[first:last]
