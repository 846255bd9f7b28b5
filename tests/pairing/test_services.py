import threading
from datetime import date

import pytest
from django.db import connection

from assistance.pairing import services
from assistance.pairing.models import AssistanceTask, GroupMember, LiaisonMeeting, PairingGroup
from assistance.pairing.rules import NewTask
from ground.accounts.models import ScopeGrant
from ground.audit.models import Entry
from ground.events.models import RecordedEvent
from ground.kernel.errors import RuleBroken


def refused(call, **arguments):
    before = Entry.objects.count(), RecordedEvent.objects.count()
    with pytest.raises(RuleBroken) as broken:
        call(**arguments)
    assert (Entry.objects.count(), RecordedEvent.objects.count()) == before
    return broken.value


def test_a_group_is_proposed_once(proposed):
    again = {
        "by": proposed.office,
        "year": 2008,
        "link_point": proposed.haili,
        "lead_agency": proposed.lead,
        "members": [],
        "starts_on": date(2008, 5, 1),
    }
    assert refused(services.propose_group, **again).code == "group_exists"
    assert PairingGroup.objects.count() == 1
    assert set(proposed.group.members.values_list("agency_id", flat=True)) == {
        proposed.lead.pk,
        proposed.member.pk,
    }


def test_who_proposes_does_not_approve(proposed):
    broken = refused(services.approve_group, by=proposed.office, group=proposed.group)
    assert broken.code == "same_person"
    assert ScopeGrant.objects.count() == 0


def test_approval_happens_once(active):
    assert ScopeGrant.objects.filter(over=active.haili).count() == 2
    broken = refused(services.approve_group, by=active.leader, group=active.group)
    assert broken.code == "group_not_proposed"


def test_a_proposal_is_withdrawn_with_a_reason(proposed):
    withdraw = services.withdraw_proposal
    broken = refused(withdraw, by=proposed.office, group=proposed.group, reason=" ")
    assert broken.code == "reason_missing"
    withdraw(by=proposed.office, group=proposed.group, reason="重复")
    assert (PairingGroup.objects.count(), GroupMember.objects.count()) == (0, 0)
    broken = refused(services.approve_group, by=proposed.leader, group=proposed.group)
    assert broken.code == "group_gone"


def test_ending_withdraws_the_scope(active, at):
    end = services.end_group
    with at("2008-06-30"):
        broken = refused(end, by=active.leader, group=active.group, ends_on=date(2008, 7, 1))
        assert broken.code == "end_in_future"
        end(by=active.leader, group=active.group, ends_on=date(2008, 6, 30))
    assert ScopeGrant.objects.count() == 0
    assert RecordedEvent.objects.filter(name="pairing.group_ended").count() == 1


def test_a_meeting_with_one_bad_task_is_not_recorded(active, at):
    with at("2008-06-17"):
        broken = refused(
            services.record_meeting,
            by=active.liaison,
            group=active.group,
            held_on=date(2008, 6, 17),
            place="市安监局",
            topics="分工",
            tasks=[
                NewTask(active.lead, "协调", date(2008, 8, 31)),
                NewTask(active.stranger, "送信息", date(2008, 8, 31)),
            ],
        )
    assert (broken.code, broken.fields) == (
        "agency_not_in_group",
        {"tasks.1.agency": "不是本组成员单位"},
    )
    assert (LiaisonMeeting.objects.count(), AssistanceTask.objects.count()) == (0, 0)


def test_a_meeting_is_recorded_once(active, at):
    meeting = {
        "by": active.liaison,
        "group": active.group,
        "held_on": date(2008, 5, 6),
        "place": "市计生委",
        "topics": "计划",
    }
    with at("2008-05-06"):
        services.record_meeting(**meeting)
        assert refused(services.record_meeting, **meeting).code == "meeting_exists"


def test_a_proposed_group_does_not_work_yet(proposed, at):
    with at("2008-05-06"):
        broken = refused(
            services.assign_task,
            by=proposed.liaison,
            group=proposed.group,
            agency=proposed.lead,
            content="送信息",
            due_on=date(2008, 8, 31),
        )
    assert broken.code == "group_not_active"


def test_the_way_of_a_task(active, at):
    with at("2008-06-17"):
        task = services.assign_task(
            by=active.liaison,
            group=active.group,
            agency=active.member,
            content="完善安全生产条件",
            due_on=date(2008, 8, 31),
        )
        assert refused(services.verify_task, by=active.office, task=task).code == "task_not_done"
        services.accept_task(by=active.member_liaison, task=task)
        again = refused(services.accept_task, by=active.member_liaison, task=task)
        assert again.code == "task_not_assigned"
    services.escalate_tasks(on=date(2008, 9, 1))
    with at("2008-09-03"):
        done = {"by": active.member_liaison, "task": task, "done_on": date(2008, 9, 2)}
        assert refused(services.complete_task, **done, note=" ").code == "note_missing"
        task = services.complete_task(**done, note="已整改")
        assert (task.state, task.done_on) == ("done", date(2008, 9, 2))
        own = refused(services.verify_task, by=active.member_liaison, task=task)
        assert own.code == "same_person"
        assert services.verify_task(by=active.office, task=task).state == "verified"
    assert Entry.objects.get(action="pairing.task_completed").details["late"] is True
    assert services.escalate_tasks(on=date(2008, 9, 4)) == 0


def test_tasks_of_ended_groups_are_no_longer_pressed(active, at):
    with at("2008-06-17"):
        services.assign_task(
            by=active.liaison,
            group=active.group,
            agency=active.lead,
            content="送信息",
            due_on=date(2008, 6, 20),
        )
        services.end_group(by=active.leader, group=active.group, ends_on=date(2008, 6, 17))
    assert services.escalate_tasks(on=date(2008, 9, 1)) == 0


@pytest.mark.django_db(transaction=True)
def test_two_approve_at_the_same_moment(proposed, person):
    leaders, outcomes = [proposed.leader, person("leader")], []
    ready = threading.Barrier(2)

    def approve(leader):
        ready.wait()
        try:
            services.approve_group(by=leader, group=proposed.group)
            outcomes.append("approved")
        except RuleBroken as broken:
            outcomes.append(broken.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=(one,)) for one in leaders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["approved", "group_not_proposed"]
    assert RecordedEvent.objects.filter(name="pairing.group_approved").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_propose_the_same_at_the_same_moment(proposed, make_organisation):
    other, outcomes = make_organisation("新厂"), []
    ready = threading.Barrier(2)

    def propose():
        ready.wait()
        try:
            services.propose_group(
                by=proposed.office,
                year=2008,
                link_point=other,
                lead_agency=proposed.lead,
                members=[],
                starts_on=date(2008, 5, 1),
            )
            outcomes.append("proposed")
        except RuleBroken as broken:
            outcomes.append(broken.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=propose) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["group_exists", "proposed"]
    assert PairingGroup.objects.filter(link_point=other).count() == 1
