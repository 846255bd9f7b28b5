from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from assistance.pairing import services
from assistance.pairing.models import PairingGroup
from ground.accounts.models import Organisation, User


@dataclass
class World:
    """A link office with a lead, one member and a stranger, an enterprise, and a proposed group."""

    lead: Organisation
    member: Organisation
    stranger: Organisation
    haili: Organisation
    office: User
    leader: User
    liaison: User
    member_liaison: User
    outsider: User
    group: PairingGroup


@pytest.fixture
def proposed(make_organisation: Callable[..., Organisation], person, at) -> World:
    lead = make_organisation("市政协办", "agency")
    member = make_organisation("市安监局", "agency")
    stranger = make_organisation("市水利局", "agency")
    haili = make_organisation("海利农药化工有限公司", aliases=("海利化工有限公司",))
    office = person("office")
    with at("2008-03-03"):
        group = services.propose_group(
            by=office,
            year=2008,
            link_point=haili,
            lead_agency=lead,
            members=[member],
            starts_on=date(2008, 3, 3),
        )
    return World(
        lead,
        member,
        stranger,
        haili,
        office,
        person("leader"),
        person("liaison", lead),
        person("liaison", member),
        person("liaison", stranger),
        group,
    )


@pytest.fixture
def active(proposed: World, at) -> World:
    with at("2008-03-04"):
        proposed.group = services.approve_group(by=proposed.leader, group=proposed.group)
    return proposed
