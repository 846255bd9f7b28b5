"""What ledgers and the national hand-over of a whole area cost, from the asking to the kept file."""

import time
from collections.abc import Callable
from typing import Any

from bench.households_world import World

BOOKS = ("ledgers.roster", "ledgers.ended", "ledgers.untouched", "rights.destroyed")
MOST_FILES = 10_000  # of larger sizes one city: nobody hands a province over at once


def ledgers(world: World) -> None:
    """Each ledger in full, the first hand-over, and the next after one file in ten has changed."""
    from assistance.households.models import HardshipFile  # noqa: PLC0415
    from assistance.ledgers import services  # noqa: PLC0415

    world.enter()
    by = world.people["province"]
    office = by.organisation if world.size <= MOST_FILES else world.people["city"].organisation
    inside = HardshipFile.objects.filter(unit__path__startswith=office.path)
    where = f"of {inside.count():,} files"
    for code in BOOKS:
        told = {"by": by, "organisation": office, "code": code, "masked": False, "reason": "bench"}
        timed(f"{code} {where}", lambda told=told: services.ask_ledger(**told))
    told = {"by": by, "organisation": office, "reason": "bench"}
    timed(f"national hand-over, first, {where}", lambda: services.ask_hand_over(**told))
    changed = inside.filter(state="active", pk__in=range(0, world.size + 1, 10))
    changed.update(rigid_expenses=time.time_ns() % 10_000)
    timed(
        f"national hand-over, {changed.count():,} changed, {where}",
        lambda: services.ask_hand_over(**told),
    )


def timed(name: str, ask: Callable[[], Any]) -> None:
    """Ask, let the worker work, and say how long it took and what came of it."""
    from ground.events import direct  # noqa: PLC0415
    from ground.jobs.models import Job  # noqa: PLC0415

    began, busy = time.perf_counter(), time.process_time()
    job = ask()
    direct.drain()
    job = Job.objects.get(pk=job.pk)
    rows = job.outcome.get("rows", job.outcome.get("files", 0)) if job.outcome else 0
    print(
        f"{name}: {time.perf_counter() - began:.1f} s, {time.process_time() - busy:.1f} CPU-s,"
        f" {rows:,} rows ({job.get_state_display()}{job.message and ': '}{job.message})",
        flush=True,
    )
