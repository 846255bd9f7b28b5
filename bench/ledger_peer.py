"""django-hordak's own models and triggers on the same server: what people take for a ledger in Django.

    python bench/ledger_peer.py SOCKET_FOLDER

As many processes as beside it post as its documentation does: a Transaction and two Legs, saved one by
one. It checks no balance, keeps no trail, no events and no totals.
"""

import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

from bench.figures import figure  # noqa: E402 -- the path is made above
from bench.ledger import SECONDS, at_once_by_many  # noqa: E402 -- the path is made above


def main() -> None:
    [socket] = sys.argv[1:]
    import django  # noqa: PLC0415
    import psycopg  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415

    with psycopg.connect(f"host={socket} user=postgres dbname=postgres", autocommit=True) as server:
        server.execute("CREATE DATABASE hordak")
    settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "mptt", "hordak"],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": "hordak",
                "USER": "postgres",
                "HOST": socket,
            }
        },
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        HORDAK_INTERNAL_CURRENCY="CNY",
        HORDAK_CURRENCIES=["CNY"],
        HORDAK_MAX_DIGITS=20,
        USE_TZ=True,
    )
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    measure(Path(socket))


def measure(socket: Path) -> None:
    from hordak.models import Account, AccountType  # type: ignore[import-not-found]  # noqa: PLC0415

    pairs = [
        [
            Account.objects.create(
                name=name, code=f"{number:03}{at}", type=AccountType.asset, currencies=["CNY"]
            ).pk
            for at, name in enumerate(("可用", "已批待付"))
        ]
        for number in range(100)
    ]
    rates = {}
    for name, these in (("hot", pairs[:1]), ("spread", pairs)):
        entries, ours, theirs = at_once_by_many(socket, partial(post_for, these))
        rates[name] = entries / SECONDS
        figure(f"django-hordak one at a time, {name}", rates[name], "entries/s")
        print(
            f"django-hordak one at a time, {name:<6} {rates[name]:>8,.0f} entries/s"
            f"  {entries / ours:>8,.0f} entries/CPU-s"
            f"  {entries / (ours + theirs):>8,.0f} with the database's",
            flush=True,
        )
    account = Account.objects.get(pk=pairs[0][0])
    began = time.perf_counter()
    account.get_balance()
    legs = account.legs.count()
    took = (time.perf_counter() - began) * 1000
    print(f"django-hordak balance of an account of {legs:,} legs: {took:.1f} ms", flush=True)


def post_for(pairs: list[list[int]], number: int) -> int:
    import random  # noqa: PLC0415

    from django.db import transaction  # noqa: PLC0415
    from hordak.models import Account, Leg, Transaction  # noqa: PLC0415
    from moneyed import Money  # type: ignore[import-not-found]  # noqa: PLC0415

    chance: Any = random.Random(number)  # noqa: S311
    accounts = {one.pk: one for one in Account.objects.all()}
    ends, posted = time.monotonic() + SECONDS, 0
    amount = Money("0.01", "CNY")
    while time.monotonic() < ends:
        out_of, into = chance.choice(pairs)
        with transaction.atomic():
            entry = Transaction.objects.create(description="发放")
            Leg.objects.create(transaction=entry, account=accounts[out_of], credit=amount)
            Leg.objects.create(transaction=entry, account=accounts[into], debit=amount)
        posted += 1
    return posted


if __name__ == "__main__":
    main()
