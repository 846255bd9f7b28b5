"""What hangs: it passes by the calendar alone, is taken down, and is never ended early."""

from datetime import date

import pytest
from django.db import Error, IntegrityError, transaction

from assistance.households import services as households
from assistance.households.models import HardshipFile, Step
from assistance.notices import services
from assistance.notices.models import Notice, NoticeLine
from ground.events.models import RecordedEvent
from ground.events.services import begin_day
from ground.places.services import set_calendar_day

from .conftest import NAME, photo, refused


def test_it_passes_by_the_calendar_alone_and_the_notice_follows(office, hanging, at, drain):
    with at("2008-05-23"):
        begin_day(date(2008, 5, 23))
        drain()
    hanging.refresh_from_db()
    assert hanging.state == "hanging"
    with at("2008-05-24"):
        begin_day(date(2008, 5, 24))
        drain()
    hanging.refresh_from_db()
    assert (hanging.state, hanging.ended_on) == ("passed", date(2008, 5, 24))
    assert (hanging.notice.state, hanging.notice.ended_on) == ("passed", date(2008, 5, 24))
    assert HardshipFile.objects.get().gate.kind == "approval"
    ended = RecordedEvent.objects.filter(name="notices.notice_ended")
    assert [one.payload["state"] for one in ended] == ["passed"]


def test_the_database_keeps_what_was_printed_and_its_days(hanging):
    notice = Notice.objects.get()
    for model, key, changes in [
        (Notice, notice.pk, {"title": "别的"}),
        (Notice, notice.pk, {"last_day": date(2008, 5, 22)}),
        (Notice, notice.pk, {"phone": "0736-1"}),
        (Notice, notice.pk, {"state": "passed", "ended_on": date(2008, 5, 23)}),
        (NoticeLine, hanging.pk, {"name": "李*"}),
        (NoticeLine, hanging.pk, {"state": "passed", "ended_on": date(2008, 5, 23)}),
    ]:
        with pytest.raises(Error), transaction.atomic():
            model.objects.filter(pk=key).update(**changes)
    with pytest.raises(Error), transaction.atomic():
        hanging.delete()
    with pytest.raises(Error), transaction.atomic():
        notice.delete()
    notice.refresh_from_db()
    assert (notice.title, notice.last_day, notice.state) == (
        "困难职工建档公示",
        date(2008, 5, 23),
        "hanging",
    )


def test_no_code_passes_the_gate_of_a_file_early(hanging):
    """Nothing but the database stands between a step and the last day."""
    step = {"file_id": hanging.file_id, "gate_id": hanging.gate_id, "round": 1, "kind": "passed"}
    with pytest.raises(IntegrityError, match="has not hung its days"), transaction.atomic():
        Step.objects.create(**step, on=date(2008, 5, 23))
    Step.objects.create(**step, on=date(2008, 5, 24))


def test_a_day_declared_off_moves_it_and_no_day_shortens_it(office, hanging, at, drain):
    with at("2008-05-20"):
        set_calendar_day(on=date(2008, 5, 21), is_workday=False, reason="抗震救灾哀悼")
        drain()
    notice = Notice.objects.get()
    assert (notice.printed_last_day, notice.last_day) == (date(2008, 5, 23), date(2008, 5, 26))
    assert HardshipFile.objects.get().notice_ends_on == date(2008, 5, 26)
    with at("2008-05-21"):
        set_calendar_day(on=date(2008, 5, 24), is_workday=True, reason="补班")
        set_calendar_day(on=date(2008, 5, 25), is_workday=True, reason="补班")
        drain()
    notice.refresh_from_db()
    assert notice.last_day == date(2008, 5, 26)


def test_taken_down_it_gains_nothing(office, hanging, post, at):
    notice = hanging.notice
    with at("2008-05-22"):
        assert (
            refused(services.withdraw_notice, by=office.keeper, notice=notice, reason=" ")
            == "reason_missing"
        )
        services.withdraw_notice(by=office.keeper, notice=notice, reason="地点写错")
        notice.refresh_from_db()
        assert (notice.state, notice.lines.get().state) == ("withdrawn", "withdrawn")
        file = HardshipFile.objects.get()
        assert (file.gate_state, file.notice_ends_on) == ("waiting", None)
        again = post(file)
        assert (again.number, again.last_day) == (2, date(2008, 5, 29))
        assert (
            refused(services.withdraw_notice, by=office.keeper, notice=notice, reason="再撤")
            == "notice_not_hanging"
        )


def test_a_returned_file_leaves_the_sheet_and_the_rest_hangs_on(office, waiting, post, at, drain):
    with at("2008-05-16"):
        stays, goes = waiting(), waiting()
        notice = post(stays, goes)
    with at("2008-05-20"):
        households.return_file(by=office.second, file=goes, reason="材料有误")
        drain()
        assert {one.file_id: one.state for one in notice.lines.all()} == {
            stays.pk: "hanging",
            goes.pk: "withdrawn",
        }
        notice.refresh_from_db()
        assert notice.state == "hanging"
        households.reject_file(by=office.second, file=stays, reason="不符合条件")
        drain()
    notice.refresh_from_db()
    assert (notice.state, notice.ended_on) == ("withdrawn", date(2008, 5, 20))


def test_an_event_that_comes_late_ends_nothing(office, waiting, post, at, drain):
    """The step before the notice was told of after the notice hung."""
    with at("2008-05-16"):
        file = waiting()
        households.tell_step(office.keeper, file, "begun")
        line = post(file).lines.get()
        drain()
        line.refresh_from_db()
        assert line.state == "hanging"
        assert services.follow_file(file_id=file.pk) is None


def test_the_photograph_comes_before_the_result(office, hanging, at, drain):
    notice = hanging.notice
    with at("2008-05-24"):
        assert (
            refused(
                services.register_result,
                by=office.keeper,
                notice=notice,
                result="无异议",
                sealed_on=date(2008, 5, 24),
            )
            == "notice_not_passed"
        )
        begin_day(date(2008, 5, 24))
        drain()
        said = {"by": office.keeper, "notice": notice, "sealed_on": date(2008, 5, 24)}
        assert refused(services.register_result, result="无异议", **said) == "no_photo"
        services.add_pictures(
            by=office.keeper,
            notice=notice,
            pictures=[photo(office.keeper)],
            taken_on=date(2008, 5, 19),
        )
        assert (
            refused(services.register_result, result=f"{NAME}无异议", **said) == "result_personal"
        )
        services.register_result(result="公示期满，无异议", **said)
        assert refused(services.register_result, result="无异议", **said) == "result_known"
    notice.refresh_from_db()
    assert (notice.result, notice.sealed_on) == ("公示期满，无异议", date(2008, 5, 24))
