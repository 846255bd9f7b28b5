"""Three winters of one organiser."""

from datetime import date
from decimal import Decimal

import pytest

from tests.campaigns.steps import approve_all, pay_everything, pay_out
from tests.campaigns.years.winters import winter_of


@pytest.fixture
def winters(county, source, winter, enrolled, family, at, drain):
    """2006: one family. 2007: three families, 1,000 each. 2008, from 15 December 2007: two of them with
    1,500 and 500, and a new one with 900; all paid on 30 January, 20 days after it was published."""
    files = [family() for _ in range(4)]
    made = {}
    with at("2008-01-12"):
        for year, begins, amounts in (
            (2006, date(2006, 1, 5), {0: 700}),
            (2007, date(2007, 1, 5), {0: 1000, 1: 1000, 2: 1000}),
            (2008, date(2007, 12, 15), {1: 1500, 2: 500, 3: 900}),
        ):
            made[year] = winter(**winter_of(year, begins), budget=Decimal(6000))
            for at_, amount in amounts.items():
                enrolled(made[year], amount, file=files[at_])
            approve_all(county, made[year])
            enrolled(made[year], 400, file=family())  # waits on the list
    with at("2008-01-29"):
        pay_out(county, made[2008])
        drain()
    with at("2008-01-30"):
        pay_everything(county, source)
        drain()
    for one in made.values():
        one.refresh_from_db()
    return made
