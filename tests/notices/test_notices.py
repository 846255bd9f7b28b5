"""Posting: the days it hangs, the words it may have, one notice at a time, never ended early."""

from datetime import date

import pytest
from django.db import Error, IntegrityError, transaction

from assistance.households import services as households
from assistance.households.models import HardshipFile, Step
from assistance.notices import services
from assistance.notices.models import Notice, NoticeLine
from ground.events.models import RecordedEvent
from ground.events.services import begin_day
from ground.kernel.errors import NotAllowed, RuleBroken
from ground.places.models import LocalRule
from ground.places.services import set_calendar_day

from .conftest import ADDRESS, MOBILE, NAME, id_number, photo


def refused(service, **arguments):
    with pytest.raises(RuleBroken) as broken, transaction.atomic():
        service(**arguments)
    return broken.value


def test_one_notice_for_many_families_of_several_units(office, waiting, post, at):
    with at("2008-05-16"):
        first, second, third = waiting(), waiting(office.other, "欧阳明月", "deep"), waiting()
        notice = post(third, first, second)
    assert str(notice) == "公示〔2008〕1号"
    assert [(one.name, one.unit, one.category) for one in notice.lines.all()] == [
        ("张*国", "海利农药化工有限公司", "相对困难"),
        ("张*国", "海利农药化工有限公司", "相对困难"),
        ("欧**月", "桃源纺织厂", "深度困难"),
    ]
    assert (notice.phone, notice.contact) == ("0736-7788990", "权益保障部")
    files = HardshipFile.objects.order_by("pk")
    assert {one.gate_state for one in files} == {"open"}
    assert {one.notice_ends_on for one in files} == {date(2008, 5, 23)}


@pytest.mark.parametrize(
    ("posted", "first", "last"),
    [
        ("2008-05-16", date(2008, 5, 19), date(2008, 5, 23)),  # a Friday
        ("2008-06-05", date(2008, 6, 6), date(2008, 6, 13)),  # over 端午, Monday 06-09
        ("2008-09-26", date(2008, 9, 27), date(2008, 10, 8)),  # into the National Day week
    ],
)
def test_a_notice_hangs_working_days(waiting, post, at, posted, first, last):
    with at(posted):
        notice = post(waiting())
    assert (notice.first_day, notice.last_day, notice.workdays) == (first, last, 5)


def test_the_longest_that_a_region_asks_for_holds_for_the_whole_sheet(office, waiting, post, at):
    from ground.places.models import Division

    town = Division.objects.create(
        code="430725", name="桃源县", level="county", valid_from="2000-01-01"
    )
    office.other.division = town
    office.other.save()
    LocalRule.objects.create(
        code="households.notice_workdays",
        division=town,
        value=7,
        valid_from="2008-01-01",
        source="县办法",
    )
    with at("2008-05-16"):
        notice = post(waiting(), waiting(office.other))
    assert (notice.workdays, notice.last_day) == (7, date(2008, 5, 27))
    assert set(HardshipFile.objects.values_list("notice_ends_on", flat=True)) == {notice.last_day}


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"title": f"关于{NAME}家庭的公示"}, "title"),
        ({"remark": f"身份证号{id_number(7)}"}, "remark"),
        ({"remark": "卡号 6222 0213 0600 1234 567"}, "remark"),
        ({"remark": f"联系{MOBILE}"}, "remark"),
        ({"remark": "联系１３９ １２３４ ５６７８"}, "remark"),
        ({"place": ADDRESS}, "place"),
        ({"place": "  "}, "place"),
        ({"title": "示" * 61}, "title"),
    ],
)
def test_words_by_which_a_family_could_be_found_are_refused(
    office, waiting, post, at, words, field
):
    with at("2008-05-16"):
        file = waiting()
        with pytest.raises(RuleBroken) as broken, transaction.atomic():
            post(file, **words)
    assert broken.value.code == "notice_words"
    assert list(broken.value.fields) == [field]
    assert NAME not in broken.value.message
    assert MOBILE not in broken.value.message
    assert Notice.objects.count() == 0
    assert HardshipFile.objects.get().gate_state == "waiting"


def test_the_declared_number_may_be_told_and_no_other(waiting, post, at):
    with at("2008-05-16"):
        notice = post(waiting(), remark="监督电话0736-7788990，工作日受理")
        assert notice.remark == "监督电话0736-7788990，工作日受理"
        with pytest.raises(RuleBroken) as broken:
            post(waiting(), remark="监督电话0736-7788991")
    assert broken.value.fields == {"remark": "含有固定电话"}


def test_the_desk_is_never_a_family_of_the_sheet(office, waiting, post, at):
    services.set_desk(by=office.approver, organisation=office.union, phone=MOBILE, contact="办公室")
    with at("2008-05-16"), pytest.raises(RuleBroken) as broken:
        post(waiting())
    assert broken.value.code == "phone_of_family"


def test_without_a_desk_nothing_is_posted(office, waiting, post, at, make_organisation, person):
    bare = make_organisation("汉寿县总工会", "union")
    keeper = person("union_staff", bare)
    with at("2008-05-16"):
        file = waiting(make_organisation("汉寿酒厂", parent=bare))
        assert (
            refused(
                services.post_notice,
                by=keeper,
                organisation=bare,
                files=[file],
                title="公示",
                place="公示栏",
            ).code
            == "no_desk"
        )
    assert Notice.objects.count() == 0


def test_only_by_whoever_may_and_for_units_below(office, waiting, post, at):
    with at("2008-05-16"):
        file = waiting()
        for somebody in (office.auditor, office.liaison, office.elsewhere):
            with pytest.raises(NotAllowed):
                post(file, by=somebody)
        with pytest.raises(RuleBroken) as broken:
            post(file, organisation=office.other)
    assert broken.value.code == "unit_outside"
    assert Notice.objects.count() == 0


def test_all_or_none(waiting, post, at):
    with at("2008-05-16"):
        hangs, waits = waiting(), waiting()
        post(hangs)
        with pytest.raises(RuleBroken) as broken, transaction.atomic():
            post(waits, hangs)
    assert broken.value.message.startswith(hangs.file_no)
    waits.refresh_from_db()
    assert (waits.gate_state, Notice.objects.count(), NoticeLine.objects.count()) == (
        "waiting",
        1,
        1,
    )


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
            refused(services.withdraw_notice, by=office.keeper, notice=notice, reason=" ").code
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
            refused(services.withdraw_notice, by=office.keeper, notice=notice, reason="再撤").code
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
            ).code
            == "notice_not_passed"
        )
        begin_day(date(2008, 5, 24))
        drain()
        said = {"by": office.keeper, "notice": notice, "sealed_on": date(2008, 5, 24)}
        assert refused(services.register_result, result="无异议", **said).code == "no_photo"
        services.add_pictures(
            by=office.keeper,
            notice=notice,
            pictures=[photo(office.keeper)],
            taken_on=date(2008, 5, 19),
        )
        assert (
            refused(services.register_result, result=f"{NAME}无异议", **said).code
            == "result_personal"
        )
        services.register_result(result="公示期满，无异议", **said)
        assert refused(services.register_result, result="无异议", **said).code == "result_known"
    notice.refresh_from_db()
    assert (notice.result, notice.sealed_on) == ("公示期满，无异议", date(2008, 5, 24))
