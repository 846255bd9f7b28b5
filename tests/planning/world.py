"""Small matching problems: by hand, and drawn at random for the comparison with every possibility."""

import itertools

import numpy as np
from hypothesis import strategies as st

from assistance.planning.matching import PARTS, Problem

EVENLY = dict.fromkeys(PARTS, 10)
NOWHERE = np.nan


def problem(
    *,
    capacity,
    team,
    serves=None,
    needs=None,
    industries=None,
    industry=None,
    headcount=None,
    employees=None,
    hardship=None,
    areas=None,
    chain=None,
    weights=None,
    continued=(),
    pinned=(),
    forbidden=(),
) -> Problem:
    """Agencies and enterprises of one division, alike in everything that is not named."""
    n, m = len(capacity), len(team)

    def of(values, count, default=0):
        return np.array([default] * count if values is None else values, dtype=np.int64)

    def pairs(given):
        return np.array(list(given), dtype=np.int64).reshape(-1, 2)

    return Problem(
        capacity=of(capacity, n),
        serves=of(serves, n),
        industries=of(industries, n),
        headcount=of(headcount, n, 1),
        area_column=np.zeros(n, dtype=np.int64),
        area=of(areas, n),
        agency_near=np.full((n, 4), -1),
        agency_place=np.full((n, 3), NOWHERE, dtype=np.float32),
        team=of(team, m),
        needs=of(needs, m),
        industry=of(industry, m),
        employees=of(employees, m, 1),
        hardship=of(hardship, m),
        chain=of(chain, m).reshape(m, 1),
        enterprise_near=np.full((m, 4), -2),
        enterprise_place=np.full((m, 3), NOWHERE, dtype=np.float32),
        weights=dict(EVENLY if weights is None else weights),
        continued=pairs(continued),
        pinned=pairs(pinned),
        forbidden=pairs(forbidden),
    )


@st.composite
def small_problems(draw) -> Problem:
    """At most four by four, with pins that fit and forbidden pairs."""
    n, m = draw(st.integers(1, 4)), draw(st.integers(1, 4))

    def ints(count, most, least=0):
        return draw(st.lists(st.integers(least, most), min_size=count, max_size=count))

    capacity = ints(n, 2)
    every = list(itertools.product(range(n), range(m)))
    some = st.lists(st.sampled_from(every), unique=True, max_size=3)
    forbidden = draw(some)
    pinned, room = [], list(capacity)
    for agency, enterprise in draw(some):
        if room[agency] and (agency, enterprise) not in forbidden:
            room[agency] -= 1
            pinned.append((agency, enterprise))
    return problem(
        capacity=capacity,
        team=ints(m, 2, 1),
        serves=ints(n, 7),
        needs=ints(m, 7),
        industries=ints(n, 3),
        industry=draw(st.lists(st.sampled_from([0, 1, 2]), min_size=m, max_size=m)),
        headcount=ints(n, 9),
        employees=ints(m, 9),
        hardship=ints(m, 9),
        areas=ints(n, 1),
        chain=ints(m, 1),
        weights=dict(zip(PARTS, ints(len(PARTS), 100), strict=True)),
        continued=draw(some),
        pinned=pinned,
        forbidden=forbidden,
    )
