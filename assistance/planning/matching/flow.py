"""The exact optimum over a list of candidate pairs, and what each place is worth in it (its price)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

from assistance.planning.matching.problem import FULL, Ints, Problem

Arcs = NDArray[np.int64]
PATIENCE = 20_000  # rounds of the shortest ways: more than there are places would be a cycle


@dataclass(frozen=True)
class Places:
    """What is left to give out once the pins are: capacities, teams, and who still needs a first."""

    capacity: Ints
    team: Ints
    idle: NDArray[np.bool_]  # the agency has no pin and can take one
    bare: NDArray[np.bool_]  # the enterprise has no pin
    bonus: int  # more than all scores together: covering and using come before any score

    @classmethod
    def of(cls, problem: Problem) -> "Places":
        by_agency = np.bincount(problem.pinned[:, 0], minlength=problem.n)
        by_enterprise = np.bincount(problem.pinned[:, 1], minlength=problem.m)
        capacity = problem.capacity - by_agency
        team = problem.wanted - by_enterprise
        slots = min(int(capacity.sum()), int(team.sum()))
        return cls(
            capacity=capacity,
            team=team,
            idle=(by_agency == 0) & (capacity > 0),
            bare=(by_enterprise == 0) & (team > 0),
            bonus=slots * problem.weight_total * FULL + 1,
        )


@dataclass(frozen=True)
class Optimum:
    """Which candidates were taken; the prices that prove it, of agencies and of enterprises."""

    taken: NDArray[np.bool_]
    agency_price: Ints
    enterprise_price: Ints


def optimum(places: Places, agency: Ints, enterprise: Ints, score: Ints) -> Optimum:
    """Most enterprises covered and agencies used, then the highest sum of scores.

    A unit flows from an agency over a pair to an enterprise and on to the sink, or from the agency
    straight to the sink. An enterprise's first unit earns the bonus; an agency's last idle unit
    pays it.
    """
    arcs = _arcs(places, agency, enterprise, score)
    solver = min_cost_flow.SimpleMinCostFlow()
    numbers = solver.add_arcs_with_capacity_and_unit_cost(
        arcs.tail, arcs.head, arcs.capacity, arcs.cost
    )
    n, m = len(places.capacity), len(places.team)
    supply = np.concatenate([places.capacity, np.zeros(m, np.int64), [-places.capacity.sum()]])
    solver.set_nodes_supplies(np.arange(n + m + 1), supply)
    if solver.solve() != solver.OPTIMAL:
        raise ArithmeticError("a flow that can always stay idle was not solved")
    flow = np.asarray(solver.flows(numbers), dtype=np.int64)
    price = _prices(arcs, flow, n + m + 1)
    return Optimum(flow[: len(agency)] > 0, price[:n], price[n : n + m])


@dataclass(frozen=True)
class _Network:
    tail: Arcs
    head: Arcs
    capacity: Arcs
    cost: Arcs


def _arcs(places: Places, agency: Ints, enterprise: Ints, score: Ints) -> _Network:
    n, m = len(places.capacity), len(places.team)
    agencies, enterprises = np.arange(n), n + np.arange(m)
    sink_of_n, sink_of_m = np.full(n, n + m), np.full(m, n + m)
    last, first = places.idle.astype(np.int64), places.bare.astype(np.int64)
    return _Network(
        np.concatenate([agency, agencies, agencies, enterprises, enterprises]),
        np.concatenate([n + enterprise, sink_of_n, sink_of_n, sink_of_m, sink_of_m]),
        np.concatenate(
            [
                np.ones(len(agency), np.int64),
                places.capacity - last,
                last,
                first,
                places.team - first,
            ]
        ),
        np.concatenate(
            [
                -score,
                np.zeros(n, np.int64),
                np.full(n, places.bonus),
                np.full(m, -places.bonus),
                np.zeros(m, np.int64),
            ]
        ),
    )


def _prices(arcs: _Network, flow: Arcs, count: int) -> Ints:
    """Prices under which no arc that could still carry, or give back, would be worth it.

    Doubled: the sum of the lowest and the highest such prices, so that a pair that is not a
    candidate is found worth adding only where it lies well inside.
    """
    onward, back = flow < arcs.capacity, flow > 0
    tail = np.concatenate([arcs.tail[onward], arcs.head[back]])
    head = np.concatenate([arcs.head[onward], arcs.tail[back]])
    cost = np.concatenate([arcs.cost[onward], -arcs.cost[back]])
    return _shortest(tail, head, cost, count) - _shortest(head, tail, cost, count)


def _shortest(tail: Arcs, head: Arcs, cost: Arcs, count: int) -> Ints:
    """Lengths of the shortest ways to each place, from anywhere (Bellman and Ford, all at once)."""
    order = np.argsort(head, kind="stable")
    tail, cost = tail[order], cost[order]
    reached, starts = np.unique(head[order], return_index=True)
    length = np.zeros(count, dtype=np.int64)
    for _ in range(PATIENCE):
        nearer = np.minimum.reduceat(length[tail] + cost, starts)
        better = nearer < length[reached]
        if not better.any():
            return length
        length[reached[better]] = nearer[better]
    raise ArithmeticError("the flow has a cycle that costs less than nothing")
