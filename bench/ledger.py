"""The ledger: how fast it is written, sealed and read again, and whether its pages slow down as it grows.

    python bench/ledger.py                              100,000 and 1,000,000 postings
    python bench/ledger.py --sizes 100000 --ten         ten million beside them (some 12 GB of disk)
    python bench/ledger.py --folder DIR                 there, and left lying: the next run grows it on
    python bench/ledger.py --peer                       django-hordak in the same run

Growing: the rows of each size are filled in set by set, after a sample of them was held against what
the services and triggers write. Then pages and figures: milliseconds at p95 of visits at random days
and places, on the clock and of CPU, with the ratio to the first size. The book is sealed and verified
at each size, and up to a million postings exported and read by the stand-alone checker.

Posting: eight processes for some seconds, on one account of one source and spread over a hundred, one
entry in a transaction and a thousand, in a book of its own. CPU is that of the posting processes, and
beside it that of the database.
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
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

from bench.figures import figure  # noqa: E402 -- needs the paths above

PROCESSES, SECONDS, VISITS = 8, 8, 40
TEN_MILLION, MOST_EXPORTED = 10_000_000, 1_000_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="100000,1000000", help="postings, or nothing")
    parser.add_argument("--ten", action="store_true", help="ten million postings, too")
    parser.add_argument("--peer", action="store_true", help="django-hordak, too")
    parser.add_argument("--folder", type=Path, help="where the data lie, and stay")
    for part in ("writing", "pages", "books"):
        parser.add_argument(f"--{part}", action=argparse.BooleanOptionalAction, default=True)
    asked = parser.parse_args()
    sizes = [int(one) for one in asked.sizes.split(",") if one] + [TEN_MILLION] * asked.ten
    with ExitStack() as stack:
        folder = asked.folder or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="shuanglian-bench-"))
        )
        os.environ["SHUANGLIAN_VAR_DIR"] = str(folder)
        os.environ["DJANGO_SETTINGS_MODULE"] = "runtime.settings"
        from runtime import embedded  # noqa: PLC0415 -- settings read the environment made above

        folder.mkdir(parents=True, exist_ok=True)
        embedded.start(folder)
        import django  # noqa: PLC0415

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        growing(sizes, pages=asked.pages, books=asked.books)
        if asked.writing:
            writing(embedded.socket_dir(folder))
            if asked.peer:
                peer = [sys.executable, str(ROOT / "bench" / "ledger_peer.py")]
                subprocess.run([*peer, str(embedded.socket_dir(folder))], check=True)  # noqa: S603 -- our own script


def growing(sizes: list[int], *, pages: bool, books: bool) -> None:
    from bench import ledger_book as book  # noqa: PLC0415
    from bench import ledger_growing, ledger_pages  # noqa: PLC0415
    from bench import ledger_rows as rows  # noqa: PLC0415

    office = rows.found() or rows.made()
    ledger_growing.check_sample(office)
    table: dict[str, list[tuple[float, float]]] = {}
    for size in sizes:
        began = time.perf_counter()
        ledger_growing.grow(office, size)
        print(f"{size:,} postings lie there after {time.perf_counter() - began:.0f} s", flush=True)
        if books:
            book.sealed(office)
        if pages:
            for name, ask in ledger_pages.visits(office, size // 4).items():
                clock, spent = p95(ask)
                table.setdefault(name, []).append((clock, spent))
                print(f"  {name:<44}{clock:>10.1f} ms {spent:>8.1f} ms of CPU", flush=True)
        if books:
            book.verified(office)
        if books and size <= MOST_EXPORTED:
            book.exported(office)
    if len(sizes) > 1 and pages:
        for at, what in enumerate(("on the clock", "of CPU")):
            print(f"{f'p95 in ms {what}':<44}" + "".join(f"{size:>22,}" for size in sizes))
            for name, took in table.items():
                cells = "".join(f"{one[at]:>14.1f} ({one[at] / took[0][at]:.1f}×)" for one in took)
                print(f"{name:<44}{cells}", flush=True)


def writing(socket: Path) -> None:
    from bench import ledger_rows as rows  # noqa: PLC0415

    office = rows.made("县总工会")
    rates = {}
    for at_once in (1, 1_000):
        for name, sources in (("hot", office.sources[:1]), ("spread", office.sources)):
            entries, ours, theirs = at_once_by_many(
                socket,
                partial(rows.post_for, SECONDS, sources, at_once),
            )
            rates[name, at_once] = entries / SECONDS
            figure(f"posting {at_once:,} at a time, {name}", entries / SECONDS, "entries/s")
            print(
                f"posting {at_once:>5,} at a time, {name:<6} {entries / SECONDS:>8,.0f} entries/s"
                f"  {entries / ours:>8,.0f} entries/CPU-s"
                f"  {entries / (ours + theirs):>8,.0f} with the database's",
                flush=True,
            )
        print(f"  hot ÷ spread = {rates['hot', at_once] / rates['spread', at_once]:.2f}")
    took, ours, theirs = measured(socket, lambda: rows.post_at_once(office.sources[0], 100_000))
    print(
        f"posting 100,000 in one call: {took:.1f} s, {ours:.1f} CPU-s and {theirs:.1f} of the database"
    )


def at_once_by_many(
    socket: Path, post: Callable[[int], int], processes: int = PROCESSES
) -> tuple[int, float, float]:
    """Entries that processes post at once, their CPU seconds, and those of their server processes."""
    from django.db import connection  # noqa: PLC0415

    connection.close()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = server_cpu(socket)
    pipes = []
    for number in range(processes):
        reader, writer = os.pipe()
        if os.fork() == 0:
            os.write(writer, str(post(number)).encode())
            os._exit(0)
        os.close(writer)
        pipes.append(reader)
    total = sum(int(os.read(reader, 20)) for reader in pipes)
    for _ in pipes:
        os.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return total, spent, server_cpu(socket) - began


def measured(socket: Path, ask: Callable[[], int]) -> tuple[float, float, float]:
    """Seconds, our CPU seconds and the server's, of something done in a process of its own."""
    began = time.perf_counter()
    _, ours, theirs = at_once_by_many(socket, lambda _: ask(), processes=1)
    return time.perf_counter() - began, ours, theirs


def server_cpu(socket: Path) -> float:
    """CPU seconds of the server processes that have ended: their postmaster has waited for them."""
    time.sleep(0.5)
    postmaster = int((socket / "postmaster.pid").read_text().split()[0])
    fields = Path(f"/proc/{postmaster}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


def p95(ask: Callable[[random.Random], object]) -> tuple[float, float]:
    """Milliseconds on the clock, and of CPU (ours and the server's): a busy machine moves the first."""
    from django.db import connection  # noqa: PLC0415

    def cpu() -> float:
        connection.ensure_connection()
        run = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text()
        return time.process_time() * 1000 + int(run.split()[0]) / 1e6

    chance = random.Random(7)  # noqa: S311 -- the same days at each size
    took = []
    for _ in range(VISITS + 5):
        began, spent = time.perf_counter(), cpu()
        ask(chance)
        took.append(((time.perf_counter() - began) * 1000, cpu() - spent))
    last = int(VISITS * 0.95)
    clock, spent_on = zip(*took[5:], strict=True)
    return sorted(clock)[last], sorted(spent_on)[last]


if __name__ == "__main__":
    main()
