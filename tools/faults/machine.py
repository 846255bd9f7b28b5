"""The machine itself: disks that are full, clocks that jump."""

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from tools import nodes
from tools.faults.databases import asking
from tools.faults.kinds import fault
from tools.faults.messages import replace
from tools.stack import Stack

TABLES = ("events_recordedevent", "events_delivery", "audit_entry")
JUMPING = ("web", "relay", "worker-handlers", "worker-documents", "worker-jobs", "postman", "clock")
VAR = ("web", "relay", "worker-handlers", "worker-documents")


def no_mount() -> str:
    return "" if os.getuid() == 0 else "only root can mount a small disk"


def faketime() -> Path | None:
    return next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)


def no_faketime() -> str:
    return "" if faketime() else "no libfaketime"


@fault("disk-full", "the disk of the tables is full for 6 s", missing=no_mount)
def fill_database(stack: Stack, _: Random) -> None:
    """Events, deliveries and trail lie on a disk of their own meanwhile; the rest has room."""
    folder = stack.dir / "small"
    folder.mkdir(exist_ok=True)
    with asking(stack) as connection, mounted(folder, "256m"):
        space = folder / "tables"
        nodes.own(space)
        connection.execute(f"CREATE TABLESPACE small LOCATION '{space}'")
        _move(stack, "small")
        ballast = folder / "ballast"
        try:
            _fill(ballast)
            time.sleep(6)
        finally:
            ballast.unlink()
            _move(stack, "pg_default")
            connection.execute("DROP TABLESPACE small")


@fault(
    "var-full",
    "no file can be made in the folders of web, relay and workers for 8 s",
    missing=no_mount,
)
def fill_var(stack: Stack, _: Random) -> None:
    with contextlib.ExitStack() as disks:
        for service in VAR:
            disks.enter_context(mounted(stack.dir / service, "4k,nr_inodes=1"))
        time.sleep(8)


@fault(
    "clock-jumped",
    "the services' clock jumps 3 h ahead, then 3 h back, then is right again",
    missing=no_faketime,
)
def jump(stack: Stack, random: Random) -> None:
    """The processes run under libfaketime; PostgreSQL, whose clock all leases go by, does not."""
    shift = stack.dir / "shift"
    shift.write_text("+0")
    stack.added = {
        "LD_PRELOAD": str(faketime()),
        "FAKETIME_TIMESTAMP_FILE": str(shift),
        "FAKETIME_CACHE_DURATION": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "NO_FAKE_STAT": "1",
    }
    try:
        for service in JUMPING:
            replace(stack, service)
        for said in ("+3h", "-3h", "+0"):
            shift.write_text(said)
            time.sleep(random.uniform(4, 8))
    finally:
        stack.added = {}
        for service in JUMPING:
            replace(stack, service)


@contextlib.contextmanager
def mounted(folder: Path, size: str) -> Iterator[None]:
    """A small disk over a folder."""
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size},mode=755", "none", folder], check=True
    )
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def _fill(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))


def _move(stack: Stack, space: str) -> None:
    """Tables wait for those who use them, and go one by one: whoever waits for two waits for nobody."""
    with asking(stack) as connection:
        for table in TABLES:
            connection.execute(f"ALTER TABLE {table} SET TABLESPACE {space}")
