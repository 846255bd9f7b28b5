"""The group of 2008, as article 1 of the Changde brief tells it."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from assistance.pairing import services
from assistance.pairing.models import AssistanceTask, PairingGroup
from assistance.pairing.rules import NewTask
from assistance.visits.models import Clue, Visit
from assistance.visits.rules import FoundFamily
from assistance.visits.services import record_visit
from ground.accounts.models import Organisation, User
from ground.accounts.queries import organisation_named
from ground.audit.models import Entry
from ground.events.models import RecordedEvent
from ground.events.services import begin_day

AGENCIES = ("市政协办", "市计生委", "市安监局", "市环保局", "市运管处")
DUE = date(2008, 8, 31)


def yellow_cards():
    pressed = {"name": "pairing.task_escalated", "payload__level": 2}
    told = Entry.objects.filter(action="pairing.task_escalated", details__level=2).count()
    assert RecordedEvent.objects.filter(**pressed).count() == told
    return told


def fresh(user):
    return User.objects.get(pk=user.pk)


def test_the_group_of_2008(make_organisation, person, drain, at):  # noqa: PLR0915 -- a year
    lead, *others = agencies = [make_organisation(name, "agency") for name in AGENCIES]
    haili = make_organisation(
        "海利农药化工有限公司", aliases=("海利化工有限公司", "海利农药化工公司")
    )
    stranger = make_organisation("市水利局", "agency")
    office, leader, liaison = person("office"), person("leader"), person("liaison", lead)
    liaisons = [liaison, *(person("liaison", one) for one in others)]
    outsider = person("liaison", stranger)

    assert organisation_named("海利化工有限公司") == haili
    assert organisation_named("海利农药化工公司") == haili

    with at("2008-03-03"):
        group = services.propose_group(
            by=office,
            year=2008,
            link_point=haili,
            lead_agency=lead,
            members=others,
            starts_on=date(2008, 3, 3),
        )
        for one in liaisons:
            assert not Organisation.objects.visible_to(fresh(one)).filter(pk=haili.pk).exists()
        services.approve_group(by=leader, group=group)
    group.refresh_from_db()
    assert group.state == PairingGroup.State.ACTIVE
    for one in liaisons:
        assert Organisation.objects.visible_to(fresh(one)).filter(pk=haili.pk).exists()
    assert not Organisation.objects.visible_to(outsider).filter(pk=haili.pk).exists()

    with at("2008-05-06"):
        services.record_meeting(
            by=liaison,
            group=group,
            held_on=date(2008, 5, 6),
            place="市计生委",
            convener="马耀舫",
            topics="讨论通过全年“双联”工作计划",
        )
    with at("2008-05-14"):
        visit = record_visit(
            by=liaison,
            key=uuid4(),
            kind=Visit.Kind.ROUTINE,
            agency=lead,
            link_point=haili,
            visited_on=date(2008, 5, 14),
            visitors="林红等4人",
            situation="与公司负责人和有关部门座谈，对困难职工进行家庭走访",
            families=[
                FoundFamily(worker_name=f"职工{number}", hardship="生活困难")
                for number in range(1, 12)
            ],
        )
        drain()
    assert visit.group == group
    assert visit.condolence_cash == Decimal(0)
    assert Clue.objects.filter(visit=visit).count() == 11
    assert RecordedEvent.objects.filter(name="visits.family_found").count() == 11
    for one in liaisons:
        assert Visit.objects.visible_to(fresh(one), "visits.see_visits").get() == visit
    assert not Visit.objects.visible_to(outsider, "visits.see_visits").exists()

    with at("2008-06-17"):
        meeting = services.record_meeting(
            by=liaison,
            group=group,
            held_on=date(2008, 6, 17),
            place="市安监局",
            topics="交流上半年“双联”工作，作出帮扶任务分工",
            tasks=[NewTask(one, f"帮扶任务：{one}", DUE) for one in agencies],
        )
    assert meeting.tasks.count() == 5
    assert set(meeting.tasks.values_list("assigned_on", flat=True)) == {date(2008, 6, 17)}

    own = AssistanceTask.objects.get(agency=lead)
    with at("2008-07-20"):
        services.accept_task(by=liaison, task=own)
        services.complete_task(by=liaison, task=own, done_on=date(2008, 7, 18), note="已办结")
        services.verify_task(by=office, task=own)
    with at("2008-08-31"):
        begin_day(date(2008, 8, 31))
        drain()
    assert not AssistanceTask.objects.filter(level__gt=AssistanceTask.Level.REMINDED).exists()
    with at("2008-09-01"):
        begin_day(date(2008, 9, 1))
        drain()
    late = AssistanceTask.objects.filter(level=AssistanceTask.Level.YELLOW)
    assert set(late.values_list("agency_id", flat=True)) == {one.pk for one in others}
    assert yellow_cards() == 4
    with at("2008-09-02"):
        begin_day(date(2008, 9, 2))
        drain()
    assert yellow_cards() == 4

    with at("2008-12-31"):
        services.end_group(by=leader, group=group, ends_on=date(2008, 12, 31))
    for one in liaisons:
        assert not Organisation.objects.visible_to(fresh(one)).filter(pk=haili.pk).exists()
    assert Visit.objects.visible_to(fresh(liaison), "visits.see_visits").get() == visit
    for one in liaisons[1:]:
        assert not Visit.objects.visible_to(fresh(one), "visits.see_visits").exists()


@pytest.mark.parametrize("twice", [False, True])
def test_the_day_marks_each_task_once(make_organisation, person, at, twice):
    lead, haili = make_organisation("市政协办", "agency"), make_organisation("海利")
    with at("2008-03-03"):
        group = services.propose_group(
            by=person("office"),
            year=2008,
            link_point=haili,
            lead_agency=lead,
            members=[],
            starts_on=date(2008, 3, 3),
        )
        group = services.approve_group(by=person("leader"), group=group)
        services.assign_task(
            by=person("office"), group=group, agency=lead, content="送信息", due_on=DUE
        )
    for _ in range(1 + twice):
        services.escalate_tasks(on=date(2008, 9, 1))
    assert yellow_cards() == 1
