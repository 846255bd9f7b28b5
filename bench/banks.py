"""A bank's answer, from its bytes to postings, beside what UNICEF HOPE's reconciliation was measured at.

    python bench/banks.py [ROWS …] [--profile]    10000 100000 takes some ten minutes

Two answers to each file, a workbook and a text of fixed width. Counted: reading in the child, the
rehearsal with every check, the commit with all of them again, entries, payments, events and register
lines; by name also the making and the sending of the file before, what its events bring about, the
undoing by compensating entries and the comparison (对账表). CPU seconds are those of our own
processes, the child among them; the database's backend is named beside them. One row in ten bounces,
one in a hundred is not known yet, the others succeed.
"""

import contextlib
import cProfile
import itertools
import os
import pstats
import resource
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

from bench.figures import figure  # noqa: E402 -- needs the paths above

GOAL, MOST_TIMES = 5_000, 11.0
HOPE = 250  # rows per CPU-s, 10,000 rows (engineering.md, 2)
WARM = 300
COUNTED = ("read", "rehearse", "commit")
Steps = dict[str, tuple[float, float]]


def main() -> None:
    sizes = [int(one) for one in sys.argv[1:] if one.isdecimal()] or [10_000, 30_000]
    with tempfile.TemporaryDirectory(prefix="shuanglian-bench-") as folder:
        os.environ["SHUANGLIAN_VAR_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "runtime.settings"
        from runtime import embedded  # noqa: PLC0415 -- settings read the environment made above

        embedded.start(Path(folder))
        import django  # noqa: PLC0415

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        measure(sizes, profiled="--profile" in sys.argv)


def measure(sizes: list[int], *, profiled: bool) -> None:
    from bench import paying  # noqa: PLC0415
    from runtime.heap import keep_loaded  # noqa: PLC0415

    union = paying.union_with_money()
    told(union, WARM)  # what a worker loads once is not counted
    keep_loaded()
    times: dict[str, list[tuple[int, float]]] = {}
    for rows in sizes:
        profile = cProfile.Profile()
        with profile if profiled else contextlib.nullcontext():
            before, answers = told(union, rows)
        if profiled:
            pstats.Stats(profile).sort_stats("tottime").print_stats(30)
        print(f"{rows:>7,} payments: {_parts(before)}", flush=True)
        for name, steps in answers.items():
            took, behind = (sum(steps[one][at] for one in COUNTED) for at in (0, 1))
            rate = rows / took
            print(
                f"{rows:>7,} rows, {name:<8} {took:>5.2f} CPU-s {rate:>7,.0f} rows/CPU-s,"
                f" {rate / HOPE:.0f} × HOPE's {HOPE}; {rows / (took + behind):,.0f} with the database;"
                f" {_parts(steps)}{'' if rate >= GOAL else '  BELOW THE GOAL'}",
                flush=True,
            )
            figure(
                f"a bank's answer of {rows:,} rows ({name})",
                rate,
                "rows/CPU-s",
                peer="HOPE",
                ratio=rate / HOPE,
                is_met=rate >= GOAL,
            )
            times.setdefault(name, []).append((rows, took + behind))
            undone = sum(steps["undo"])
            times.setdefault(f"{name}, undone", []).append((rows, undone))
    for name, found in times.items():
        for (few, before_), (many, after) in itertools.pairwise(found):
            ratio = after / before_
            print(
                f"{many / few:.0f} times the rows, {name}: {ratio:.1f} times the CPU time"
                f"{'' if ratio <= MOST_TIMES * many / few / 10 else '  BELOW THE GOAL'}"
            )


def told(union: Any, rows: int) -> tuple[Steps, dict[str, Steps]]:
    """What a batch's file costs, and each answer to it: CPU seconds of ours and of the database."""
    from bench import paying  # noqa: PLC0415

    before: Steps = {}
    file = paying.file_at_the_bank(union, rows, partial(spent, before))
    found: dict[str, Steps] = {}
    for name, write in (("workbook", paying.workbook_of), ("text", paying.text_of)):
        step = partial(spent, found.setdefault(name, {}))
        content = write(file)
        intake = paying.take_in(union, file, content, rows, step)
        if name == "text":
            with step("compare"):
                paying.compare(file, rows)
        paying.take_back(union, file, intake, step)
    return before, found


@contextlib.contextmanager
def spent(into: Steps, name: str) -> Iterator[None]:
    """CPU seconds of our processes and of the database's backend."""
    from bench import paying  # noqa: PLC0415

    own, behind = _cpu(), paying.backend_cpu()
    yield
    into[name] = (_cpu() - own, paying.backend_cpu() - behind)


def _parts(steps: Steps) -> str:
    """Each step with ours, and the database's."""
    return " · ".join(f"{name} {own:.2f} + {behind:.2f}" for name, (own, behind) in steps.items())


def _cpu() -> float:
    total = 0.0
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        used = resource.getrusage(who)
        total += used.ru_utime + used.ru_stime
    return total


if __name__ == "__main__":
    main()
