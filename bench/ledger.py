"""The ledger: how fast it is written, sealed and read again, and whether its pages slow down as it grows.

    python bench/ledger.py                              100,000 and 1,000,000 postings
    python bench/ledger.py --sizes 100000 --ten         ten million beside them (some 8 GB of disk)
    python bench/ledger.py --peer DIR                   django-hordak in the same run, installed there:
                                                        pip install --target DIR django-hordak==2.0.0

Posting: four processes for some seconds, on one account of one source and spread over a hundred, one
entry in a transaction and a thousand. CPU is that of the posting processes; the database's is its own.
Pages: milliseconds at p95 of visits at random days and places, with the ratio to the first size.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

PROCESSES, SECONDS, VISITS = 4, 8, 60
TEN_MILLION = 10_000_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="100000,1000000")
    parser.add_argument("--ten", action="store_true", help="ten million postings, too")
    parser.add_argument("--peer", default="", help="where django-hordak is installed")
    parser.add_argument("--writing", action=argparse.BooleanOptionalAction, default=True)
    asked = parser.parse_args()
    sizes = [int(one) for one in asked.sizes.split(",")] + [TEN_MILLION] * asked.ten
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="shuanglian-bench-"))
        os.environ["SHUANGLIAN_VAR_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "runtime.settings"
        from runtime import embedded  # noqa: PLC0415 -- settings read the environment made above

        embedded.start(Path(folder))
        import django  # noqa: PLC0415

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        from bench import ledger_rows as rows  # noqa: PLC0415

        office = rows.made()
        if asked.writing:
            writing(office)
            if asked.peer:
                peer = [sys.executable, str(ROOT / "bench" / "ledger_peer.py"), asked.peer]
                subprocess.run(  # noqa: S603 -- our own script
                    [*peer, str(embedded.socket_dir(Path(folder)))], check=True
                )
        growing(office, sizes)


def writing(office: Any) -> None:
    rates = {}
    for at_once in (1, 1_000):
        for name, sources in (("hot", office.sources[:1]), ("spread", office.sources)):
            entries, cpu = at_once_by_many(sources, at_once)
            rates[name, at_once] = entries / SECONDS
            print(
                f"posting {at_once:>5,} at a time, {name:<6} {entries / SECONDS:>8,.0f} entries/s"
                f"  {entries / cpu:>8,.0f} entries/CPU-s",
                flush=True,
            )
        print(f"  hot ÷ spread = {rates['hot', at_once] / rates['spread', at_once]:.2f}")
    from assistance.funds import queries, services  # noqa: PLC0415
    from assistance.funds.models import UnsealedEntry  # noqa: PLC0415

    waiting = UnsealedEntry.objects.filter(book=office.book).count()
    took, cpu = timed(lambda: services.seal_book(office.book))
    print(
        f"sealing   {waiting:>9,} entries {waiting / took:>8,.0f} /s {waiting / cpu:>8,.0f} /CPU-s"
    )
    took, cpu = timed(lambda: check(queries.verify_book(office.book)))
    print(
        f"verifying {waiting:>9,} entries {waiting / took:>8,.0f} /s {waiting / cpu:>8,.0f} /CPU-s"
    )


def at_once_by_many(sources: list[int], at_once: int) -> tuple[int, float]:
    """Entries that four processes post in some seconds, and their CPU seconds."""
    from django.db import connection  # noqa: PLC0415

    from bench import ledger_rows as rows  # noqa: PLC0415

    connection.close()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    pipes = []
    for number in range(PROCESSES):
        reader, writer = os.pipe()
        if os.fork() == 0:
            posted = rows.post_for(SECONDS, sources, at_once, number)
            os.write(writer, str(posted).encode())
            os._exit(0)
        os.close(writer)
        pipes.append(reader)
    total = sum(int(os.read(reader, 20)) for reader in pipes)
    for _ in pipes:
        os.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return total, spent


def growing(office: Any, sizes: list[int]) -> None:
    from bench import ledger_rows as rows  # noqa: PLC0415

    table: dict[str, list[float]] = {}
    for size in sizes:
        began = time.perf_counter()
        rows.fill(office, size)
        print(f"{size:,} postings lie there after {time.perf_counter() - began:.0f} s", flush=True)
        for name, ask in visits(office).items():
            table.setdefault(name, []).append(p95(ask))
    print(f"{'p95 in ms':<44}" + "".join(f"{size:>22,}" for size in sizes))
    for name, took in table.items():
        cells = "".join(f"{one:>14.1f} ({one / took[0]:.1f}×)" for one in took)
        print(f"{name:<44}{cells}", flush=True)


def visits(office: Any) -> dict[str, Callable[[random.Random], object]]:
    from django.test import Client  # noqa: PLC0415

    from assistance.funds import queries  # noqa: PLC0415
    from assistance.funds.models import Account  # noqa: PLC0415
    from ground.kernel.periods import Period  # noqa: PLC0415

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(office.auditor, "django.contrib.auth.backends.ModelBackend")
    whole = Period(starts_on=office.first, ends_on=office.last)
    accounts = list(Account.objects.filter(source__in=office.sources, kind="spent"))
    pages = {one.pk: queries.number_of_lines(one, whole) // 50 + 1 for one in accounts}

    def day(chance: random.Random) -> date:
        return office.first + timedelta(days=chance.randrange((office.last - office.first).days))

    def opened(url: str) -> None:
        answer = client.get(url)
        if answer.status_code != 200:  # noqa: PLR2004 -- a page that is refused measures nothing
            raise SystemExit(f"{url} answered {answer.status_code}")

    def statement(chance: random.Random) -> None:
        one = chance.choice(accounts)
        opened(
            f"/funds/{one.source_id}/?account=spent&from={office.first}&to={day(chance)}"
            f"&page={chance.randrange(pages[one.pk]) + 1}"
        )

    def number(chance: random.Random) -> None:
        period = Period(starts_on=office.first, ends_on=day(chance))
        queries.number_of_lines(chance.choice(accounts), period)

    return {
        "statement, any page up to any day": statement,
        "trial balance of 100 sources at any day": lambda chance: opened(
            f"/funds/trial-balance/?on={day(chance)}"
        ),
        "number of lines up to any day": number,
    }


def p95(ask: Callable[[random.Random], object]) -> float:
    chance = random.Random(7)  # noqa: S311 -- the same days at each size
    took = []
    for _ in range(VISITS + 5):
        began = time.perf_counter()
        ask(chance)
        took.append((time.perf_counter() - began) * 1000)
    return sorted(took[5:])[int(VISITS * 0.95)]


def timed(ask: Callable[[], object]) -> tuple[float, float]:
    began, cpu = time.perf_counter(), time.process_time()
    ask()
    return time.perf_counter() - began, time.process_time() - cpu


def check(found: Any) -> None:
    if found.faults:
        raise SystemExit(f"the ledger is not intact: {found.faults[:3]}")


if __name__ == "__main__":
    main()
