"""Late objections: complaints that stop nothing, and that no approval passes over in silence."""

from datetime import date, datetime

import pytest
from django.db import transaction

from assistance.households import services as households
from assistance.households.models import HardshipFile
from assistance.notices import services
from assistance.notices.models import Objection
from ground.events.services import begin_day
from ground.kernel import clock
from ground.kernel.errors import NotAllowed, RuleBroken

from .conftest import day, decide, investigate, refused


def test_the_last_minute_of_the_last_day_in_china_is_in_time(hanging, raised):
    last = datetime(2008, 5, 23, 23, 59, tzinfo=clock.CHINA)
    with clock.standing_at(last):
        assert raised(hanging).is_late is False
    assert HardshipFile.objects.get().gate_state == "troubled"


def test_a_minute_later_it_is_late_and_does_not_stop_what_passes(
    office, hanging, raised, at, drain
):
    with clock.standing_at(datetime(2008, 5, 24, 0, 0, tzinfo=clock.CHINA)):
        objection = raised(hanging)
        assert objection.is_late is True
        assert HardshipFile.objects.get().gate_state == "open"
        begin_day(date(2008, 5, 24))
        drain()
    assert HardshipFile.objects.get().gate.kind == "approval"
    with at("2008-05-26"):
        investigate(office, objection)
        with pytest.raises(
            NotAllowed
        ):  # the file is with its approver: a keeper sends nothing back
            decide(office, objection, decision="upheld", outcome="return", ground="属实")
        decide(
            office,
            objection,
            by=office.approver,
            decision="upheld",
            outcome="return",
            ground="属实",
        )
    assert HardshipFile.objects.get().state == "draft"


def late(hanging, raised, drain):
    """A complaint about a family whose notice has passed: its file waits for the approval."""
    begin_day(date(2008, 5, 24))
    drain()
    return raised(hanging)


def test_who_approves_beside_an_open_complaint_says_that_it_was_considered(
    office, hanging, raised, at, drain
):
    with at("2008-05-24"):
        late(hanging, raised, drain)
        approve = {"by": office.approver, "file": hanging.file}
        assert refused(households.approve_file, **approve) == "concern_open"
        assert refused(households.approve_file, **approve, opinion="同意") == "concern_open"
        assert refused(households.approve_file, **approve, considered=True) == "opinion_missing"
        assert HardshipFile.objects.get().state == "underway"
        households.approve_file(**approve, considered=True, opinion="经核，反映的是另一户")
    file = HardshipFile.objects.get()
    assert (file.state, Objection.objects.get().state) == ("active", "raised")
    said = file.steps.get(kind="passed", gate__kind="approval").opinion
    assert said == "（已考虑：公示期满后有1件反映还没有办结）经核，反映的是另一户"


def test_a_complaint_that_is_settled_is_no_concern_of_the_approver(
    office, hanging, raised, at, drain
):
    with at("2008-05-24"):
        objection = late(hanging, raised, drain)
        investigate(office, objection)
        decide(office, objection)
        households.approve_file(by=office.approver, file=hanging.file, opinion="同意")
    file = HardshipFile.objects.get()
    assert file.steps.get(kind="passed", gate__kind="approval").opinion == "同意"


def test_the_approver_is_told_on_the_page_and_by_the_api(
    office, hanging, raised, at, drain, client_of
):
    with at("2008-05-24"):
        late(hanging, raised, drain)
        approver, file = client_of(office.approver), hanging.file
        page = approver.get(f"/households/{file.pk}/").content.decode()
        assert "公示期满后有1件反映还没有办结" in page
        decide_url = f"/households/{file.pk}/decision/approve/"
        page = approver.post(decide_url, {"opinion": "同意"}).content.decode()
        assert "请先办结，或勾选" in page
        api = f"/api/v1/households/files/{file.pk}/approve"
        json = {"content_type": "application/json"}
        told = approver.post(api, {"opinion": "同意"}, **json)
        assert (told.status_code, told.json()["code"]) == (422, "concern_open")
        assert HardshipFile.objects.get().state == "underway"
        approver.post(decide_url, {"opinion": "不影响认定", "considered": "on"})
    assert HardshipFile.objects.get().state == "active"


def test_said_in_time_and_written_down_when_the_file_had_gone_on(hanging, raised, at, drain):
    with at("2008-05-24"):
        begin_day(date(2008, 5, 24))
        drain()
        hanging.refresh_from_db()
        objection = raised(hanging, raised_on=day("2008-05-23"))
    assert (objection.is_late, objection.raised_on) == (True, date(2008, 5, 23))
    assert HardshipFile.objects.get().gate.kind == "approval"


def test_after_the_approval_and_after_it_came_down_it_is_refused(
    office, hanging, raised, at, drain, waiting, post
):
    with at("2008-05-24"):
        begin_day(date(2008, 5, 24))
        drain()
        households.approve_file(by=office.approver, file=hanging.file)
        hanging.refresh_from_db()
        with pytest.raises(RuleBroken, match="动态管理"), transaction.atomic():
            raised(hanging)
    with at("2008-05-26"):
        notice = post(waiting())
        services.withdraw_notice(by=office.keeper, notice=notice, reason="写错")
        with pytest.raises(RuleBroken, match="已经撤下"), transaction.atomic():
            raised(notice.lines.get())
        again = post(notice.lines.get().file)
        with pytest.raises(RuleBroken, match="已经撤下"), transaction.atomic():
            raised(notice.lines.get())
        assert raised(again.lines.get()).is_late is False
    assert Objection.objects.count() == 1
