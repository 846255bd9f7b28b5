from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from assistance.pairing import services as pairing
from assistance.pairing.models import PairingGroup
from assistance.visits.models import Visit
from ground.accounts.models import Organisation, User

ID_NO = "11010519491231002X"  # the standard's own example
KEY = UUID("00000000-0000-4000-8000-000000002008")


@dataclass
class World:
    """An agency paired with an enterprise, another agency that is not, and their people."""

    agency: Organisation
    stranger: Organisation
    haili: Organisation
    elsewhere: Organisation
    liaison: User
    outsider: User
    office: User
    leader: User
    group: PairingGroup


@pytest.fixture
def world(make_organisation: Callable[..., Organisation], person, at) -> World:
    agency = make_organisation("市政协办", "agency")
    stranger = make_organisation("市水利局", "agency")
    haili = make_organisation("海利农药化工有限公司", aliases=("海利化工有限公司",))
    elsewhere = make_organisation("鑫玉花纺织厂")
    office, leader = person("office"), person("leader")
    with at("2008-03-03"):
        group = pairing.propose_group(
            by=office,
            year=2008,
            link_point=haili,
            lead_agency=agency,
            members=[],
            starts_on=date(2008, 3, 3),
        )
        group = pairing.approve_group(by=leader, group=group)
    return World(
        agency,
        stranger,
        haili,
        elsewhere,
        person("liaison", agency),
        person("liaison", stranger),
        office,
        leader,
        group,
    )


@pytest.fixture
def said(world: World) -> dict[str, Any]:
    """What a service needs for a plain visit of the 14th of May."""
    return {
        "by": world.liaison,
        "key": KEY,
        "kind": Visit.Kind.ROUTINE,
        "agency": world.agency,
        "link_point": world.haili,
        "visited_on": date(2008, 5, 14),
        "visitors": "林红等4人",
        "situation": "与公司负责人座谈",
    }
