"""A book with a hundred sources, written by the services, or filled with finished rows."""

import random
import time
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

SOURCES, DAYS, ITEMS, UNITS = 100, 1_000, 6, 20
FIRST = date(2023, 1, 1)
PLENTY = "900000000"
EMPTIED = (
    "funds_posting", "funds_sealedentry", "funds_unsealedentry", "funds_seal", "funds_daytotal",
    "funds_accountday", "funds_entry",
)  # fmt: skip


@dataclass(frozen=True)
class Office:
    """A book, its sources, who reads it, and the days of its entries."""

    book: int
    sources: list[int]
    units: list[int]
    auditor: Any
    first: date
    last: date


def made() -> Office:
    from assistance.funds import services  # noqa: PLC0415
    from assistance.funds.models import FundSource  # noqa: PLC0415
    from ground.accounts import services as accounts  # noqa: PLC0415
    from ground.accounts.models import User  # noqa: PLC0415
    from ground.accounts.roles import Role  # noqa: PLC0415

    root = accounts.add_organisation(by=None, name="市总工会", kind="union")
    units = [
        accounts.add_organisation(by=None, name=f"第{n + 1}公司", kind="enterprise", parent=root)
        for n in range(UNITS)
    ]
    auditor = User.objects.create(username="auditor", full_name="经审", organisation=root)
    accounts.grant_role(by=None, user=auditor, organisation=root, role=Role.AUDITOR)
    for number in range(SOURCES):
        source = services.open_source(
            by=None, organisation=root, kind="own", name=f"资金{number}", year=2023
        )
        services.receive_money(by=None, source=source, amount=PLENTY, on=FIRST, summary="到账")
    return Office(
        book=root.pk,
        sources=list(FundSource.objects.order_by("pk").values_list("pk", flat=True)),
        units=[one.pk for one in units],
        auditor=auditor,
        first=FIRST,
        last=FIRST + timedelta(days=DAYS - 1),
    )


def post_for(seconds: float, sources: list[int], at_once: int, number: int) -> int:
    """Post for so long to sources by chance; the number of entries."""
    from assistance.funds import services  # noqa: PLC0415
    from assistance.funds.models import FundSource  # noqa: PLC0415
    from assistance.funds.rules import Line, Move  # noqa: PLC0415

    chance = random.Random(number)  # noqa: S311
    held = list(FundSource.objects.filter(pk__in=sources).select_related("organisation"))
    ends, posted = time.monotonic() + seconds, 0
    while time.monotonic() < ends:
        lines = [
            Line(key=f"bench:{uuid4()}", amount=Decimal("0.01"), summary="发放", item="living")
            for _ in range(at_once)
        ]
        services.post(
            by=None, source=chance.choice(held), move=Move.RESERVED, on=FIRST, lines=lines
        )
        posted += at_once
    return posted


def fill(office: Office, postings: int) -> None:
    """So many postings in all: entries that reserve and entries that pay, by turns."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # rows come finished
        cursor.execute(f"TRUNCATE {', '.join(EMPTIED)} CASCADE")
        cursor.execute(
            """
            INSERT INTO funds_entry (id, source_id, key, "on", summary, item, unit_id)
                SELECT n, (%(sources)s::bigint[])[1 + n %% %(all)s], 'bench:' || n,
                       %(first)s::date + (n * 7919 %% %(days)s)::int, '发放第' || n || '笔',
                       'item' || n %% %(items)s, (%(units)s::bigint[])[1 + n / 7 %% %(places)s]
                  FROM generate_series(1::bigint, %(entries)s) AS n
            """,
            {
                "sources": office.sources,
                "units": office.units,
                "all": SOURCES,
                "places": UNITS,
                "days": DAYS,
                "items": ITEMS,
                "first": office.first,
                "entries": postings // 2,
            },
        )
        cursor.execute(
            """
            INSERT INTO funds_posting (entry_id, account_id, "on", amount)
                SELECT e.id, a.id, e."on", CASE WHEN a.kind = m.goes_to THEN 1 ELSE -1 END * (1 + e.id % 900)
                  FROM funds_entry e
                  JOIN (VALUES (0, 'available', 'reserved'), (1, 'reserved', 'spent')) AS m (turn, out_of, goes_to)
                    ON m.turn = e.id / 100 % 2
                  JOIN funds_account a ON a.source_id = e.source_id AND a.kind IN (m.out_of, m.goes_to)
                 ORDER BY e.id
            """
        )
        cursor.execute(
            """
            INSERT INTO funds_daytotal (account_id, "on", item, unit_id, amount, number)
                SELECT p.account_id, p."on", e.item, e.unit_id, sum(p.amount), count(*)
                  FROM funds_posting p JOIN funds_entry e ON e.id = p.entry_id GROUP BY 1, 2, 3, 4
            """
        )
        cursor.execute(
            """
            INSERT INTO funds_accountday (account_id, "on", amount, number, closing)
                SELECT account_id, "on", sum(amount), sum(number),
                       sum(sum(amount)) OVER (PARTITION BY account_id ORDER BY "on")
                  FROM funds_daytotal GROUP BY 1, 2
            """
        )
        cursor.execute("RESET session_replication_role")
        cursor.execute("VACUUM ANALYZE")
