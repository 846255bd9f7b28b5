"""A county's union with money of its own, its people, and a calendar that goes on from day to day."""

from datetime import date

import pytest

from assistance.aid import services as aid
from assistance.aid.models import Payment
from assistance.funds import services as funds
from assistance.households.models import HardshipFile, Member
from ground.accounts.roles import Role
from ground.events import services as events


class County:
    """A county's union with 50,000 yuan, its people, and families on file by the number."""

    def __init__(self, name, make_organisation, person, at):
        self.office = make_organisation(f"{name}总工会", "union")
        self.factory = make_organisation(f"{name}纺织厂", parent=self.office)
        self.mine = make_organisation(f"{name}煤矿", parent=self.office)
        self.planner = person(Role.UNION_STAFF, self.office)
        self.boss = person(Role.OFFICE, self.office)
        self.finance = person(Role.FINANCE, self.office)
        self.approver = person(Role.APPROVER, self.office)
        self.name = name
        with at("2008-01-02"):
            self.source = funds.open_source(
                by=self.finance,
                organisation=self.office,
                kind="upper_union",
                name="专项资金",
                year=2008,
            )
            funds.receive_money(
                by=self.finance,
                source=self.source,
                amount=50000,
                on=date(2008, 1, 2),
                summary="到账",
            )

    def family(self, number, unit=None):
        file = HardshipFile.objects.create(
            file_no=f"{self.name}{number:03}",
            unit=unit or self.factory,
            category="deep",
            origin="imported",
            state="active",
            opened_on=date(2007, 3, 1),
            submitted_by=self.planner,
            approved_by=self.approver,
            approved_on=date(2007, 4, 1),
        )
        Member.objects.create(file=file, relation="holder", name="张三")
        return file

    def pay(self, name, at, on, drain):
        with at(on):
            batch = aid.make_batch(
                by=self.planner,
                name=name,
                source=self.source,
                payments=list(Payment.objects.filter(state="planned")),
            )
            aid.check_batch(by=self.finance, batch=batch)
            aid.approve_batch(by=self.approver, batch=batch)
            aid.pay_batch(by=self.finance, batch=batch)
            drain()


@pytest.fixture
def county(make_organisation, person, at):
    return County("桃源县", make_organisation, person, at)


def days(first, last):
    return [
        date.fromordinal(day)
        for day in range(
            date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal() + 1
        )
    ]


def live(first, last, at, drain):
    """Let the calendar go on from day to day."""
    for on in days(first, last):
        with at(on.isoformat()):
            events.begin_day(on)
            drain()
