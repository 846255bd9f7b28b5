from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal

import pytest

from assistance.funds import services
from assistance.funds.models import FundSource
from assistance.funds.rules import Line, Move
from ground.accounts.models import Organisation, User

JANUARY, FEBRUARY = date(2008, 1, 3), date(2008, 2, 1)


@pytest.fixture
def finance(person: Callable[..., User]) -> User:
    return person("finance")


@pytest.fixture
def source(
    root: Organisation, finance: User, at: Callable[[str], AbstractContextManager[None]]
) -> FundSource:
    """送温暖专项资金, 30,000 yuan of it received on the third of January."""
    with at("2008-01-03"):
        opened = services.open_source(
            by=finance,
            organisation=root,
            kind="upper_union",
            name="送温暖专项资金",
            year=2008,
            document_no="常工发〔2008〕1号",
        )
        services.receive_money(
            by=finance,
            source=opened,
            amount="30000",
            on=JANUARY,
            summary="2008年送温暖专项资金到账",
        )
    return opened


@pytest.fixture
def book(
    source: FundSource,
    finance: User,
    at: Callable[[str], AbstractContextManager[None]],
    drain: Callable[[], int],
) -> int:
    """The book of the source: one received, three reserved, three paid, in three seals; one waits."""
    drain()
    with at("2008-02-01"):
        for move in (Move.RESERVED, Move.PAID_OUT):
            services.post(
                by=finance,
                source=source,
                move=move,
                on=FEBRUARY,
                lines=[
                    Line(
                        key=f"批:{move.name}:{number}",
                        amount=Decimal(10 * number + 10),
                        summary="发放慰问金",
                        item="living",
                        unit_id=source.organisation_id,
                    )
                    for number in range(3)
                ],
            )
            drain()
        services.post_one(
            by=finance,
            source=source,
            move=Move.RESERVED,
            on=FEBRUARY,
            key="待",
            amount="5",
            summary="批准",
        )
    return source.organisation_id


@pytest.fixture
def tree(root, make_organisation, person):
    """Province over city over county, each with its finance person."""
    city = make_organisation("常德市总工会", "union")
    county = make_organisation("桃源县总工会", "union", parent=city)
    beside = make_organisation("岳阳市总工会", "union")
    return {
        "province": (root, person("finance")),
        "city": (city, person("finance", city)),
        "county": (county, person("finance", county)),
        "beside": (beside, person("finance", beside)),
    }


@pytest.fixture
def county(make_organisation):
    return make_organisation("桃源县总工会", "union")


@pytest.fixture
def below(person, county):
    return person("finance", county)
