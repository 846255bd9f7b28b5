"""The way of a complaint: received, decided, looked into, closed by another, reviewed, pressed."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from assistance.complaints import queries, services
from assistance.complaints.events import ComplaintOverdue
from assistance.complaints.models import Complaint, Inquiry
from ground.audit.models import Entry
from ground.events.models import RecordedEvent
from ground.kernel.errors import NotAllowed, RuleBroken
from ground.kernel.periods import Period
from ground.places.models import LocalRule
from tests.complaints.conftest import SAID

pytestmark = pytest.mark.django_db


def refused(service, **arguments):
    with pytest.raises(RuleBroken) as broken, transaction.atomic():
        service(**arguments)
    return broken.value.code


def test_what_was_said_is_sealed_numbered_and_has_its_day(office, tell):
    complaint = tell()
    assert complaint.mark == "诉〔2008〕1号"
    assert complaint.due_on == date(2008, 6, 17)
    assert tell().number == 2
    row = Complaint.objects.filter(pk=complaint.pk).values("content", "who", "phone", "code").get()
    assert SAID not in str(row)
    kept = Complaint.objects.get(pk=complaint.pk)
    assert (str(kept.content), str(kept.who), str(kept.phone)) == (SAID, "伍建国", "13807360009")


def test_nothing_personal_stands_in_trail_or_event(office, closed):
    told = [str(one.details) for one in Entry.objects.filter(subject__startswith="complaints.")]
    told += [str(one.payload) for one in RecordedEvent.objects.filter(name__startswith="complain")]
    assert told
    for secret in ("伍建国", "13807360009", "李红兵", "纺织厂"):
        assert not any(secret in one for one in told)


def test_the_same_key_is_one_complaint(office, tell):
    key = uuid4()
    assert tell(key=key) == tell(key=key, content="别的话")
    assert Complaint.objects.count() == 1


def test_a_name_may_be_left_out(office, tell):
    complaint = tell(who="", phone="")
    assert complaint.is_anonymous


def test_days_are_dated_rows(office, tell):
    LocalRule.objects.create(
        code="complaints.route_days", value=7, valid_from=date(2008, 6, 1), source="本县办法"
    )
    assert tell().due_on == date(2008, 6, 9)
    assert tell("2008-05-30").due_on == date(2008, 6, 14)


def test_staff_take_down_what_was_said_to_them(office, tell):
    complaint = tell(by=office.desk, way="phone")
    assert (complaint.way, complaint.received_by) == ("phone", office.desk)
    assert refused(tell, by=office.desk, way="web") == "way_missing"
    assert refused(tell, by=office.auditor, way="phone") == "not_allowed"
    assert refused(tell, kind="gossip") == "kind_missing"
    assert refused(tell, content=" ") == "text_missing"
    assert Complaint.objects.count() == 1


def test_whom_it_is_about_is_known_before_it_is_taken_up(office, tell):
    complaint = tell(unit=None)
    assert refused(services.accept_complaint, by=office.keeper, complaint=complaint) == (
        "unit_missing"
    )
    services.sort_complaint(
        by=office.keeper, complaint=complaint, kind="favouritism", unit=office.factory
    )
    assert services.accept_complaint(by=office.keeper, complaint=complaint).state == "accepted"


def test_one_that_is_not_taken_up_says_why(office, tell, at):
    complaint = tell()
    arguments = {"by": office.keeper, "complaint": complaint}
    assert refused(services.refuse_complaint, reason="", **arguments) == "text_missing"
    assert refused(services.refuse_complaint, reason="请找13807360009", **arguments) == (
        "answer_personal"
    )
    with at("2008-06-10"):
        done = services.refuse_complaint(reason="已由法院受理", **arguments)
    assert (done.state, done.due_on, done.ended_on) == ("refused", None, date(2008, 6, 10))
    assert str(Complaint.objects.get(pk=done.pk).refusal) == "已由法院受理"
    assert refused(services.accept_complaint, **arguments) == "complaint_not_there"


def test_it_is_settled_sixty_days_after_it_was_taken_up(office, looking):
    assert (looking.state, looking.due_on) == ("looking", date(2008, 8, 4))
    assert looking.inquiries.get().settle_by == date(2008, 8, 4)


def test_only_the_handler_answers_and_another_closes(office, looking, answer):
    assert refused(answer, complaint=looking, by=office.second) == "not_the_handler"
    assert refused(answer, complaint=looking, measures="") == "text_missing"
    assert refused(answer, complaint=looking, finding="") == "finding_missing"
    assert refused(answer, complaint=looking, answer="打13807360009") == "answer_personal"
    answer(looking)
    assert refused(services.close_complaint, by=office.keeper, complaint=looking) == "same_person"
    assert refused(answer, complaint=looking) == "complaint_not_there"
    services.close_complaint(by=office.second, complaint=looking)
    looking.refresh_from_db()
    assert looking.state == "closed"
    assert refused(services.close_complaint, by=office.third, complaint=looking) == (
        "complaint_not_there"
    )


def test_what_is_not_enough_goes_back(office, looking, answer):
    answer(looking)
    assert refused(services.send_back, by=office.keeper, complaint=looking, reason="x") == (
        "same_person"
    )
    services.send_back(by=office.second, complaint=looking, reason="没有问到经办人")
    looking.refresh_from_db()
    assert looking.state == "looking"
    assert answer(looking, finding="partly").finding == "partly"


def test_the_database_keeps_what_was_closed(office, closed):
    inquiry = closed.inquiries.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Inquiry.objects.filter(pk=inquiry.pk).update(finding="false")
    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.filter(pk=closed.pk).update(unit=office.other)
    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.filter(pk=closed.pk).update(number=9)
    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.filter(pk=closed.pk).delete()


def test_a_review_is_asked_for_in_time_and_looked_into_by_another(office, closed, at, answer):
    assert closed.inquiries.get().review_until == date(2008, 7, 23)
    with at("2008-07-24"):
        assert refused(services.ask_review, complaint=closed, why="没查到人") == "review_late"
    with at("2008-07-10"):
        services.ask_review(complaint=closed, why="没查到人")
        assert refused(services.ask_review, complaint=closed, why="没查到人") == (
            "complaint_not_there"
        )
        closed.refresh_from_db()
        assert (closed.state, closed.due_on) == ("accepted", date(2008, 7, 25))
        assert refused(
            services.assign_handler, by=office.second, complaint=closed, handler=office.keeper
        ) == ("same_person")
        services.assign_handler(by=office.second, complaint=closed, handler=office.third)
    closed.refresh_from_db()
    assert closed.due_on == date(2008, 8, 9)
    answer(closed, "2008-07-30", by=office.third, finding="partly")
    with at("2008-08-01"):
        services.close_complaint(by=office.keeper, complaint=closed)
        services.ask_review(complaint=closed, why="还是不对")
        services.assign_handler(by=office.second, complaint=closed, handler=office.second)
    answer(closed, "2008-08-05", by=office.second, finding="false", measures="")
    with at("2008-08-06"):
        services.close_complaint(by=office.keeper, complaint=closed)
        assert refused(services.ask_review, complaint=closed, why="不服") == "review_ended"
    found = list(closed.inquiries.order_by("turn").values_list("turn", "finding"))
    assert found == [(1, "true"), (2, "partly"), (3, "false")]


def test_only_the_handler_is_shown_who_complained_for_a_reason_on_record(office, looking):
    arguments = {"complaint": looking, "field": "who", "reason": "核实经过"}
    assert refused(services.reveal_complainant, by=office.second, **arguments) == "not_the_handler"
    assert refused(services.reveal_complainant, by=office.inside, **arguments) == "not_allowed"
    assert refused(
        services.reveal_complainant, by=office.keeper, **(arguments | {"reason": ""})
    ) == ("reason_missing")
    assert services.reveal_complainant(by=office.keeper, **arguments) == "伍建国"
    line = Entry.objects.get(action="complaints.complainant_revealed")
    assert line.details == {"field": "反映人", "reason": "核实经过"}


def test_number_and_code_open_it_and_nothing_else_does(office, tell):
    complaint = tell()
    code = str(complaint.code)
    assert services.followed(number="2008-1", code=code.lower()) == complaint
    for number, typed in (("2008-1", "A" * 10), ("2008-2", code), ("x", code), ("2008-1", "")):
        assert refused(services.followed, number=number, code=typed) == "complaint_unknown"


def test_the_calendar_presses_once_for_each_day(office, tell, at, drain):
    complaint = tell()
    assert services.press_overdue(date(2008, 6, 17)) == 0
    assert services.press_overdue(date(2008, 6, 18)) == 1
    assert services.press_overdue(date(2008, 6, 19)) == 0
    event = RecordedEvent.objects.get(name="complaints.complaint_overdue")
    assert event.payload["complaint_id"] == complaint.pk
    assert ComplaintOverdue(complaint_id=1, due_on=date(2008, 6, 17))
    with at("2008-06-20"):
        services.accept_complaint(by=office.keeper, complaint=complaint)
        services.assign_handler(by=office.keeper, complaint=complaint, handler=office.keeper)
    assert services.press_overdue(date(2008, 8, 19)) == 0
    assert services.press_overdue(date(2008, 8, 20)) == 1
    complaint.refresh_from_db()
    assert complaint.was_late


def test_figures_by_kind(office, tell, closed, at):
    tell(kind="manner")
    late = tell("2008-03-03", kind="manner")
    with at("2008-06-25"):
        services.refuse_complaint(by=office.keeper, complaint=late, reason="不属受理范围")
    rows = Complaint.objects.visible_to(office.keeper, "complaints.see_complaints")
    year = Period(starts_on=date(2008, 1, 1), ends_on=date(2008, 12, 31))
    lines = {one.label: one for one in queries.figures_of(rows, year, date(2008, 6, 25))}
    assert lines["优亲厚友"].cells == ["优亲厚友", 1, 0, 0, 1, 1, 0, 1]
    assert lines["服务态度"].cells == ["服务态度", 2, 1, 1, 0, 0, 2, 0]
    assert lines["合计"].cells == ["合计", 3, 1, 1, 1, 1, 2, 1]


def test_nobody_else_acts(office, looking):
    for service, more in (
        (services.close_complaint, {}),
        (services.send_back, {"reason": "x"}),
        (services.assign_handler, {"handler": office.keeper}),
    ):
        with pytest.raises(NotAllowed):
            service(by=office.elsewhere, complaint=looking, **more)
        with pytest.raises(NotAllowed):
            service(by=office.auditor, complaint=looking, **more)
