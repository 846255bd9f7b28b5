"""What the matching is given: one array for each fact, agencies 0…n-1, enterprises 0…m-1."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]

PARTS = ("function", "industry", "distance", "size", "continuity", "hardship")
FULL = 100  # the most points that one part can have
MOST_WEIGHT = 100  # of one part: six times 100 points times 100 stay below 2 ** 16
LEVELS = 4  # province, prefecture, county, township


def no_pairs() -> Ints:
    return np.empty((0, 2), dtype=np.int64)


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Pairs are rows (agency, enterprise). Masks hold one bit for each need or industry section.

    An agency may serve an enterprise where `chain[enterprise, area_column[agency]]` is
    `area[agency]`: the enterprise lies in the area that the agency serves. `agency_near` and
    `enterprise_near` name the divisions from wide to narrow; they are equal where both lie in the
    same one. Places are unit vectors on the globe, NaN where unknown.
    """

    capacity: Ints
    serves: Ints
    industries: Ints
    headcount: Ints
    area_column: Ints
    area: Ints
    agency_near: Ints
    agency_place: Floats

    team: Ints
    needs: Ints
    industry: Ints  # the bit of its section, 0 where unknown
    employees: Ints
    hardship: Ints
    chain: Ints
    enterprise_near: Ints
    enterprise_place: Floats

    weights: dict[str, int]
    continued: Ints = field(default_factory=no_pairs)
    pinned: Ints = field(default_factory=no_pairs)
    forbidden: Ints = field(default_factory=no_pairs)

    @property
    def n(self) -> int:
        return len(self.capacity)

    @property
    def m(self) -> int:
        return len(self.team)

    @cached_property
    def weight_total(self) -> int:
        return max(sum(self.weights[name] for name in PARTS), 1)

    @cached_property
    def wanted(self) -> Ints:
        """Agencies wanted by each enterprise: pins beyond its team make the team larger."""
        pinned = np.bincount(self.pinned[:, 1], minlength=self.m)
        return np.maximum(self.team, pinned)

    def keys(self, pairs: Ints) -> Ints:
        """One sorted number for each pair, by enterprise and then agency."""
        return np.sort(pairs[:, 1] * self.n + pairs[:, 0])
