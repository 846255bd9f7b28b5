"""A county that keeps the money of six families, and what it plans for them."""

from datetime import date
from types import SimpleNamespace

import pytest

from assistance.aid import services as aid
from assistance.households.models import BankCard, HardshipFile
from ground.accounts.roles import Role
from tests.aid.conftest import make_file

__all__ = ["make_file"]

CARDS = [
    "6222021001116245702",
    "6222021001116245710",
    "6222021001116245728",
    "6222021001116245736",
    "6222021001116245744",
    "6222021001116245751",
]


@pytest.fixture
def factory(make_organisation):
    return make_organisation("海利农药化工有限公司")


@pytest.fixture
def county(make_organisation, person, make_file, at):
    """常德市总工会 over 桃源县总工会, whose people keep the money of six families."""
    city = make_organisation("常德市总工会", "union")
    union = make_organisation("桃源县总工会", "union", parent=city)
    factory = make_organisation("杰新纺织公司", parent=union)
    people = {role: person(role, union) for role in (Role.UNION_STAFF, Role.FINANCE, Role.APPROVER)}
    files = [make_file(number, unit=factory) for number in range(1, 7)]
    HardshipFile.objects.update(tier="national")  # central money is for these alone
    for file, card in zip(files, CARDS, strict=True):
        BankCard.objects.create(file=file, holder_name="刘春生", bank="中国农业银行", card_no=card)
    for label, above in (("分管副主席", 0), ("主席办公会", 10000)):
        aid.set_approval_level(
            by=people[Role.APPROVER],
            organisation=union,
            label=label,
            above=above,
            valid_from=date(2008, 1, 1),
        )
    return SimpleNamespace(
        city=city,
        city_finance=person(Role.FINANCE, city),
        union=union,
        factory=factory,
        maker=people[Role.UNION_STAFF],
        finance=people[Role.FINANCE],
        deputy=people[Role.APPROVER],
        chair=person(Role.APPROVER, union),
        files=files,
    )


@pytest.fixture
def plan(county):
    def one(key, file, amount, aid_type="living", channel="bank_transfer"):
        return aid.plan_payment(
            key=key,
            aid_type=aid_type,
            link_point=county.factory,
            file=county.files[file],
            reason="生活救助" if aid_type == "living" else "秋季入学",
            amount=amount,
            given_on=date(2008, 5, 20),
            channel=channel,
        )

    return one
