"""A book with a hundred sources, and posting to it by the services."""

import random
import time
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

SOURCES, DAYS, UNITS, AIDS = 100, 1_000, 20, 60
ITEMS = ("living", "medical", "education", "temporary", "condolence", "goods")
PLENTY = "900000000"
BEGIN = 1_000  # ids up to here are those of entries that the services wrote


@dataclass(frozen=True)
class Office:
    """A book, its sources, who reads it, and the days of its entries."""

    book: int
    sources: list[int]
    units: list[int]
    auditor: Any
    first: date
    last: date


def made(name: str = "市总工会") -> Office:
    from assistance.funds import services  # noqa: PLC0415
    from assistance.funds.models import FundSource  # noqa: PLC0415
    from ground.accounts import services as accounts  # noqa: PLC0415
    from ground.accounts.models import User  # noqa: PLC0415
    from ground.accounts.roles import Role  # noqa: PLC0415
    from ground.kernel import clock  # noqa: PLC0415

    last = clock.today()
    first = last - timedelta(days=DAYS - 1)
    root = accounts.add_organisation(by=None, name=name, kind="union")
    units = [
        accounts.add_organisation(by=None, name=f"第{n + 1}公司", kind="enterprise", parent=root)
        for n in range(UNITS)
    ]
    auditor = User.objects.create(username=f"auditor{root.pk}", full_name="经审", organisation=root)
    accounts.grant_role(by=None, user=auditor, organisation=root, role=Role.AUDITOR)
    for number in range(SOURCES):
        source = services.open_source(
            by=None, organisation=root, kind="own", name=f"资金{number}", year=first.year
        )
        services.receive_money(by=None, source=source, amount=PLENTY, on=first, summary="到账")
    held = FundSource.objects.filter(organisation=root).order_by("pk")
    return Office(
        book=root.pk,
        sources=list(held.values_list("pk", flat=True)),
        units=[one.pk for one in units],
        auditor=auditor,
        first=first,
        last=last,
    )


def found() -> Office | None:
    """The book that an earlier run left."""
    from django.db.models import Min  # noqa: PLC0415

    from assistance.funds.models import Entry, FundSource  # noqa: PLC0415
    from ground.accounts.models import Organisation, User  # noqa: PLC0415

    book = Organisation.objects.filter(name="市总工会").first()
    if book is None:
        return None
    sources = FundSource.objects.filter(organisation=book).order_by("pk")
    days = Entry.objects.filter(source=sources[0]).aggregate(first=Min("on"))
    units = Organisation.objects.filter(path__startswith=book.path).exclude(pk=book.pk)
    return Office(
        book=book.pk,
        sources=list(sources.values_list("pk", flat=True)),
        units=list(units.order_by("pk").values_list("pk", flat=True)),
        auditor=User.objects.get(username=f"auditor{book.pk}"),
        first=days["first"],
        last=days["first"] + timedelta(days=DAYS - 1),
    )


def post_at_once(source: int, entries: int) -> int:
    """So many entries of one source in one call."""
    from assistance.funds import services  # noqa: PLC0415
    from assistance.funds.models import FundSource  # noqa: PLC0415
    from assistance.funds.rules import Line, Move  # noqa: PLC0415
    from ground.kernel import clock  # noqa: PLC0415

    lines = [
        Line(key=f"bench:{uuid4()}", amount=Decimal("0.01"), summary="发放", item="living")
        for _ in range(entries)
    ]
    services.post(
        by=None,
        source=FundSource.objects.get(pk=source),
        move=Move.RESERVED,
        on=clock.today(),
        lines=lines,
    )
    return entries


def post_for(seconds: float, sources: list[int], at_once: int, number: int) -> int:
    """Post for so long to sources by chance; the number of entries."""
    from assistance.funds import services  # noqa: PLC0415
    from assistance.funds.models import FundSource  # noqa: PLC0415
    from assistance.funds.rules import Line, Move  # noqa: PLC0415
    from ground.kernel import clock  # noqa: PLC0415

    chance = random.Random(number)  # noqa: S311
    held = list(FundSource.objects.filter(pk__in=sources).select_related("organisation"))
    ends, posted, today = time.monotonic() + seconds, 0, clock.today()
    while time.monotonic() < ends:
        lines = [
            Line(key=f"bench:{uuid4()}", amount=Decimal("0.01"), summary="发放", item="living")
            for _ in range(at_once)
        ]
        services.post(
            by=None, source=chance.choice(held), move=Move.RESERVED, on=today, lines=lines
        )
        posted += at_once
    return posted


def pair(office: Office, n: int) -> tuple[int, date, str, int, Decimal]:
    """Payment number n: source, day, item, unit, amount. The same as `_PAIRS` says in SQL."""
    return (
        office.sources[n % SOURCES],
        office.first + timedelta(days=n * 7919 % DAYS),
        ITEMS[n % len(ITEMS)],
        office.units[n // 7 % UNITS],
        Decimal(1 + n % 900),
    )
