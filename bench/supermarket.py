"""The counter of a love supermarket: eight tills on one store; and list pages at three sizes.

    python bench/supermarket.py [--seconds N] [MOVEMENTS …]

Each till is a process with a connection of its own that scans cards and takes one to three goods of the
same five lots, through the service that the API calls; then all of them want the last forty of five
others. What is refused is counted apart, and afterwards every bag and every yuan is added up again. CPU is that of the
eight processes and, beside it, of their database connections.
"""

import os
import random
import sys
import tempfile
import time
from decimal import Decimal
from multiprocessing import get_context
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

from bench.figures import figure  # noqa: E402 -- needs the paths above

TILLS = 8
AIM = 2000  # issues a minute
TICK = os.sysconf("SC_CLK_TCK")
PAGES = [
    "/stock/movements/",
    "/stock/lots/",
    "/supermarket/issues/",
    "/supermarket/families/",
    "/supermarket/",
]


def main() -> None:
    asked = sys.argv[1:]
    seconds = 20
    if "--seconds" in asked:
        at = asked.index("--seconds")
        seconds = int(asked[at + 1])
        del asked[at : at + 2]
    sizes = [int(one) for one in asked] or [1_000, 10_000, 100_000]
    with tempfile.TemporaryDirectory(prefix="shuanglian-bench-", dir="/var/tmp") as folder:
        os.environ["SHUANGLIAN_VAR_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "runtime.settings"
        from runtime import embedded  # noqa: PLC0415 -- settings read the environment made above

        embedded.start(Path(folder))
        import django  # noqa: PLC0415

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        from bench.supermarket_shop import shop  # noqa: PLC0415

        world = shop(TILLS)
        made = counter(world, seconds, 0)
        counter(world | {"goods": world["few"]}, 5, made)
        for size in sizes:
            pages(world, size)


def counter(world: dict[str, Any], seconds: int, before: int) -> int:
    """Eight processes until the time is over; then every bag and every yuan again."""
    from django.db import connection  # noqa: PLC0415

    connection.close()
    context = get_context("spawn")
    with context.Pool(TILLS) as pool:
        ended = pool.starmap(till, [(world, number, seconds) for number in range(1, TILLS + 1)])
    made = sum(one["made"] for one in ended)
    refused = sum(one["refused"] for one in ended)
    ours, theirs = (sum(one[name] for one in ended) for name in ("ours", "theirs"))
    longest = max(one["seconds"] for one in ended)
    waits = sorted(wait for one in ended for wait in one["waits"])
    rate = made / longest * 60
    print(
        f"{TILLS} tills, one store: {made:,} issues in {longest:.1f} s = {rate:,.0f} a minute"
        f" (aim {AIM:,}), {refused:,} refused for want of goods",
        flush=True,
    )
    print(
        f"  {1000 * ours / max(made + refused, 1):.1f} ms CPU each,"
        f" {1000 * theirs / max(made + refused, 1):.1f} ms of the database beside;"
        f" half within {1000 * waits[len(waits) // 2]:.0f} ms, 95 of 100 within"
        f" {1000 * waits[len(waits) * 95 // 100]:.0f} ms",
        flush=True,
    )
    figure(f"{TILLS} tills on one stock", rate, "issues a minute", is_met=rate >= AIM)
    check(world, before + made)
    return before + made


def till(world: dict[str, Any], number: int, seconds: int) -> dict[str, Any]:
    """One till: scans and hands out until the time is over."""
    import django  # noqa: PLC0415

    django.setup()
    from assistance.stock.models import Store  # noqa: PLC0415
    from assistance.supermarket import services  # noqa: PLC0415
    from assistance.supermarket.rules import Given  # noqa: PLC0415
    from ground.accounts.models import User  # noqa: PLC0415
    from ground.kernel.errors import RuleBroken  # noqa: PLC0415

    chosen = random.Random(f"{number} of {seconds}")  # noqa: S311 -- a measurement
    user = User.objects.get(username=f"till{number}")
    store = Store.objects.select_related("organisation").get(pk=world["store"])
    told: dict[str, Any] = {"made": 0, "refused": 0, "waits": []}
    began, ours, theirs = time.perf_counter(), time.process_time(), database()
    while time.perf_counter() - began < seconds:
        kinds = chosen.sample(world["goods"], chosen.randint(1, 3))
        lines = [Given(one, chosen.randint(1, 2), Decimal("2.00")) for one in kinds]
        order = services.Order(
            key=uuid(chosen),
            store=store,
            number=chosen.choice(world["numbers"]),
            lines=lines,
        )
        asked = time.perf_counter()
        try:
            services.issue_goods(by=user, order=order)
            told["made"] += 1
        except RuleBroken:
            told["refused"] += 1
        told["waits"].append(time.perf_counter() - asked)
    return told | {
        "seconds": time.perf_counter() - began,
        "ours": time.process_time() - ours,
        "theirs": database() - theirs,
    }


def uuid(chosen: random.Random) -> Any:
    from uuid import UUID  # noqa: PLC0415

    return UUID(int=chosen.getrandbits(128), version=4)


def check(world: dict[str, Any], made: int) -> None:
    """No bag twice, no card below zero, every sum agrees."""
    from django.db.models import F, Sum  # noqa: PLC0415

    from assistance.stock import queries  # noqa: PLC0415
    from assistance.stock.models import Holding, Store  # noqa: PLC0415
    from assistance.supermarket.models import Issue, IssueLine, LoveCard  # noqa: PLC0415
    from bench.supermarket_shop import GOODS, LAST, ON_SHELF  # noqa: PLC0415

    found = queries.verify(Store.objects.get(pk=world["store"]))
    issued = Holding.objects.filter(position="issued").aggregate(n=Sum("quantity"))["n"]
    left = Holding.objects.filter(position="shelf").aggregate(n=Sum("quantity"))["n"]
    handed = IssueLine.objects.aggregate(n=Sum("quantity"))["n"]
    wrong = LoveCard.objects.annotate(sum=Sum("entries__amount")).exclude(balance=F("sum"))
    whole = (
        not found.faults,
        issued == handed,
        issued + left == GOODS * (ON_SHELF + LAST),
        not LoveCard.objects.filter(balance__lt=0).exists(),
        not wrong.exists(),
        Issue.objects.count() == made,
    )
    assert all(whole), (whole, found.faults[:3])  # noqa: S101 -- what is measured must be right
    print(
        f"  no oversell: {issued:,} of {GOODS * (ON_SHELF + LAST):,} units handed out, {left:,} on the shelf, all agree"
    )


def pages(world: dict[str, Any], size: int) -> None:
    """List pages when there are so many movements; the rows are written by the tables' own triggers."""
    from django.test import Client  # noqa: PLC0415

    from assistance.stock.models import Movement  # noqa: PLC0415
    from bench.supermarket_shop import fill  # noqa: PLC0415
    from ground.accounts.models import User  # noqa: PLC0415

    fill(world, size - Movement.objects.count())
    client = Client(headers={"host": "localhost"})
    client.force_login(
        User.objects.get(username="till0"), "django.contrib.auth.backends.ModelBackend"
    )
    told = []
    for path in PAGES:
        client.get(path)
        times = []
        for _ in range(5):
            began = time.process_time()
            wall = time.perf_counter()
            assert client.get(path).status_code == 200, path  # noqa: S101, PLR2004 -- as above
            times.append((time.perf_counter() - wall, time.process_time() - began))
        told.append(f"{path} {1000 * sorted(times)[2][0]:.0f} ms")
    print(f"{Movement.objects.count():>8,} movements: " + ", ".join(told), flush=True)


def database() -> float:
    """CPU seconds of this process's connection: the server runs on the same machine."""
    from django.db import connection  # noqa: PLC0415

    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


if __name__ == "__main__":
    main()
