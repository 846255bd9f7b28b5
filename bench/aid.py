"""Build, lock, send and settle batches of payments, at three sizes; beside HOPE's plan building.

    python bench/aid.py [PAYMENTS …]

Every payment goes to a family on file, by bank: ID and account number opened, checked, sealed anew and
frozen; files, fund limits, approvals and balances checked; one ledger entry for each payment when it is
sent and when it is settled; events and register lines with them. The ways by hand and onto love cards
are settled once more, by their handler. Counted is the CPU time of our process and, beside it, that of
its database connection. HOPE (UNICEF) builds a plan at about 46 payments per CPU-second, 14 queries each.
"""

import os
import secrets
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

from bench.figures import figure  # noqa: E402 -- needs the paths above

HOPE = 46
CARD = "6222021001116245702"
TICK = os.sysconf("SC_CLK_TCK")


def main() -> None:
    sizes = [int(one) for one in sys.argv[1:]] or [1_000, 10_000, 100_000]
    with tempfile.TemporaryDirectory(prefix="shuanglian-bench-") as folder:
        os.environ["SHUANGLIAN_VAR_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "runtime.settings"
        from runtime import embedded  # noqa: PLC0415 -- settings read the environment made above

        embedded.start(Path(folder))
        import django  # noqa: PLC0415

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        measure(sizes)


def measure(sizes: list[int]) -> None:
    from runtime.heap import keep_loaded  # noqa: PLC0415

    world = offices()
    keep_loaded()  # as a worker does at its start
    for size in sizes:
        for name, (ours, theirs) in told(world, size).items():
            both = ours + theirs
            beside = f"  ({size / both / HOPE:,.0f} × HOPE)" if "lock" in name else ""
            print(
                f"{size:>8,} payments, {name:<18} {ours:6.2f} CPU-s + {theirs:6.2f} of the database"
                f"  {size / ours:>9,.0f} /CPU-s, {size / both:>8,.0f} with it{beside}",
                flush=True,
            )
            if "lock" in name:
                figure(
                    f"{size:,} payments built and locked, with the database ({name})",
                    size / both,
                    "/CPU-s",
                    peer="HOPE",
                    ratio=size / both / HOPE,
                )


def told(world: dict[str, Any], size: int) -> dict[str, tuple[float, float]]:
    """CPU seconds of each step, ours and the database's."""
    from assistance.aid import services  # noqa: PLC0415

    steps: dict[str, tuple[float, float]] = {}

    def timed(step: str, act: Callable[..., Any], /, **arguments: Any) -> Any:
        ours, theirs = time.process_time(), database()
        found = act(**arguments)
        steps[step] = (time.process_time() - ours, database() - theirs)
        return found

    maker, checker, approver = world["people"]
    here = {"by": maker, "name": f"{size}笔", "source": world["source"]}
    rows = planned(world, size, "bank_transfer")
    batch = timed("build and lock", services.make_batch, **here, payments=rows)
    services.check_batch(by=checker, batch=batch)
    timed("approve", services.approve_batch, by=approver, batch=batch)
    timed("send", services.send_batch, by=checker, batch=batch)
    keys = list(batch.payments.values_list("pk", flat=True))
    timed("settle", services.settle_payments, by=checker, payments=keys)
    for channel, way in (("cash_signed", "by hand"), ("card_topup", "onto cards")):
        rows = planned(world, size, channel)
        batch = timed(f"lock, {way}", services.make_batch, **here, payments=rows)
        services.check_batch(by=checker, batch=batch)
        services.approve_batch(by=approver, batch=batch)
        timed(f"pay, {way}", services.pay_batch, by=checker, batch=batch)
        timed(f"settle, {way}", services.settle_batch, batch_id=batch.pk)
    return steps


def offices() -> dict[str, Any]:
    from assistance.funds import services as funds  # noqa: PLC0415
    from ground.accounts import services as accounts  # noqa: PLC0415
    from ground.kernel import clock  # noqa: PLC0415

    root = accounts.add_organisation(by=None, name="市总工会", kind="union")
    people = [
        accounts.add_user(
            by=None,
            username=name,
            full_name=name,
            password=secrets.token_urlsafe(),
            organisation=root,
        )
        for name in ("maker", "checker", "approver")
    ]
    source = funds.open_source(
        by=people[1], organisation=root, kind="own", name="帮扶资金", year=clock.today().year
    )
    funds.receive_money(
        by=people[1], source=source, amount="900000000", on=clock.today(), summary="拨入"
    )
    return {"root": root, "people": people, "source": source, "files": 0}


def planned(world: dict[str, Any], size: int, channel: str) -> Any:
    """Planned payments to families of their own, each with an account and a love card."""
    from django.db import connection  # noqa: PLC0415

    from assistance.aid.models import Payment  # noqa: PLC0415
    from assistance.households.models import BankCard, HardshipFile, Member  # noqa: PLC0415
    from assistance.supermarket.models import LoveCard  # noqa: PLC0415
    from ground.intake.storing import insert  # noqa: PLC0415

    first = world["files"]
    world["files"] += size
    numbers = range(first, first + size)
    unit = world["root"].pk
    files = insert(
        HardshipFile,
        size,
        {"file_no": [f"B{one:08}" for one in numbers]},
        unit_id=unit,
        category="deep",
        origin="imported",
        state="active",
        opened_on=date(2026, 1, 1),
        submitted_by_id=world["people"][0].pk,
        approved_by_id=world["people"][2].pk,
        approved_on=date(2026, 2, 1),
    )
    names = [f"测试{one}" for one in numbers]
    insert(
        Member,
        size,
        {"file_id": files, "name": names, "id_no": [f"4307{one:013}X" for one in numbers]},
        relation="holder",
    )
    insert(
        BankCard,
        size,
        {"file_id": files, "holder_name": names, "card_no": [CARD] * size},
        bank="农行",
    )
    insert(
        LoveCard,
        size,
        {"file_id": files, "number": [f"66{one:010}" for one in numbers]},
        organisation_id=unit,
        kind="monthly",
        valid_from=date(2026, 1, 1),
        valid_to=date(2099, 12, 31),
        issued_by_id=world["people"][0].pk,
        issued_on=date(2026, 1, 1),
    )
    payments = insert(
        Payment,
        size,
        {"key": [f"bench:{channel}:{one}" for one in numbers], "file_id": files},
        aid_type="living",
        link_point_id=unit,
        reason="生活救助",
        amount=Decimal("800.50"),
        channel=channel,
        given_on=date(2026, 6, 1),
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Payment.objects.filter(pk__gte=payments[0], pk__lte=payments[-1])


def database() -> float:
    """CPU seconds of the database's process behind this connection."""
    from django.db import connection  # noqa: PLC0415

    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    told = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / TICK


if __name__ == "__main__":
    main()
