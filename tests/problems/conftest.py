from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from assistance.pairing import services as pairing
from assistance.pairing.models import AssistanceTask, ContactCard, PairingGroup
from assistance.pairing.rules import NewHolder
from assistance.problems import services
from assistance.problems.models import EnterpriseProblem
from ground.accounts.models import Organisation, User


@dataclass
class World:
    """An office with a lead agency, a bureau and an enterprise, in a county; another county beside."""

    office: Organisation
    lead: Organisation
    bureau: Organisation
    helper: Organisation
    haili: Organisation
    elsewhere: Organisation
    clerk: User
    second: User
    leader: User
    liaison: User
    handler: User
    stranger: User
    group: PairingGroup


@pytest.fixture
def world(make_organisation: Callable[..., Organisation], person, at) -> World:
    office = make_organisation("桃源县“双联”办", "link_office")
    other = make_organisation("临澧县“双联”办", "link_office")
    lead = make_organisation("县政府办", "agency", office)
    bureau = make_organisation("县国土局", "agency", office)
    helper = make_organisation("县财政局", "agency", office)
    haili = make_organisation("杰新纺织公司", parent=office)
    elsewhere = make_organisation("合口花炮厂", parent=other)
    clerk, leader = person("office", office), person("leader", office)
    with at("2008-03-03"):
        group = pairing.propose_group(
            by=clerk,
            year=2008,
            link_point=haili,
            lead_agency=lead,
            members=[],
            starts_on=date(2008, 3, 3),
        )
        group = pairing.approve_group(by=leader, group=group)
    return World(
        office,
        lead,
        bureau,
        helper,
        haili,
        elsewhere,
        clerk,
        person("office", office),
        leader,
        person("liaison", lead),
        person("liaison", bureau),
        person("office", other),
        group,
    )


@pytest.fixture
def told(world: World, at) -> Callable[..., EnterpriseProblem]:
    """Collect a problem of the enterprise, on the 2nd of June 2008 where nothing else is said."""

    def tell(on: str = "2008-06-02", **said: Any) -> EnterpriseProblem:
        with at(on):
            return services.raise_problem(
                **{
                    "by": world.clerk,
                    "link_point": world.haili,
                    "category": "land",
                    "description": "厂区扩建的用地手续办不下来",
                    **said,
                }
            )

    return tell


@pytest.fixture
def registered(world: World, told, at) -> EnterpriseProblem:
    with at("2008-06-03"):
        return services.register_problem(
            by=world.clerk, problem=told(), category="land", urgency="normal"
        )


@pytest.fixture
def dispatched(world: World, registered, at) -> EnterpriseProblem:
    with at("2008-06-04"):
        return services.dispatch_problem(
            by=world.clerk, problem=registered, agency=world.bureau, co_agencies=[world.helper]
        )


@pytest.fixture
def work(world: World, drain, at) -> Callable[..., AssistanceTask]:
    """The bureau takes up the task of a problem and reports it as done; the events are delivered."""

    def do(
        problem: EnterpriseProblem, on: str = "2008-06-20", note: str = "用地手续已办结"
    ) -> AssistanceTask:
        task = AssistanceTask.objects.get(pk=EnterpriseProblem.objects.get(pk=problem.pk).task_id)
        with at(on):
            if task.state == AssistanceTask.State.ASSIGNED:
                pairing.accept_task(by=world.handler, task=task)
                drain()
            task = pairing.complete_task(
                by=world.handler, task=task, done_on=date.fromisoformat(on), note=note
            )
            drain()
        return task

    return do


@pytest.fixture
def answered(dispatched, work) -> EnterpriseProblem:
    work(dispatched)
    return EnterpriseProblem.objects.get(pk=dispatched.pk)


@pytest.fixture
def card(world: World, at) -> ContactCard:
    with at("2008-03-10"):
        return pairing.issue_card(
            by=world.clerk,
            group=world.group,
            holders=[NewHolder(agency_id=world.lead.pk, name="安民", phone="13807360001")],
            promises="有求必应",
            hotline="0736-6600000",
        )
