from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest

from assistance.funds import services
from assistance.funds.models import FundSource
from ground.accounts.models import Organisation, User

JANUARY = date(2008, 1, 3)


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
