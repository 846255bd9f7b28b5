"""Families on file, and the people who look at them again."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from assistance.households.models import HardshipFile
from assistance.reviews import services
from assistance.reviews.models import Proposal, Review
from ground.accounts.models import User
from ground.accounts.roles import Role
from ground.kernel.errors import RuleBroken
from tests.households.conftest import office, opened, walk

__all__ = ["office", "opened", "walk"]


def refused(code, service, **arguments):
    with pytest.raises(RuleBroken) as broken:
        service(**arguments)
    assert broken.value.code == code


def draw(office, at, on="2008-06-02", **values):
    asked = {
        "by": office.approver,
        "organisation": office.union,
        "year": 2008,
        "seed": "36 08 17",
        "due_on": date(2008, 7, 31),
        "share": Decimal(100),
    }
    with at(on):
        return services.draw_sample(**(asked | values))


@pytest.fixture
def on_file(opened: Callable[..., HardshipFile], walk: Callable[..., HardshipFile], at):
    """A family that is on file since a day."""

    def make(on: str = "2008-01-10", **values: object) -> HardshipFile:
        with at(on):
            return walk(opened(**values))

    return make


@pytest.fixture
def fresh(office: SimpleNamespace, person: Callable[..., User]) -> User:
    """A keeper of the same union who has never had a file in hand."""
    return person(Role.UNION_STAFF, office.union)


@pytest.fixture
def proposed(office: SimpleNamespace):
    def make(file: HardshipFile, **values: object) -> Proposal:
        asked = {
            "by": office.keeper,
            "file": file,
            "kind": "exit",
            "cause": "out_of_hardship",
            "reason": "女儿就业，家庭收入增加",
        }
        return services.propose(**(asked | values))

    return make


@pytest.fixture
def due(at):
    """The reviews that the calendar opens on a day."""

    def on(day: str) -> list[Review]:
        with at(day):
            services.open_due_reviews(date.fromisoformat(day))
        return list(Review.objects.open().order_by("pk"))

    return on


@pytest.fixture
def copies(office, on_file):
    """As many active files as wanted beside a real one, written past the services."""

    def make(number, **changes):
        first = on_file()
        return HardshipFile.objects.bulk_create(
            HardshipFile(
                file_no=f"X{first.pk}-{at}",
                unit=office.unit,
                category="relative",
                origin="imported",
                opened_on=date(2008, 1, 1),
                **(
                    {
                        "state": "active",
                        "approved_by": office.approver,
                        "approved_on": date(2008, 1, 2),
                    }
                    | changes
                ),
            )
            for at in range(number)
        )

    return make
