"""Every page and figure that is computed from the ledger, asked at random days and places."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from bench.ledger_rows import AIDS, BEGIN, Office, pair

Ask = Callable[[random.Random], object]


def visits(office: Office, payments: int) -> dict[str, Ask]:
    from django.test import Client  # noqa: PLC0415

    from assistance.aid.models import Payment  # noqa: PLC0415
    from assistance.funds import queries  # noqa: PLC0415
    from assistance.funds.models import Account  # noqa: PLC0415
    from assistance.funds.workbench import money_now  # noqa: PLC0415
    from ground.accounts.models import Organisation  # noqa: PLC0415
    from ground.briefs.facts import compute, fact_of  # noqa: PLC0415
    from ground.kernel.periods import Period  # noqa: PLC0415

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(office.auditor, "django.contrib.auth.backends.ModelBackend")
    whole = Period(starts_on=office.first, ends_on=office.last)
    spent = list(Account.objects.filter(source__in=office.sources, kind="spent").order_by("source"))
    deep = {one.pk: queries.number_of_lines(one, whole) // 50 + 1 for one in spent}
    root = Organisation.objects.get(pk=office.book)

    def day(chance: random.Random) -> date:
        return office.first + timedelta(days=chance.randrange((office.last - office.first).days))

    def opened(url: str) -> None:
        answer = client.get(url)
        if answer.status_code != 200:  # noqa: PLR2004 -- a page that is refused measures nothing
            raise SystemExit(f"{url} answered {answer.status_code}")

    def statement(chance: random.Random, **more: Any) -> None:
        one = chance.choice(spent)
        said = "&".join(f"{name}={value}" for name, value in more.items())
        opened(f"/funds/{one.source_id}/?account=spent&{said}")

    def any_page(chance: random.Random) -> None:
        one = chance.choice(spent)
        page = chance.randrange(deep[one.pk]) + 1
        opened(f"/funds/{one.source_id}/?account=spent&to={day(chance)}&page={page}")

    def narrowed(chance: random.Random) -> None:
        source, _, item, unit, _ = pair(office, chance.randrange(payments) + 1)
        opened(f"/funds/{source}/?account=spent&item={item}&unit={unit}")

    def month(chance: random.Random, code: str) -> None:
        starts = day(chance)
        period = Period(starts_on=starts, ends_on=starts + timedelta(days=30))
        compute(fact_of(code), root, period)

    def family(chance: random.Random) -> None:
        payment = chance.randrange(max(payments - AIDS, 1)) + 1
        file = Payment.objects.values_list("file", flat=True).get(pk=payment)
        opened(f"/applications/files/{file}/history/")

    def some_entry(chance: random.Random) -> None:
        opened(f"/funds/entries/{BEGIN + 2 * (chance.randrange(payments) + 1)}/")

    return {
        "statement, first page": statement,
        "statement, last page": lambda chance: statement(chance, page=9_999_999),
        "statement, any page up to any day": any_page,
        "statement of an item at a unit": narrowed,
        "trial balance today": lambda _: opened("/funds/trial-balance/"),
        "trial balance at any day": lambda chance: opened(
            f"/funds/trial-balance/?on={day(chance)}"
        ),
        "sources and their distribution at any day": lambda chance: opened(
            f"/funds/distribution/?on={day(chance)}"
        ),
        "spending by source, item, unit: this year": lambda _: opened("/funds/spending/"),
        "spending between any two days": lambda chance: opened(
            "/funds/spending/?from={}&to={}".format(*sorted((day(chance), day(chance))))
        ),
        "fund sources": lambda _: opened("/funds/"),
        "account books": lambda _: opened("/funds/books/"),
        "an account book": lambda _: opened(f"/funds/books/{office.book}/"),
        "an entry": some_entry,
        "a family's history of help": family,
        "workbench: money now": lambda _: money_now(office.auditor),
        "fact of a month: money that came in": lambda chance: month(chance, "funds.money_received"),
    }
