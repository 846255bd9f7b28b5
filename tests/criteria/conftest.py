"""A province's office, a city and a county in it, each with people who keep and publish its rules."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from ground.accounts.models import Organisation, User
from ground.places.models import Division
from ground.places.services import set_local_rule

SINCE = date(2000, 1, 1)


@dataclass
class World:
    city: Division
    county: Division
    other_county: Division
    county_union: Organisation
    editor: User
    publisher: User
    leader: User
    county_editor: User
    county_approver: User
    liaison: User
    admin: User


@pytest.fixture
def world(
    root: Organisation, make_organisation: Callable[..., Organisation], person: Callable[..., User]
) -> World:
    city = Division.objects.create(
        code="430700", name="常德市", level="prefecture", valid_from=SINCE
    )
    county, other = (
        Division.objects.create(code=code, name=name, level="county", parent=city, valid_from=SINCE)
        for code, name in (("430725", "桃源县"), ("430724", "临澧县"))
    )
    Organisation.objects.filter(pk=root.pk).update(division=city)
    union = make_organisation("桃源县总工会", "union")
    Organisation.objects.filter(pk=union.pk).update(division=county)
    agency = make_organisation("市政协办", "agency")
    for division, value in ((city, "550"), (county, "500")):
        set_local_rule(
            code="households.dibao_monthly",
            value=Decimal(value),
            division=division,
            valid_from=date(2008, 1, 1),
            source="测试",
        )
    return World(
        city=city,
        county=county,
        other_county=other,
        county_union=union,
        editor=person("office"),
        publisher=person("office"),
        leader=person("leader"),
        county_editor=person("office", union),
        county_approver=person("approver", union),
        liaison=person("liaison", agency),
        admin=person("administrator"),
    )
