"""An account book as a whole: sealed, verified, exported and read again without the program."""

import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.ledger_rows import Office


def sealed(office: Office) -> None:
    from assistance.funds import services  # noqa: PLC0415
    from assistance.funds.models import UnsealedEntry  # noqa: PLC0415

    waiting = UnsealedEntry.objects.filter(book=office.book).count()

    def seal() -> None:
        while services.seal_book(office.book):
            pass

    told("sealing", waiting, seal)


def verified(office: Office) -> None:
    from assistance.funds import queries  # noqa: PLC0415

    entries, _ = queries.end_of_chain(office.book)

    def verify() -> None:
        found = queries.verify_book(office.book)
        if found.faults:
            raise SystemExit(f"the ledger is not intact: {found.faults[:3]}")

    told("verifying", entries, verify)


def exported(office: Office) -> None:
    from assistance.funds import queries, services  # noqa: PLC0415
    from assistance.funds.services import exporting  # noqa: PLC0415
    from ground.accounts.models import Organisation  # noqa: PLC0415
    from ground.privacy import services as privacy  # noqa: PLC0415

    book = Organisation.objects.get(pk=office.book)
    entries, _ = queries.end_of_chain(office.book)
    release = privacy.release(
        by=office.auditor, organisation=book, title="账簿", format="zip", personal=False
    )
    with tempfile.TemporaryDirectory(prefix="shuanglian-bench-") as folder:
        path = Path(folder) / "book.zip"
        with path.open("w+b") as file:
            told("exporting", entries, lambda: services.write_book(book, file, release))
        with zipfile.ZipFile(path) as archive:
            archive.extractall(folder)
        checker = [sys.executable, f"{folder}/{exporting.CHECKER}", f"{folder}/{exporting.BOOK}"]
        told("checking", entries, lambda: subprocess.run(checker, check=True, capture_output=True))  # noqa: S603 -- our own script
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"  the checker's memory: at most {peak:.0f} MB")


def told(what: str, entries: int, ask: Callable[[], Any]) -> None:
    began, cpu = time.perf_counter(), _cpu()
    ask()
    took, spent = time.perf_counter() - began, _cpu() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{what:<10}{entries:>10,} entries {took:>7.1f} s  {entries / took:>8,.0f} /s"
        f"  {entries / spent:>8,.0f} /CPU-s, memory at most {peak:.0f} MB",
        flush=True,
    )


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
