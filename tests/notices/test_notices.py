"""Posting: the days it hangs, the words it may have, one notice at a time."""

from datetime import date

import pytest
from django.db import transaction

from assistance.households.models import HardshipFile
from assistance.notices import services
from assistance.notices.models import Notice, NoticeLine
from ground.kernel.errors import NotAllowed, RuleBroken
from ground.places.models import LocalRule

from .conftest import ADDRESS, MOBILE, NAME, id_number, refused


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
            )
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
