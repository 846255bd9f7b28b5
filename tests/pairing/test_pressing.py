"""Reminder, yellow, red, leader: by working days, each once, never down, never row by row."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assistance.pairing import services
from assistance.pairing.models import AssistanceTask
from assistance.pairing.queries.pressing import marks_of
from assistance.pairing.rules import level_of
from ground.accounts.models import Organisation
from ground.audit.models import Entry
from ground.events.models import RecordedEvent
from ground.places.models import Division
from ground.places.services import set_local_rule
from ground.web.workbench import Urgency, waiting_for

DUE = date(2008, 6, 20)  # a Friday; Saturday and Sunday follow


def given(world, at, content="送信息", due_on=DUE):
    with at("2008-06-02"):
        return services.assign_task(
            by=world.liaison,
            group=world.group,
            agency=world.member,
            content=content,
            due_on=due_on,
        )


def level(task):
    task.refresh_from_db()
    return task.level


def pressed(task):
    rows = RecordedEvent.objects.filter(name="pairing.task_escalated", payload__task_id=task.pk)
    return list(rows.order_by("pk").values_list("payload__level", flat=True))


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2008-06-16", 0),  # Monday: four working days are left
        ("2008-06-17", 1),  # three are left
        ("2008-06-20", 1),  # the day itself
        ("2008-06-21", 1),  # Saturday: overdue, no working day has passed
        ("2008-06-23", 2),  # Monday: the first has
        ("2008-06-26", 2),
        ("2008-06-27", 3),  # the fifth
        ("2008-07-03", 3),
        ("2008-07-04", 4),  # the tenth
    ],
)
def test_levels_follow_working_days(db, on, expected):
    day = date.fromisoformat(on)
    assert level_of(due_on=DUE, marks=marks_of(day, 3, 1, 5, 10), on=day) == expected


def test_a_rule_of_nought_presses_the_day_after(db):
    marks = marks_of(date(2008, 6, 20), 0, 0, 0, 0)
    assert level_of(due_on=DUE, marks=marks, on=date(2008, 6, 20)) == 1
    marks = marks_of(date(2008, 6, 21), 0, 0, 0, 0)
    assert level_of(due_on=DUE, marks=marks, on=date(2008, 6, 21)) == 4


def test_the_database_agrees_with_the_rule(active, at):
    days = [date(2008, 6, day) for day in range(3, 31)]
    tasks = [given(active, at, f"任务{day}", day) for day in days]
    on = date(2008, 6, 24)
    services.escalate_tasks(on=on)
    marks = marks_of(on, 3, 1, 5, 10)
    assert [level(task) for task in tasks] == [
        level_of(due_on=day, marks=marks, on=on) for day in days
    ]


def test_each_level_once_and_never_down(active, at):
    task = given(active, at)
    for on in ("2008-06-23", "2008-06-23", "2008-06-18", "2008-06-27", "2008-06-23", "2008-07-04"):
        services.escalate_tasks(on=date.fromisoformat(on))
    assert pressed(task) == [2, 3, 4]
    assert Entry.objects.filter(action="pairing.task_escalated").count() == 3
    task.refresh_from_db()
    assert task.level_on == date(2008, 7, 4)


def test_what_is_done_returned_or_cancelled_is_not_pressed(active, at):
    done, returned, cancelled = (given(active, at, name) for name in "甲乙丙")
    with at("2008-06-10"):
        services.complete_task(
            by=active.member_liaison, task=done, done_on=date(2008, 6, 10), note="已办"
        )
        services.return_task(by=active.member_liaison, task=returned, reason="不属职责")
        services.cancel_task(by=active.liaison, task=cancelled, reason="已另行解决")
    assert services.escalate_tasks(on=date(2008, 9, 1)) == 0


def test_an_area_with_a_rule_of_its_own(active, at, make_organisation, root):
    county = Division.objects.create(
        code="430725", name="桃源县", level="county", valid_from=date(1988, 1, 1)
    )
    set_local_rule(
        code="pairing.red_workdays_after",
        value=Decimal(1),
        valid_from=date(2008, 1, 1),
        source="县“双联”办〔2008〕1号",
        division=county,
    )
    here, there = given(active, at, "甲"), given(active, at, "乙")
    there.agency = active.lead
    there.save()
    Organisation.objects.filter(pk=active.lead.pk).update(division=county)
    services.escalate_tasks(on=date(2008, 6, 23))
    assert (level(here), level(there)) == (2, 3)


def test_pressing_asks_the_same_number_of_queries(active, at):
    counted = []
    for names in ("甲", "乙丙丁"):
        for name in names:
            given(active, at, name)
        with CaptureQueriesContext(connection) as queries:
            assert services.escalate_tasks(on=date(2008, 7, 4)) == len(names)
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_who_is_told(active, at, person, root):
    """The agency its reminder, the office the yellow card, the leader the red one."""
    task = given(active, at)
    auditor = person("auditor")

    def titles(user):
        return [one.title for one in waiting_for(user) if task.content in one.title]

    with at("2008-06-17"):
        services.escalate_tasks(on=date(2008, 6, 17))
        [own] = [one for one in waiting_for(active.member_liaison) if one.title == task.content]
        assert own.urgency == Urgency.SOON
        assert titles(active.office) == []
    with at("2008-06-23"):
        services.escalate_tasks(on=date(2008, 6, 23))
        assert titles(active.office) == ["黄牌：送信息"]
        assert titles(active.leader) == []
        assert titles(active.member_liaison) == ["送信息"]
    with at("2008-06-27"):
        services.escalate_tasks(on=date(2008, 6, 27))
        assert titles(active.office) == ["红牌：送信息"]
        assert titles(active.leader) == ["红牌：送信息"]
    assert titles(auditor) == []
    assert titles(person("leader", active.member)) == []  # of the agency, not above the enterprise
    assert AssistanceTask.objects.get(pk=task.pk).state == "assigned"
