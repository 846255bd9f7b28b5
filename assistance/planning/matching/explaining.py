"""Why something cannot be had, in facts that the office can act on."""

from dataclasses import dataclass

import numpy as np

from assistance.planning.matching.problem import Ints, Problem
from assistance.planning.matching.scoring import NOT_ALLOWED, Scores


@dataclass(frozen=True)
class Conflict:
    """More pins of one agency than it can take on."""

    agency: int
    pins: int
    capacity: int


@dataclass(frozen=True)
class Shortage:
    """Enterprises that together may be taken by some agencies whose room does not suffice.

    `uncovered` of them stay without; no agencies at all: nobody may take them.
    """

    enterprises: tuple[int, ...]
    uncovered: tuple[int, ...]
    agencies: tuple[int, ...]
    room: int


def conflicts_of(problem: Problem) -> list[Conflict]:
    pins = np.bincount(problem.pinned[:, 0], minlength=problem.n)
    over = np.flatnonzero(pins > problem.capacity)
    return [Conflict(int(one), int(pins[one]), int(problem.capacity[one])) for one in over]


def shortages_of(problem: Problem, scores: Scores, pairs: Ints) -> list[Shortage]:
    """For the enterprises left without an agency: who could have taken them, and why not enough.

    From an uncovered enterprise to the agencies that may take it, to the enterprises that these
    take instead, and on: what is reached has fewer places than enterprises.
    """
    covered = np.zeros(problem.m, dtype=bool)
    covered[pairs[:, 1]] = True
    pins = set(map(tuple, problem.pinned.tolist()))
    room_of = problem.capacity - np.bincount(problem.pinned[:, 0], minlength=problem.n)
    left = np.flatnonzero(~covered & (problem.team > 0)).tolist()
    taken_by: dict[int, list[int]] = {}
    for agency, enterprise in pairs.tolist():
        if (agency, enterprise) not in pins:  # what is pinned cannot be moved
            taken_by.setdefault(agency, []).append(enterprise)
    found, explained = [], set[int]()
    for start in left:
        if start in explained:
            continue
        enterprises, agencies = {start}, set[int]()
        waiting = [start]
        while waiting:
            allowed = np.flatnonzero(scores[waiting.pop()] != NOT_ALLOWED).tolist()
            for agency in allowed:
                if agency not in agencies:
                    agencies.add(agency)
                    new = set(taken_by.get(agency, ())) - enterprises
                    enterprises |= new
                    waiting.extend(new)
        uncovered = tuple(sorted(one for one in enterprises if not covered[one]))
        explained.update(uncovered)
        room = int(room_of[sorted(agencies)].sum()) if agencies else 0
        found.append(Shortage(tuple(sorted(enterprises)), uncovered, tuple(sorted(agencies)), room))
    return found
