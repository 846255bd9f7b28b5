"""Who lies in whose area, and how near: by administrative division, or by the tree where none is named.

An organisation lies in its own division; without one, in that of the nearest organisation above it. An
agency serves its division and everything inside it; where no division is named at all, everything below
the organisation that looks after it.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from ground.accounts.models import Organisation, up_from
from ground.places.models import Division

LEVELS = [level.value for level in Division.Level]  # province … village
NEAR_LEVELS = 4
PREFECTURE, COUNTY = 1, 2
NO_AREA = -3
EVERYWHERE_COLUMNS = 1


class Areas:
    """The arrays of the problem that speak of places, and the names of what is shared."""

    def __init__(
        self,
        office: Organisation,
        agencies: Sequence[Organisation],
        enterprises: Sequence[Organisation],
    ) -> None:
        self._office = office
        everybody = [*agencies, *enterprises]
        self._above = _organisations_above(everybody)
        divisions = [self._division_of(one) for one in everybody]
        self._divisions = _with_parents(divisions)
        deepest = max((len(one.path) // one.steplen for one in everybody), default=1)
        self._columns = EVERYWHERE_COLUMNS + len(LEVELS) + deepest + 1
        self.chain = np.full((len(enterprises), self._columns), NO_AREA, dtype=np.int64)
        self.chain[:, 0] = 0
        self.agency_near = np.full((len(agencies), NEAR_LEVELS), -1, dtype=np.int64)
        self.enterprise_near = np.full((len(enterprises), NEAR_LEVELS), -2, dtype=np.int64)
        self.area_column = np.zeros(len(agencies), dtype=np.int64)
        self.area = np.zeros(len(agencies), dtype=np.int64)
        for at, one in enumerate(agencies):
            self._place_agency(at, one)
        for at, one in enumerate(enterprises):
            self._place_enterprise(at, one)

    def shared(self, agency: int, enterprise: int) -> str:
        """The narrowest area that both lie in, from the county down; empty where there is none."""
        for level in range(NEAR_LEVELS - 1, PREFECTURE, -1):
            name = int(self.agency_near[agency, level])
            if name == self.enterprise_near[enterprise, level]:
                if name >= 0:
                    return self._divisions[name].name
                return str(self._above_by_number[-name])
        return ""

    @property
    def _above_by_number(self) -> dict[int, Organisation]:
        return {one.pk + 10: one for one in self._above.values()}

    def _place_agency(self, at: int, one: Organisation) -> None:
        division = self._division_of(one)
        if division is not None:
            level = LEVELS.index(self._divisions[division].level)
            self.area_column[at], self.area[at] = EVERYWHERE_COLUMNS + level, division
        else:
            parent = self._parent_of(one)
            self.area_column[at] = self._tree_column(parent.path if parent else "")
            self.area[at] = parent.pk if parent else 0
        self._near(self.agency_near[at], one, division)

    def _place_enterprise(self, at: int, one: Organisation) -> None:
        division = self._division_of(one)
        for part in self._chain_of(division):
            self.chain[at, EVERYWHERE_COLUMNS + LEVELS.index(part.level)] = part.pk
        for path in up_from(one.path)[:-1]:
            self.chain[at, self._tree_column(path)] = self._above[path].pk
        self._near(self.enterprise_near[at], one, division)

    def _near(self, row: Any, one: Organisation, division: int | None) -> None:
        for part in self._chain_of(division):
            level = LEVELS.index(part.level)
            if level < NEAR_LEVELS:
                row[level] = part.pk
        if division is None:  # numbers of the tree are below those of divisions
            row[PREFECTURE] = -(self._office.pk + 10)
            parent = self._parent_of(one)
            if parent is not None:
                row[COUNTY] = -(parent.pk + 10)

    def _tree_column(self, path: str) -> int:
        depth = len(path) // Organisation.steplen
        return EVERYWHERE_COLUMNS + len(LEVELS) + depth if depth else 0

    def _parent_of(self, one: Organisation) -> Organisation | None:
        return self._above.get(one.path[: -one.steplen])

    def _division_of(self, one: Organisation) -> int | None:
        if one.division_id is not None:
            return one.division_id
        for path in reversed(up_from(one.path)[:-1]):
            if self._above[path].division_id is not None:
                return self._above[path].division_id
        return None

    def _chain_of(self, division: int | None) -> list[Division]:
        chain = []
        while division is not None:
            chain.append(self._divisions[division])
            division = self._divisions[division].parent_id
        return chain


def _organisations_above(everybody: Iterable[Organisation]) -> dict[str, Organisation]:
    paths = {path for one in everybody for path in up_from(one.path)[:-1]}
    return {one.path: one for one in Organisation.objects.filter(path__in=paths)}


def _with_parents(divisions: Iterable[int | None]) -> dict[int, Division]:
    """These divisions and all above them: a query for each level."""
    found: dict[int, Division] = {}
    wanted = {pk for pk in divisions if pk is not None}
    while wanted:
        rows = Division.objects.in_bulk(wanted)
        found |= rows
        wanted = {one.parent_id for one in rows.values() if one.parent_id} - set(found)
    return found
