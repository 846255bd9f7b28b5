from datetime import date
from types import SimpleNamespace

import pytest

from assistance.pairing import rules
from ground.kernel.errors import RuleBroken


def organisation(pk=1, kind="agency", is_active=True):
    return SimpleNamespace(pk=pk, kind=kind, is_active=is_active)


def refused(call, **arguments):
    with pytest.raises(RuleBroken) as broken:
        call(**arguments)
    return broken.value.code


PAIRING = {
    "year": 2008,
    "starts_on": date(2008, 3, 3),
    "link_point": organisation(9, "enterprise"),
    "agencies": [organisation()],
}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"year": 208}, "year_unlikely"),
        ({"starts_on": date(2009, 1, 1)}, "start_outside_year"),
        ({"link_point": organisation(9, "agency")}, "not_a_link_point"),
        ({"agencies": [organisation(2, "community")]}, "not_an_agency"),
        ({"agencies": [organisation(is_active=False)]}, "organisation_closed"),
    ],
)
def test_pairings_that_are_refused(changed, code):
    rules.check_pairing(**PAIRING)
    assert refused(rules.check_pairing, **PAIRING | changed) == code


TASK = {
    "content": " 送信息 ",
    "due_on": date(2008, 8, 31),
    "given_on": date(2008, 6, 17),
    "agency": organisation(),
    "member_ids": {1},
}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"content": "  "}, "task_empty"),
        ({"content": "长" * 301}, "task_too_long"),
        ({"member_ids": {2}}, "agency_not_in_group"),
        ({"due_on": date(2008, 6, 16)}, "due_before_given"),
        ({"taken": {(1, "送信息")}}, "task_exists"),
    ],
)
def test_tasks_that_are_refused(changed, code):
    assert rules.check_task(**TASK) == "送信息"
    assert refused(rules.check_task, **TASK | changed) == code


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"held_on": date(2008, 7, 1)}, "meeting_in_future"),
        ({"held_on": date(2008, 3, 1)}, "meeting_before_group"),
        ({"place": " "}, "meeting_incomplete"),
    ],
)
def test_meetings_that_are_refused(changed, code):
    meeting = {
        "held_on": date(2008, 6, 17),
        "starts_on": date(2008, 3, 3),
        "today": date(2008, 6, 17),
        "place": "市安监局",
        "topics": "分工",
    }
    rules.check_meeting(**meeting)
    assert refused(rules.check_meeting, **meeting | changed) == code


def test_a_task_due_on_the_last_of_august_is_overdue_from_the_first_of_september():
    due = date(2008, 8, 31)
    assert not rules.is_overdue(due_on=due, on=date(2008, 8, 31))
    assert rules.is_overdue(due_on=due, on=date(2008, 9, 1))
