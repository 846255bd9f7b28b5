"""Two people, or one twice, in the same moment."""

from datetime import date
from uuid import uuid4

import pytest

from assistance.complaints import services
from assistance.complaints.models import Complaint
from tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_who_accept(office, tell):
    complaint = tell()
    ended = at_once(
        lambda: services.accept_complaint(by=office.keeper, complaint=complaint).state,
        lambda: services.accept_complaint(by=office.second, complaint=complaint).state,
        on=date(2008, 6, 5),
    )
    assert sorted(ended) == ["accepted", "complaint_not_there"]


def test_the_same_form_sent_twice(office):
    key = uuid4()

    def send():
        return services.receive_complaint(
            by=None, key=key, kind="other", content="说一次", base=office.county
        ).number

    assert at_once(send, send, on=date(2008, 6, 5)) == [1, 1]
    assert Complaint.objects.count() == 1


def test_many_get_numbers_without_gaps(office):
    def send():
        return services.receive_complaint(
            by=None, kind="other", content="说一次", base=office.county
        ).number

    assert sorted(at_once(*[send] * 4, on=date(2008, 6, 5))) == [1, 2, 3, 4]


def test_an_answer_handed_in_twice(looking, answer):
    ended = at_once(
        lambda: answer(looking).finding, lambda: answer(looking, finding="false").finding
    )
    assert "complaint_not_there" in ended
    assert looking.inquiries.get().finding in ended


def test_two_who_close(office, looking, answer):
    answer(looking)
    ended = at_once(
        lambda: services.close_complaint(by=office.second, complaint=looking).turn,
        lambda: services.close_complaint(by=office.third, complaint=looking).turn,
        on=date(2008, 6, 24),
    )
    assert sorted(map(str, ended)) == ["1", "complaint_not_there"]


def test_close_and_send_back(office, looking, answer):
    answer(looking)
    ended = at_once(
        lambda: services.close_complaint(by=office.second, complaint=looking).turn,
        lambda: services.send_back(by=office.third, complaint=looking, reason="再查").turn,
        on=date(2008, 6, 24),
    )
    assert sorted(map(str, ended)) == ["1", "complaint_not_there"]


def test_accepted_while_it_is_sorted_away(office, tell):
    complaint = tell(unit=office.other)
    ended = at_once(
        lambda: services.accept_complaint(by=office.keeper, complaint=complaint).state,
        lambda: (
            services.sort_complaint(
                by=office.second, complaint=complaint, kind="other", unit=office.county
            ).state
        ),
        on=date(2008, 6, 5),
    )
    complaint.refresh_from_db()
    # Whichever came first: nobody of the county has decided about the county.
    assert (complaint.office, complaint.state) == (office.root, "received"), ended


def test_two_who_ask_for_a_review(closed):
    ended = at_once(
        lambda: services.ask_review(complaint=closed, why="不服").turn,
        lambda: services.ask_review(complaint=closed, why="不服").turn,
        on=date(2008, 7, 1),
    )
    assert sorted(map(str, ended)) == ["2", "complaint_not_there"]
