"""Objections in time: they stop the file, two people settle them, and what becomes of it."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from assistance.households import services as households
from assistance.households.models import HardshipFile
from assistance.notices import services
from assistance.notices.models import Notice, NoticeLine, Objection
from ground.audit.models import Entry
from ground.events.services import begin_day
from ground.kernel.errors import NotAllowed, RuleBroken
from tests.at_once import at_once

from .conftest import day, decide, investigate, refused


def test_it_stops_the_notice_until_another_person_dismisses_it(office, hanging, raised, at, drain):
    with at("2008-05-20"):
        objection = raised(hanging)
        file = HardshipFile.objects.get()
        assert (file.gate_state, objection.is_late) == ("troubled", False)
        assert (
            refused(
                services.decide_objection,
                by=office.second,
                objection=objection,
                decision="dismissed",
                ground="不实",
            )
            == "not_investigated"
        )
    with at("2008-05-26"):
        begin_day(date(2008, 5, 26))
        drain()
        assert HardshipFile.objects.get().gate.kind == "notice"
        investigate(office, objection)
        assert refused(decide, office=office, objection=objection, by=office.keeper) == (
            "decider_is_investigator"
        )
        decide(office, objection)
        drain()
    assert HardshipFile.objects.get().gate.kind == "approval"
    hanging.refresh_from_db()
    assert (hanging.state, hanging.ended_on) == ("passed", date(2008, 5, 26))
    assert refused(investigate, office=office, objection=objection) == "objection_closed"


def test_dismissed_before_the_last_day_it_hangs_on(office, hanging, raised, at, drain):
    with at("2008-05-20"):
        objection = raised(hanging)
        investigate(office, objection)
        decide(office, objection)
        drain()
    assert HardshipFile.objects.get().gate_state == "open"
    hanging.refresh_from_db()
    assert hanging.state == "hanging"


def test_the_last_of_several_lets_it_go_on(office, hanging, raised, at):
    with at("2008-05-20"):
        first, second = raised(hanging), raised(hanging, content="另有一辆车", who="王五一")
        investigate(office, first)
        decide(office, first)
        assert HardshipFile.objects.get().gate_state == "troubled"
        investigate(office, second)
        decide(office, second)
    assert HardshipFile.objects.get().gate_state == "open"


@pytest.mark.parametrize(("outcome", "state"), [("return", "draft"), ("reject", "rejected")])
def test_upheld_the_file_goes_and_the_others_lapse(
    office, hanging, raised, at, drain, outcome, state
):
    with at("2008-05-20"):
        upheld, other = raised(hanging), raised(hanging, is_anonymous=True, who="", phone="")
        investigate(office, upheld)
        assert refused(decide, office=office, objection=upheld, decision="upheld") == (
            "outcome_missing"
        )
        decide(office, upheld, decision="upheld", outcome=outcome, ground="确有门面")
        drain()
    assert HardshipFile.objects.get().state == state
    other.refresh_from_db()
    hanging.refresh_from_db()
    assert (other.state, other.decision, hanging.state) == ("closed", "lapsed", "withdrawn")
    assert Notice.objects.get().state == "withdrawn"


def test_what_is_typed_is_checked(office, hanging, raised, at):
    with at("2008-05-20"):
        for changes, code in [
            ({"raised_on": day("2008-05-15")}, "objection_day"),
            ({"raised_on": day("2008-05-21")}, "objection_day"),
            ({"content": " "}, "objection_empty"),
            ({"who": ""}, "objector_missing"),
            ({"is_anonymous": True}, "anonymous_named"),
        ]:
            with pytest.raises(RuleBroken) as broken, transaction.atomic():
                raised(hanging, **changes)
            assert broken.value.code == code
        for somebody in (office.auditor, office.liaison, office.elsewhere):
            with pytest.raises(NotAllowed):
                raised(hanging, by=somebody)
    assert Objection.objects.count() == 0
    assert HardshipFile.objects.get().gate_state == "open"


def test_who_said_it_is_sealed_and_revealed_with_a_reason(office, hanging, raised, at):
    with at("2008-05-20"):
        objection = raised(hanging)
    with connection.cursor() as cursor:
        cursor.execute("SELECT who || phone || content FROM notices_objection")
        stored = cursor.fetchone()[0]
    assert not {"李红兵", "13700001111", "门面"} & {
        word for word in ("李红兵", "13700001111", "门面") if word in stored
    }
    told = Entry.objects.values_list("details", flat=True)
    assert not [one for one in map(str, told) if "李红兵" in one or "门面" in one]
    assert (
        refused(
            services.reveal_objector, by=office.keeper, objection=objection, field="who", reason=""
        )
        == "reason_missing"
    )
    assert (
        services.reveal_objector(
            by=office.keeper, objection=objection, field="phone", reason="回访"
        )
        == "13700001111"
    )
    assert (
        refused(
            services.reveal_objector,
            by=office.keeper,
            objection=objection,
            field="content",
            reason="x",
        )
        == "unknown_field"
    )
    assert Entry.objects.filter(action="notices.objector_revealed").count() == 1


def test_the_database_lets_nobody_decide_what_they_investigated(office, hanging, raised, at):
    with at("2008-05-20"):
        objection = investigate(office, raised(hanging))
    with pytest.raises(IntegrityError, match="objection_decided_by_another"), transaction.atomic():
        Objection.objects.filter(pk=objection.pk).update(
            decided_by=office.keeper, decision="dismissed", state="closed", decided_on="2008-05-20"
        )


@pytest.mark.django_db(transaction=True)
def test_two_tabs_post_the_same_family(waiting, post, at):
    with at("2008-05-16"), transaction.atomic():
        first, second = waiting(), waiting()
    ended = at_once(
        lambda: post(first, second).number,
        lambda: post(second, first).number,
        on=date(2008, 5, 24),
    )
    assert sorted(map(str, ended)) == ["1", "file_wrong_state"]
    assert (Notice.objects.count(), NoticeLine.objects.count()) == (1, 2)


@pytest.mark.django_db(transaction=True)
def test_an_objection_and_midnight_at_the_same_moment(waiting, post, raised, at):
    """Whichever comes first: the file either passed with a late objection, or stands with one in time."""
    with at("2008-05-16"):
        with transaction.atomic():
            file = waiting()
        line = post(file).lines.get()
    at_once(
        lambda: raised(line, raised_on=day("2008-05-23")).pk,
        lambda: len(households.pass_notices(date(2008, 5, 24))),
        on=date(2008, 5, 24),
    )
    file.refresh_from_db()
    objection = Objection.objects.get()
    assert (file.gate.kind, objection.is_late) in {("approval", True), ("notice", False)}


def test_in_between_a_restart_nothing_is_lost(office, hanging, raised, at, drain):
    """The objection is written; the process dies before its events are carried; the day comes first."""
    with at("2008-05-23"):
        raised(hanging)
    with at("2008-05-26"):
        begin_day(date(2008, 5, 26))
        drain()
        drain()
    hanging.refresh_from_db()
    assert (HardshipFile.objects.get().gate_state, hanging.state) == ("troubled", "hanging")
