"""Two people open a file for the same worker in the same moment."""

import threading
import time
from datetime import date

import pytest
from django.db import transaction

from assistance.households import services
from assistance.households.models import HardshipFile, Member
from assistance.households.queries import locked_file
from ground.audit.models import Entry
from ground.kernel.errors import RuleBroken
from tests.at_once import at_once

from .conftest import id_number


@pytest.mark.django_db(transaction=True)
def test_two_threads_open_a_file_for_one_person(office, opened):
    def open_one():
        opened(id_no=id_number(7))
        return "opened"

    assert sorted(at_once(open_one, open_one)) == ["opened", "person_in_open_file"]
    assert HardshipFile.objects.count() == 1
    assert Member.objects.count() == 1
    assert Entry.objects.filter(action="file.opened").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_button_clicked_twice_opens_one_file_though_there_is_no_number(office, opened, walk):
    def open_one():
        return opened(id_no="").file_no

    first, second = sorted(at_once(open_one, open_one))
    assert second == "file_opened_twice"
    assert list(HardshipFile.objects.values_list("file_no", flat=True)) == [first]
    with pytest.raises(RuleBroken, match=first):
        open_one()
    opened(id_no=id_number(7))  # another family of the name
    opened(id_no="", by=office.second)
    walk(HardshipFile.objects.get(file_no=first), "draft")
    assert open_one() != first  # once the first is filled in, it is no slip
    assert HardshipFile.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_two_clues_of_one_person_open_one_file(office, found_family):
    with transaction.atomic():
        clues = [found_family("张建国", id_number(7)), found_family("张建国", id_number(7))]
    first, second = at_once(
        lambda: services.open_file_from_clue(clues[0].pk).pk,
        lambda: services.open_file_from_clue(clues[1].pk).pk,
    )
    assert first == second
    assert HardshipFile.objects.count() == 1
    assert Entry.objects.filter(action="file.clue_known").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_approvals_are_one(office, opened, walk, person):
    file = walk(opened(), "approval")
    second = person("approver", office.union)
    ended = at_once(
        lambda: services.approve_file(by=office.approver, file=file).state,
        lambda: services.approve_file(by=second, file=file).state,
    )
    assert sorted(ended) == ["active", "file_wrong_state"]
    assert file.steps.filter(kind="approved").count() == 1


@pytest.mark.django_db(transaction=True)
def test_whoever_waited_for_a_file_sees_the_gate_at_which_it_now_stands(office, opened, walk):
    """A row that was waited for is new; what was joined to it would be of before."""
    file = walk(opened(), "hanging")
    moved, seen = threading.Event(), []

    def pass_it():
        with transaction.atomic():
            services.pass_notices(date(2099, 1, 1))
            moved.set()
            time.sleep(0.5)

    def look():
        moved.wait()
        with transaction.atomic():
            found = locked_file(file)
            seen.append((found.gate.kind, found.gate_id == found.gate.pk))

    at_once(pass_it, look)
    assert seen == [("approval", True)]
