"""A process killed with -9 in the middle of taking a unit's list in, and of taking it back."""

import pytest

from campaigns.models import Enrolment
from ground.audit.models import Entry
from ground.intake import services as intakes
from ground.intake.models import Intake
from runtime.story.people import id_number
from tests.campaigns.steps import ROSTER_HEAD, workbook
from tests.killing import deliver, killed_at, next_worker

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = "LOCK TABLE campaigns_enrolment IN SHARE MODE"
DAY = "2008-01-12"


def test_a_list_comes_in_whole_or_not_at_all(county, winter, sent, drain, at):
    winter()
    people = [
        [
            "",
            f"王{'一二三'[number]}",
            id_number("19700101", number),
            "困难农民工",
            "杰新纺织公司",
            "",
            500,
            "",
        ]
        for number in range(3)
    ]
    with at(DAY):
        intake = sent(workbook(ROSTER_HEAD, *people))
        intakes.ask_commit(by=county.planner, intake=intake)
    killed_at(NAMES, do=deliver, on=DAY)
    assert not Enrolment.objects.exists()
    assert not Entry.objects.filter(action="campaign.enrolled").exists()
    with at(DAY):
        next_worker(drain)
    assert Enrolment.objects.filter(state="listed").count() == 3
    assert Entry.objects.filter(action="campaign.enrolled").count() == 3

    with at(DAY):
        intakes.ask_undo(by=county.planner, intake=Intake.objects.get(), reason="报错了名单")
    killed_at(NAMES, do=deliver, on=DAY)
    assert Enrolment.objects.filter(state="listed").count() == 3
    with at(DAY):
        next_worker(drain)
    assert not Enrolment.objects.exists()
    assert Intake.objects.get().state == "undone"
