"""Which pairs are worth giving to the solver: the best of each side, then what the prices ask for."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistance.planning.matching.flow import Optimum, Places
from assistance.planning.matching.problem import Ints, Problem
from assistance.planning.matching.scoring import BLOCK, NOT_ALLOWED, Scores, between

Told = Callable[[int, int], None]

PER_ENTERPRISE, PER_AGENCY = 24, 12
MORE_PER_ENTERPRISE = 8
SPREAD = 64  # among equal scores the candidates are spread, or all would ask the same agency


def first_candidates(problem: Problem, scores: Scores) -> Ints:
    """Keys of the best pairs of every enterprise and of every agency, and last year's pairs."""
    kept = problem.keys(problem.continued)
    kept = kept[scores.ravel()[kept] != NOT_ALLOWED]
    found = [kept, _best_of_rows(scores, PER_ENTERPRISE)]
    for first in range(0, problem.n, BLOCK):
        last = min(first + BLOCK, problem.n)
        columns = np.ascontiguousarray(scores[:, first:last].T)
        best = _best_of_rows(columns, PER_AGENCY)
        agency, enterprise = best // problem.m + first, best % problem.m
        found.append(enterprise * problem.n + agency)
    return np.unique(np.concatenate(found))


def _best_of_rows(scores: Scores, most: int) -> Ints:
    rows, columns = scores.shape
    found = []
    for first in range(0, rows, BLOCK):
        block = scores[first : first + BLOCK]
        rank = block.astype(np.int32) * SPREAD + _noise(first, block.shape)
        # Each its own number: many equal ones make the partition slow.
        rank = np.where(block == NOT_ALLOWED, -1 - np.arange(columns, dtype=np.int32), rank)
        if most < columns:
            picked = np.argpartition(rank, columns - most, axis=1)[:, columns - most :]
        else:
            picked = np.broadcast_to(np.arange(columns), block.shape)
        row = np.repeat(np.arange(len(block)), picked.shape[1])
        column = picked.ravel()
        good = rank[row, column] >= 0
        found.append((row[good] + first) * columns + column[good])
    return np.concatenate(found) if found else np.empty(0, dtype=np.int64)


def _noise(first: int, shape: tuple[int, int]) -> NDArray[np.int32]:
    """The same numbers at every run: a plan solved twice gives the same answer."""
    row = np.arange(first, first + shape[0], dtype=np.uint32)[:, None]
    column = np.arange(shape[1], dtype=np.uint32)[None, :]
    mixed = (row * np.uint32(2654435761)) ^ (column * np.uint32(2246822519))
    return ((mixed * np.uint32(3266489917)) >> np.uint32(26)).astype(np.int32)


@dataclass(frozen=True)
class Missing:
    """Pairs left out that the prices ask for, and how much the optimum could gain by them at most."""

    keys: Ints
    most_gain: int


def missing(places: Places, scores: Scores, found: Optimum, taken: Ints, told: Told) -> Missing:
    """Check every allowed pair against the prices. None worth adding: the optimum is proven.

    `taken`: the keys of the pairs that the optimum took, in order; they are no gain.
    """
    m, n = scores.shape
    full_agency, full_enterprise = places.capacity == 0, places.team == 0
    keys, gain_of_enterprises = [np.empty(0, dtype=np.int64)], 0
    gain_of_agency = np.zeros(n, dtype=np.int64)
    for first in range(0, m, BLOCK):
        last = min(first + BLOCK, m)
        block = scores[first:last]
        worth = block.astype(np.int64) * 2
        worth += found.enterprise_price[first:last, None]
        worth -= found.agency_price[None, :]
        worth[block == NOT_ALLOWED] = 0
        worth[:, full_agency] = 0
        worth[full_enterprise[first:last]] = 0
        worth.ravel()[between(taken, first * n, last * n) - first * n] = 0
        keys.append(_most_missing(worth, first))
        best_of_row = np.maximum(worth.max(axis=1, initial=0), 0)
        gain_of_enterprises += int((best_of_row * places.team[first:last]).sum())
        np.maximum(gain_of_agency, worth.max(axis=0, initial=0), out=gain_of_agency)
        told(last, m)
    gain_of_agencies = int((gain_of_agency * places.capacity).sum())
    return Missing(np.unique(np.concatenate(keys)), min(gain_of_enterprises, gain_of_agencies) // 2)


def _most_missing(worth: Ints, first: int) -> Ints:
    """The most wanted of each enterprise, and of each agency within this block."""
    rows = np.flatnonzero(worth.max(axis=1, initial=0) > 0)
    if not len(rows):
        return np.empty(0, dtype=np.int64)
    n = worth.shape[1]
    most = min(MORE_PER_ENTERPRISE, n)
    picked = np.argpartition(worth[rows], n - most, axis=1)[:, n - most :]
    columns = np.flatnonzero(worth.max(axis=0) > 0)
    row = np.concatenate([np.repeat(rows, most), worth[:, columns].argmax(axis=0)])
    column = np.concatenate([picked.ravel(), columns])
    good = worth[row, column] > 0
    return np.asarray((row[good] + first) * n + column[good])
