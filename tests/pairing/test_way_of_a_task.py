"""Given back, given anew, postponed, sent back, cancelled; two at the same moment."""

import threading
from datetime import date

import pytest
from django.db import connection

from assistance.pairing import services
from assistance.pairing.models import AssistanceTask, Postponement, TaskShare
from ground.events.models import RecordedEvent
from ground.files import services as files
from ground.kernel.errors import RuleBroken
from tests.files import samples
from tests.pairing.test_services import refused


@pytest.fixture
def task(active, at):
    with at("2008-06-02"):
        return services.assign_task(
            by=active.liaison,
            group=active.group,
            agency=active.member,
            content="完善安全生产条件",
            due_on=date(2008, 6, 20),
        )


def events(name):
    return RecordedEvent.objects.filter(name=f"pairing.{name}").count()


def test_a_task_needs_a_link_point_but_no_group(active, at):
    with at("2008-06-02"):
        about = {
            "by": None,
            "agency": active.stranger,
            "content": "协调用电",
            "due_on": date(2008, 6, 20),
        }
        assert refused(services.assign_task, **about).code == "task_about_nobody"
        task = services.assign_task(**about, link_point=active.haili, co_agencies=[active.member])
        twice = services.assign_task(**about, link_point=active.haili)
    assert (task.group, task.assigned_by, task.first_due_on) == (None, None, date(2008, 6, 20))
    assert twice.pk != task.pk
    seen = AssistanceTask.objects.visible_to
    assert set(seen(active.outsider, "pairing.see_groups")) == {task, twice}
    assert set(seen(active.member_liaison, "pairing.see_groups")) == {task}  # helps with one
    assert set(seen(active.liaison, "pairing.see_groups")) == set()  # paired, and no side of it
    assert set(seen(active.office, "pairing.see_groups")) == {task, twice}
    led = AssistanceTask.objects.led_by
    assert set(led(active.office, "pairing.assign_task")) == {task, twice}
    assert set(led(active.outsider, "pairing.assign_task")) == set()


def test_an_enterprise_is_given_no_task(active, at):
    with at("2008-06-02"):
        broken = refused(
            services.assign_task,
            by=None,
            agency=active.haili,
            content="x",
            due_on=date(2008, 6, 20),
            link_point=active.haili,
        )
    assert broken.code == "not_an_agency"


def test_who_helps_in_a_group_is_a_member(active, at):
    with at("2008-06-02"):
        about = {
            "by": active.liaison,
            "group": active.group,
            "agency": active.lead,
            "content": "协调",
            "due_on": date(2008, 6, 20),
        }
        broken = refused(services.assign_task, **about, co_agencies=[active.stranger])
        assert broken.code == "agency_not_in_group"
        assert AssistanceTask.objects.count() == 0
        task = services.assign_task(**about, co_agencies=[active.member, active.lead])
    assert [one.agency for one in task.shares.all()] == [active.member]


def test_returned_and_given_to_another(active, task, at):
    with at("2008-06-03"):
        assert refused(services.return_task, by=active.member_liaison, task=task, reason=" ").code
        services.return_task(by=active.member_liaison, task=task, reason="不属本单位职责")
        again = {"by": active.liaison, "task": task, "due_on": date(2008, 6, 30)}
        broken = refused(services.reassign_task, **again, agency=active.stranger)
        assert broken.code == "agency_not_in_group"
        services.reassign_task(**again, agency=active.lead, co_agencies=[active.member])
    task.refresh_from_db()
    assert (task.state, task.agency, task.due_on) == ("assigned", active.lead, date(2008, 6, 30))
    assert task.first_due_on == date(2008, 6, 20)
    assert TaskShare.objects.get().agency == active.member
    assert (events("task_returned"), events("task_assigned")) == (1, 2)
    with at("2008-06-04"):
        services.complete_task(
            by=active.liaison, task=task, done_on=date(2008, 6, 4), note="已协调"
        )
        assert refused(services.reassign_task, **again, agency=active.member).code == "task_closed"


def test_sent_back_goes_on(active, task, at):
    with at("2008-06-10"):
        own = {"by": active.member_liaison, "task": task}
        services.complete_task(**own, done_on=date(2008, 6, 10), note="已整改")
        services.send_back_task(by=active.office, task=task, reason="没有佐证材料")
        task.refresh_from_db()
        assert (task.state, task.done_on, task.done_by) == ("accepted", None, None)
        file = files.keep(by=active.member_liaison, content=samples.PDF, name="验收单.pdf")
        services.complete_task(**own, done_on=date(2008, 6, 10), note="补充", evidence=[file])
        services.verify_task(by=active.office, task=task)
        assert refused(services.send_back_task, by=active.office, task=task, reason="x").code == (
            "task_not_done"
        )
    task.refresh_from_db()
    assert [one.file for one in task.evidence.all()] == [file]
    assert (task.state, task.verified_on) == ("verified", date(2008, 6, 10))
    assert (events("task_sent_back"), events("task_verified")) == (1, 1)


def test_a_cancelled_task_can_be_given_again(active, task, at):
    with at("2008-06-03"):
        services.cancel_task(by=active.liaison, task=task, reason="情况变化")
        assert refused(services.accept_task, by=active.member_liaison, task=task).code == (
            "task_not_assigned"
        )
        again = services.assign_task(
            by=active.liaison,
            group=active.group,
            agency=active.member,
            content=task.content,
            due_on=date(2008, 7, 1),
        )
    assert again.pk != task.pk
    assert events("task_cancelled") == 1


def test_a_lead_does_not_take_back_its_own_task(active, task, at, client_of):
    with at("2008-06-02"):
        own = services.assign_task(
            by=active.liaison,
            group=active.group,
            agency=active.lead,
            content="协调",
            due_on=date(2008, 6, 20),
        )
    lead, office = client_of(active.liaison), client_of(active.office)
    reason = {"reason": "不办了"}
    assert lead.post(f"/pairing/tasks/{own.pk}/cancel/", reason).status_code == 404
    assert lead.get(f"/pairing/tasks/{own.pk}/reassign/").status_code == 404
    api = f"/api/v1/pairing/tasks/{own.pk}/cancel"
    assert lead.post(api, reason, content_type="application/json").status_code == 404
    own.refresh_from_db()
    assert own.state == "assigned"
    assert lead.get(f"/pairing/tasks/{task.pk}/reassign/").status_code == 200
    assert office.post(f"/pairing/tasks/{own.pk}/cancel/", reason).status_code == 302
    own.refresh_from_db()
    assert own.state == "cancelled"


def test_postponed_by_another_than_asked(active, task, at, person):
    services.escalate_tasks(on=date(2008, 6, 18))
    ask, decide = services.ask_postponement, services.decide_postponement
    with at("2008-06-19"):
        own = {"by": active.member_liaison, "task": task, "reason": "设备未到"}
        assert refused(ask, **own, due_on=date(2008, 6, 20)).code == "postponed_backwards"
        asked = ask(**own, due_on=date(2008, 7, 10))
        assert refused(ask, **own, due_on=date(2008, 7, 11)).code == "postponement_asked"
        same = refused(decide, by=active.member_liaison, postponement=asked, granted=True)
        assert same.code == "same_person"
        silent = refused(decide, by=active.office, postponement=asked, granted=False)
        assert (silent.code, list(silent.fields)) == ("reason_missing", ["opinion"])
        task.refresh_from_db()
        assert (task.due_on, task.level) == (date(2008, 6, 20), 1)
        decide(by=active.office, postponement=asked, granted=True)
        again = refused(decide, by=active.leader, postponement=asked, granted=False, opinion="x")
        assert again.code == "postponement_decided"
    task.refresh_from_db()
    assert (task.due_on, task.first_due_on, task.level) == (
        date(2008, 7, 10),
        date(2008, 6, 20),
        0,
    )
    assert events("task_postponed") == 1
    assert services.escalate_tasks(on=date(2008, 6, 30)) == 0
    assert services.escalate_tasks(on=date(2008, 7, 11)) == 1


def test_overdue_is_still_completed(active, task, at):
    services.escalate_tasks(on=date(2008, 7, 4))
    with at("2008-07-05"):
        services.complete_task(
            by=active.member_liaison, task=task, done_on=date(2008, 7, 5), note="已办结"
        )
    task.refresh_from_db()
    assert (task.state, task.level) == ("done", 4)


def _at_once(*calls):
    """What each call came to, run at the same moment: 'done' or the code of the broken rule."""
    ready, outcomes = threading.Barrier(len(calls)), []

    def run(call, arguments):
        ready.wait()
        try:
            call(**arguments)
            outcomes.append("done")
        except RuleBroken as broken:
            outcomes.append(broken.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=one) for one in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.mark.django_db(transaction=True)
def test_two_decide_at_the_same_moment(active, task, at):
    with at("2008-06-19"):
        asked = services.ask_postponement(
            by=active.member_liaison, task=task, due_on=date(2030, 1, 4), reason="设备未到"
        )
    decide = services.decide_postponement
    outcomes = _at_once(
        (decide, {"by": active.office, "postponement": asked, "granted": True}),
        (
            decide,
            {"by": active.leader, "postponement": asked, "granted": False, "opinion": "按期"},
        ),
    )
    assert outcomes == ["done", "postponement_decided"]
    asked.refresh_from_db()
    task.refresh_from_db()
    assert (task.due_on == date(2030, 1, 4)) == (asked.state == Postponement.State.GRANTED)


@pytest.mark.django_db(transaction=True)
def test_two_ask_at_the_same_moment(active, task):
    ask = {"task": task, "due_on": date(2030, 1, 4), "reason": "设备未到"}
    outcomes = _at_once(
        (services.ask_postponement, {"by": active.member_liaison, **ask}),
        (services.ask_postponement, {"by": active.member_liaison, **ask}),
    )
    assert outcomes == ["done", "postponement_asked"]


@pytest.mark.django_db(transaction=True)
def test_returned_and_cancelled_at_the_same_moment(active, task):
    outcomes = _at_once(
        (services.cancel_task, {"by": active.liaison, "task": task, "reason": "情况变化"}),
        (services.accept_task, {"by": active.member_liaison, "task": task}),
    )
    assert outcomes in (["done", "done"], ["done", "task_not_assigned"])
    task.refresh_from_db()
    assert task.state == "cancelled"
