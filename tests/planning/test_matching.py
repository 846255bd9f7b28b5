"""The rules of the matching, on plain arrays: against every possibility where that is feasible."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings

from assistance.planning.matching import (
    PARTS,
    Problem,
    conflicts_of,
    parts_of_pairs,
    shortages_of,
    solve,
)
from assistance.planning.matching.scoring import NOT_ALLOWED, Scorer, scores_of
from tests.planning.world import problem, small_problems


def allowed_of(p: Problem) -> set[tuple[int, int]]:
    """Written out, not computed: who may take whom."""
    forbidden = set(map(tuple, p.forbidden.tolist()))
    return {
        (i, j)
        for i in range(p.n)
        for j in range(p.m)
        if p.area[i] == p.chain[j, 0] and p.capacity[i] > 0 and (i, j) not in forbidden
    }


def value_of(p: Problem, pairs: list[tuple[int, int]]) -> tuple[int, int, int]:
    """(covered, used, score): what is to be most, in this order."""
    given = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    score = int(scores_of(p, parts_of_pairs(p, given)).sum())
    return len({j for _, j in pairs}), len({i for i, _ in pairs}), score


def best_of_all(p: Problem) -> tuple[int, int, int]:
    pinned = set(map(tuple, p.pinned.tolist()))
    free = sorted(allowed_of(p) - pinned)
    wanted = p.wanted

    def fits(pairs):
        by_agency = np.bincount([i for i, _ in pairs], minlength=p.n)
        by_enterprise = np.bincount([j for _, j in pairs], minlength=p.m)
        return (by_agency <= p.capacity).all() and (by_enterprise <= wanted).all()

    most = min(int(p.capacity.sum()), int(wanted.sum())) - len(pinned)
    return max(
        value_of(p, [*pinned, *more])
        for size in range(most + 1)
        for more in itertools.combinations(free, size)
        if fits([*pinned, *more])
    )


@given(small_problems().filter(lambda p: len(allowed_of(p)) <= 11))
@settings(max_examples=150, deadline=None)
def test_no_other_pairs_are_better(p):
    outcome = solve(p)
    assert outcome.is_proven
    assert outcome.gap == 0
    found = value_of(p, [(int(i), int(j)) for i, j in outcome.pairs])
    assert found == best_of_all(p)


@given(small_problems())
@settings(max_examples=150, deadline=None)
def test_limits_are_never_broken(p):
    outcome = solve(p)
    pairs = [tuple(pair) for pair in outcome.pairs.tolist()]
    pinned = set(map(tuple, p.pinned.tolist()))
    assert len(set(pairs)) == len(pairs)
    assert pinned <= set(pairs)
    assert set(pairs) - pinned <= allowed_of(p)
    assert (np.bincount(outcome.pairs[:, 0], minlength=p.n) <= p.capacity).all()
    assert (np.bincount(outcome.pairs[:, 1], minlength=p.m) <= p.wanted).all()
    assert {pair for pair, pin in zip(pairs, outcome.pinned, strict=True) if pin} == pinned
    leads = [j for (_, j), lead in zip(pairs, outcome.lead, strict=True) if lead]
    assert sorted(leads) == sorted({j for _, j in pairs})
    mine, one_by_one = outcome.total, outcome.greedy
    assert (mine.covered, mine.used) >= (one_by_one.covered, one_by_one.used)


@given(small_problems())
@settings(max_examples=100, deadline=None)
def test_a_shortage_has_fewer_places_than_enterprises(p):
    outcome = solve(p)
    covered = set(outcome.pairs[:, 1].tolist())
    left = set(range(p.m)) - covered
    found = shortages_of(p, outcome.scored, outcome.pairs)
    assert {one for shortage in found for one in shortage.uncovered} == left
    for shortage in found:
        assert set(shortage.uncovered) <= set(shortage.enterprises)
        assert len(shortage.enterprises) > shortage.room
        for enterprise in shortage.uncovered:
            may = {i for i, j in allowed_of(p) if j == enterprise}
            assert may <= set(shortage.agencies)


@given(small_problems())
@settings(max_examples=100, deadline=None)
def test_one_pair_scores_the_same_alone_and_in_a_block(p):
    block = Scorer(p).block(0, p.m)
    every = np.array([(i, j) for j in range(p.m) for i in range(p.n)], dtype=np.int64)
    alone = scores_of(p, parts_of_pairs(p, every)).reshape(p.m, p.n)
    seen = block != NOT_ALLOWED
    assert (block[seen] == alone[seen]).all()
    assert {(int(i), int(j)) for j, i in np.argwhere(seen)} == allowed_of(p)


def test_the_points_of_each_part():
    p = problem(
        capacity=[1, 1],
        team=[1, 1],
        serves=[0b011, 0b100],
        needs=[0b111, 0],
        industries=[0b10, 0],
        industry=[0b10, 0b01],
        headcount=[10, 40],
        employees=[900, 100],
        hardship=[40, 0],
        continued=[(1, 0)],
    )
    every = np.array([(0, 0), (1, 0), (0, 1), (1, 1)])
    rows = parts_of_pairs(p, every).tolist()
    by_name = [dict(zip(PARTS, row, strict=True)) for row in rows]
    assert [one["function"] for one in by_name] == [67, 33, 0, 0]
    assert [one["industry"] for one in by_name] == [100, 0, 0, 0]
    assert [one["size"] for one in by_name] == [0, 100, 100, 0]
    assert [one["continuity"] for one in by_name] == [0, 100, 0, 0]
    assert [one["hardship"] for one in by_name] == [25, 100, 100, 100]


@pytest.mark.parametrize(
    ("near", "points"),
    [([1, 2, 3, 4], 100), ([1, 2, 3, 9], 80), ([1, 2, 9, 9], 50), ([1, 9, 9, 9], 20), ([9] * 4, 0)],
)
def test_the_narrower_the_shared_division_the_nearer(near, points):
    p = problem(capacity=[1], team=[1])
    p.agency_near[0], p.enterprise_near[0] = [1, 2, 3, 4], near
    assert parts_of_pairs(p, np.array([(0, 0)]))[0, PARTS.index("distance")] == points


def test_known_places_count_in_kilometres():
    p = problem(capacity=[1], team=[1])
    p.agency_near[0] = p.enterprise_near[0] = [1, 2, 3, 4]
    angle = 30 / 6371
    p.agency_place[0] = [1, 0, 0]
    p.enterprise_place[0] = [np.cos(angle), np.sin(angle), 0]
    assert parts_of_pairs(p, np.array([(0, 0)]))[0, PARTS.index("distance")] == 70


def test_covering_comes_before_the_score():
    p = problem(
        capacity=[1, 1],
        team=[2, 1],
        serves=[1, 1],
        needs=[1, 2],
        areas=[0, 0],
        weights=dict.fromkeys(PARTS, 0) | {"function": 100},
    )
    assert set(solve(p).pairs[:, 1].tolist()) == {0, 1}


def test_the_leader_fits_best_and_then_is_the_larger():
    p = problem(capacity=[1, 1, 1], team=[3], serves=[1, 3, 3], needs=[3], headcount=[90, 5, 9])
    outcome = solve(p)
    assert outcome.pairs[outcome.lead].tolist() == [[2, 0]]


def test_too_many_pins_are_named_before():
    p = problem(capacity=[1], team=[1, 1], pinned=[(0, 0), (0, 1)])
    [conflict] = conflicts_of(p)
    assert (conflict.agency, conflict.pins, conflict.capacity) == (0, 2, 1)


def test_an_enterprise_that_nobody_may_take():
    p = problem(capacity=[2], team=[1, 1], areas=[7], chain=[7, 8])
    outcome = solve(p)
    [shortage] = shortages_of(p, outcome.scored, outcome.pairs)
    assert (shortage.uncovered, shortage.agencies, shortage.room) == ((1,), (), 0)


def test_nothing_to_match():
    outcome = solve(problem(capacity=[], team=[]))
    assert (len(outcome.pairs), outcome.is_proven) == (0, True)
    assert len(solve(problem(capacity=[1], team=[])).pairs) == 0
    assert len(solve(problem(capacity=[], team=[1])).pairs) == 0


def test_out_of_time_says_how_far_it_may_be():
    random = np.random.default_rng(1)
    n, m = 400, 300
    p = problem(
        capacity=[1] * n,
        team=[1] * m,
        serves=random.choice([0, 1, 2, 4], n).tolist(),
        needs=random.choice([1, 2, 3, 7], m).tolist(),
        headcount=random.integers(1, 999, n).tolist(),
        employees=random.integers(1, 999, m).tolist(),
    )
    hurried, proven = solve(p, limit_seconds=0), solve(p)
    assert proven.is_proven
    assert proven.total.score <= hurried.total.score + hurried.gap
    assert hurried.is_proven == (hurried.gap == 0)
    assert proven.total.score >= proven.greedy.score
