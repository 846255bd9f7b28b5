"""A bank's answer, from its bytes to postings, beside what UNICEF HOPE's reconciliation was measured at.

    python bench/banks.py [ROWS …] [--profile]

Counted: reading the workbook in the child, the rehearsal with every check, the commit with all of them
again, entries, payments, events and register lines; by name also the making and the sending of the file
before, and the undoing after. CPU seconds are those of our own processes, the child among them; the
database's backend is named beside them. Nine rows in ten succeed, one bounces, one in a hundred is not
known yet.
"""

import contextlib
import cProfile
import io
import itertools
import os
import pstats
import resource
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

GOAL, MOST_TIMES = 5_000, 11.0
HOPE = 250  # rows per CPU-s, 10,000 rows (engineering.md, 2)
COUNTED = ("read", "rehearse", "commit")


def main() -> None:
    sizes = [int(one) for one in sys.argv[1:] if one.isdecimal()] or [10_000, 100_000]
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

    union = paying.union_with_money()
    times: list[tuple[int, float]] = []
    for rows in sizes:
        steps: dict[str, tuple[float, float]] = {}
        step = partial(spent, steps)
        file = paying.file_at_the_bank(union, rows, step)
        content = answer(file)
        profile = cProfile.Profile()
        with profile if profiled else contextlib.nullcontext():
            paying.take_in_answer(union, file, content, rows, step)
        if profiled:
            pstats.Stats(profile).sort_stats("tottime").print_stats(30)
        took = sum(steps[name][0] for name in COUNTED)
        behind = sum(steps[name][1] for name in COUNTED)
        times.append((rows, took))
        rate = rows / took
        parts = " · ".join(f"{name} {own:.1f}" for name, (own, _) in steps.items())
        print(
            f"bank answer {rows:>7,} rows: {took:>5.1f} CPU-s (database {behind:.1f}; {parts})"
            f"  {rate:>6,.0f} rows/CPU-s, {rate / HOPE:.0f} × HOPE's {HOPE}"
            f"{'' if rate >= GOAL else '  BELOW THE GOAL'}",
            flush=True,
        )
    for (few, before), (many, after) in itertools.pairwise(times):
        ratio = after / before
        print(
            f"{many / few:.0f} times the rows: {ratio:.1f} times the time"
            f"{'' if ratio <= MOST_TIMES * many / few / 10 else '  BELOW THE GOAL'}"
        )


@contextlib.contextmanager
def spent(into: dict[str, tuple[float, float]], name: str) -> Iterator[None]:
    """CPU seconds of our processes and of the database's backend."""
    from bench import paying  # noqa: PLC0415

    own, behind = _cpu(), paying.backend_cpu()
    yield
    into[name] = (_cpu() - own, paying.backend_cpu() - behind)


def _cpu() -> float:
    total = 0.0
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        used = resource.getrusage(who)
        total += used.ru_utime + used.ru_stime
    return total


def answer(file: object) -> bytes:
    """The bank's workbook about a file: its rows in another order, as banks give them."""
    import xlsxwriter  # noqa: PLC0415

    from bench import paying  # noqa: PLC0415

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_numbers": False, "strings_to_formulas": False})
    sheet = book.add_worksheet("结果")
    head = ["附言", "收款账号", "收款人姓名", "金额", "处理结果", "失败原因", "处理日期"]
    sheet.write_row(0, 0, head)
    for number, line in enumerate(paying.lines_of(file), 1):
        sheet.write_row(number, 0, line)
    book.close()
    return out.getvalue()


if __name__ == "__main__":
    main()
