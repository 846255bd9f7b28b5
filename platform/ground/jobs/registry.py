"""Kinds of long work, declared in an app's `jobs.py`.

    @job("planning.solve", label="求解结对方案", limit_minutes=20)
    def solve(job: Job, progress: Progress) -> Settle:
        for number, block in enumerate(blocks):
            progress.at(done=number, total=len(blocks), saying="正在计算匹配分")
        return lambda: services.keep_solution(...)

The function runs in a worker, outside a transaction, under the lease of its delivery. What it returns
is called in the transaction that ends the job, and may return plain values to be kept as its outcome.
It must be repeatable: a worker that dies leaves the job to the next one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ground.jobs.models import Job
from ground.jobs.progress import Progress

Outcome = dict[str, Any] | None
Settle = Callable[[], Outcome]
Work = Callable[[Job, Progress], Settle | None]


@dataclass(frozen=True)
class Kind:
    name: str
    label: str
    limit_minutes: int
    work: Work


_kinds: dict[str, Kind] = {}


def job(name: str, *, label: str, limit_minutes: int = 30) -> Callable[[Work], Work]:
    """Register the decorated function as a kind of job. Past the limit it counts as stuck."""

    def register(work: Work) -> Work:
        if name in _kinds:
            raise ValueError(f"job {name!r} is registered twice")
        _kinds[name] = Kind(name, label, limit_minutes, work)
        return work

    return register


def kind_named(name: str) -> Kind | None:
    """None where this version of the program does not know the kind."""
    return _kinds.get(name)


def all_kinds() -> list[Kind]:
    return sorted(_kinds.values(), key=lambda kind: kind.name)


__all__ = ["Job", "Kind", "Outcome", "Progress", "Settle", "all_kinds", "job", "kind_named"]
