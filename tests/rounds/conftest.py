"""A city with an office, three agencies and two enterprises, linked in groups."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from assistance.pairing import services as pairing
from assistance.pairing.models import PairingGroup
from assistance.visits import services as visits
from assistance.visits.models import Visit
from ground.accounts.models import Organisation, User
from ground.places.models import Division


@dataclass
class World:
    lead: Organisation
    member: Organisation
    stranger: Organisation
    haili: Organisation
    jiexin: Organisation
    office: User
    leader: User
    admin: User
    liaison: User
    outsider: User
    county: Organisation
    county_office: User
    city_division: Division
    county_division: Division
    group: PairingGroup


@pytest.fixture
def world(make_organisation: Callable[..., Organisation], person, at) -> World:
    city = Division.objects.create(
        code="430700", name="常德市", level="prefecture", valid_from=date(1988, 1, 1)
    )
    county = Division.objects.create(
        code="430725", name="桃源县", level="county", parent=city, valid_from=date(1988, 1, 1)
    )
    taoyuan = make_organisation("桃源县“双联”办", "link_office")
    lead = make_organisation("市政协办", "agency")
    member = make_organisation("市安监局", "agency")
    stranger = make_organisation("桃源县水利局", "agency", parent=taoyuan)
    haili = make_organisation("海利农药化工有限公司")
    jiexin = make_organisation("杰新纺织公司", parent=taoyuan)
    Organisation.objects.filter(pk=haili.pk).update(division=city)
    Organisation.objects.filter(pk=jiexin.pk).update(division=county)
    office, leader = person("office"), person("leader")
    made = World(
        lead,
        member,
        stranger,
        Organisation.objects.get(pk=haili.pk),
        Organisation.objects.get(pk=jiexin.pk),
        office,
        leader,
        person("administrator"),
        person("liaison", lead),
        person("liaison", stranger),
        taoyuan,
        person("office", taoyuan),
        city,
        county,
        PairingGroup(),
    )
    made.group = _linked(made, at, made.haili, lead, [member], "2008-01-01", "雷立敬")
    return made


def _linked(
    world: World,
    at: Any,
    link_point: Organisation,
    lead: Organisation,
    members: list[Organisation],
    starts_on: str,
    link_leader: str,
) -> PairingGroup:
    with at(starts_on):
        group = pairing.propose_group(
            by=world.office,
            year=int(starts_on[:4]),
            link_point=link_point,
            lead_agency=lead,
            members=members,
            starts_on=date.fromisoformat(starts_on),
            link_leader=link_leader,
        )
        return pairing.approve_group(by=world.leader, group=group)


@pytest.fixture
def link(world: World, at) -> Callable[..., PairingGroup]:
    def make(
        link_point: Organisation,
        lead: Organisation,
        *members: Organisation,
        starts_on: str = "2008-01-01",
        link_leader: str = "",
    ) -> PairingGroup:
        return _linked(world, at, link_point, lead, list(members), starts_on, link_leader)

    return make


@pytest.fixture
def visit(world: World, at) -> Callable[..., Visit]:
    """A visit recorded on its day, by the lead agency to 海利 unless said otherwise."""

    def make(on: str, *, recorded: str = "", **said: Any) -> Visit:
        with at(recorded or on):
            values: dict[str, Any] = {
                "by": world.office,
                "key": uuid4(),
                "kind": Visit.Kind.ROUTINE,
                "agency": world.lead,
                "link_point": world.haili,
                "visited_on": date.fromisoformat(on),
                "visitors": "林红等4人",
                "situation": "与公司负责人座谈",
            }
            return visits.record_visit(**(values | said))

    return make
