"""What an office does with a spreadsheet: the best pair first, then the next, without looking back."""

import heapq

import numpy as np
from numpy.typing import NDArray

from assistance.planning.matching.flow import Places
from assistance.planning.matching.problem import Ints, Problem
from assistance.planning.matching.scoring import NOT_ALLOWED, Scores

AHEAD = 256  # agencies looked at for one enterprise before its list is made anew


def greedy(problem: Problem, places: Places, scores: Scores) -> Ints:
    """Pairs, best first: each enterprise one, then each idle agency one, then what room is left."""
    n = problem.n
    choice = _Choice(scores, problem.pinned, places.capacity.copy(), places.team.copy())
    choice.fill(rows=places.bare, once=True)
    used = np.zeros(n, dtype=bool)
    used[[agency for own in choice.own.values() for agency in own]] = True
    room = choice.capacity
    choice.capacity = np.where(used, 0, np.minimum(room, 1))
    idle = choice.capacity.copy()
    choice.fill(rows=choice.team > 0, once=False)
    choice.capacity = room - (idle - choice.capacity)
    choice.fill(rows=choice.team > 0, once=False)
    pairs = [(agency, row) for row, own in sorted(choice.own.items()) for agency in sorted(own)]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


class _Choice:
    """What each enterprise has taken, and what room is left."""

    def __init__(self, scores: Scores, pinned: Ints, capacity: Ints, team: Ints) -> None:
        self.scores, self.capacity, self.team = scores, capacity, team
        self.own: dict[int, set[int]] = {}
        for agency, row in pinned.tolist():
            self.own.setdefault(row, set()).add(agency)

    def fill(self, *, rows: NDArray[np.bool_], once: bool) -> None:
        """Take the best pair that is still free, again and again."""
        self._ahead: dict[int, list[tuple[int, int]]] = {}
        heap = [best for row in np.flatnonzero(rows).tolist() if (best := self._best(row))]
        heapq.heapify(heap)
        while heap:
            _, row, agency = heapq.heappop(heap)
            if self.capacity[agency] > 0 and agency not in self.own.get(row, ()):
                self.own.setdefault(row, set()).add(agency)
                self.capacity[agency] -= 1
                self.team[row] -= 1
                if once or self.team[row] == 0:
                    continue
            best = self._best(row)
            if best:
                heapq.heappush(heap, best)

    def _best(self, row: int) -> tuple[int, int, int] | None:
        """(-score, enterprise, agency) of its best free agency."""
        own, ahead = self.own.get(row, ()), self._ahead.get(row, [])
        while True:
            while ahead:
                score, agency = ahead.pop()
                if self.capacity[agency] > 0 and agency not in own:
                    return -score, row, agency
            ahead = self._ahead[row] = self._looked_up(row)
            if not ahead:
                return None

    def _looked_up(self, row: int) -> list[tuple[int, int]]:
        """Its best free agencies with their scores, the best last."""
        scores = self.scores[row]
        free = (self.capacity > 0) & (scores != NOT_ALLOWED)
        free[list(self.own.get(row, ()))] = False
        agencies = np.flatnonzero(free)
        order = np.argsort(NOT_ALLOWED - scores[agencies], kind="stable")[:AHEAD]
        best = agencies[order][::-1]
        return list(zip(scores[best].tolist(), best.tolist(), strict=True))
