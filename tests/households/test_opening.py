"""How a file begins: from a clue or by hand, once for a person."""

from datetime import date

import pytest

from assistance.households import services
from assistance.households.models import HardshipFile, Member, Step
from ground.audit.models import Entry
from ground.events.models import RecordedEvent
from ground.events.services import begin_day
from ground.kernel.errors import RuleBroken

from .conftest import filled, id_number, person_in, standing


def test_the_eleven_families_of_may_2008(office, found_family, drain, at):
    """Found on 14 May, walked to the approval of 2 June; the notice hangs over a weekend."""
    with at("2008-05-14"):
        for number in range(11):
            found_family(f"职工{number:02d}", id_number(number))
        drain()
    drafts = list(HardshipFile.objects.order_by("pk"))
    assert [file.state for file in drafts] == ["draft"] * 11
    assert {file.opened_on for file in drafts} == {date(2008, 5, 14)}
    assert [file.file_no for file in drafts] == [f"SL2008-{file.pk:06d}" for file in drafts]
    assert drafts[0].mobile == "13800000000"
    assert drafts[0].situation == "家中有人患病"

    for file in drafts:
        with at("2008-05-15"):
            services.write_form(
                by=office.keeper, file=file, content=filled(members=[person_in("child", "小花")])
            )
            services.record_family_consents(
                by=office.keeper, file=file, signed_on=date(2008, 5, 15)
            )
            services.submit_file(by=office.keeper, file=file)
        with at("2008-05-16"):
            services.review_file(by=office.keeper, file=file, opinion="情况属实")
        with at("2008-05-19"):
            services.investigate_file(
                by=office.second, file=file, investigators=["周明", "吴芳"], opinion="入户核实"
            )
        with at("2008-05-22"):
            services.check_file(by=office.second, file=file)
        with at("2008-05-23"):
            services.post_notice(by=office.second, file=file)
    assert {f.notice_ends_on for f in HardshipFile.objects.all()} == {date(2008, 5, 30)}

    with at("2008-05-30"):
        begin_day(date(2008, 5, 30))
        drain()
    assert {standing(f) for f in HardshipFile.objects.all()} == {"hanging"}
    with at("2008-05-31"):
        begin_day(date(2008, 5, 31))
        drain()
    assert {standing(f) for f in HardshipFile.objects.all()} == {"approval"}
    with at("2008-06-02"):
        for file in drafts:
            services.approve_file(by=office.approver, file=file, opinion="同意建档")
    active = list(HardshipFile.objects.all())
    assert {(f.state, f.approved_on, f.approved_by_id) for f in active} == {
        ("active", date(2008, 6, 2), office.approver.pk)
    }
    assert [(one.label, one.on) for one in drafts[0].steps.select_related("gate")] == [
        ("登记建档", date(2008, 5, 14)),
        ("提交申请", date(2008, 5, 15)),
        ("初审", date(2008, 5, 16)),
        ("入户调查", date(2008, 5, 19)),
        ("家庭经济状况核对", date(2008, 5, 22)),
        ("公示：开始办理", date(2008, 5, 23)),
        ("公示", date(2008, 5, 31)),
        ("审批", date(2008, 6, 2)),
        ("批准建档", date(2008, 6, 2)),
    ]
    assert drafts[0].steps.get(gate__kind="investigation").people == "周明、吴芳"
    names = RecordedEvent.objects.values_list("name", flat=True)
    assert sum(name == "households.file_opened" for name in names) == 11
    assert sum(name == "households.file_approved" for name in names) == 11
    assert sum(name == "households.file_moved" for name in names) == 88


def test_a_clue_told_twice_opens_one_file(office, found_family, drain):
    clue = found_family("张建国", id_number(1))
    drain()
    again = services.open_file_from_clue(clue.pk)
    assert again.pk == HardshipFile.objects.get().pk
    assert Entry.objects.filter(action="file.opened").count() == 1
    assert Step.objects.count() == 1


def test_a_person_with_an_open_file_is_only_noted(office, opened, found_family, drain):
    file = opened(id_no=id_number(7))
    clue = found_family("张建国", id_number(7))
    drain()
    assert services.open_file_from_clue(clue.pk).pk == file.pk
    assert HardshipFile.objects.count() == 1
    assert Member.objects.count() == 1
    line = Entry.objects.get(action="file.clue_known")
    assert (line.subject, line.details) == (f"visits.clue:{clue.pk}", {"file": file.pk})


def test_a_clue_without_a_number_opens_a_file_of_its_own(found_family, drain):
    found_family("张建国")
    found_family("张建国")
    drain()
    assert HardshipFile.objects.count() == 2
    assert set(Member.objects.values_list("id_hash", flat=True)) == {""}


def test_a_second_file_for_a_person_is_refused_and_named(office, opened):
    file = opened(id_no=id_number(7))
    with pytest.raises(RuleBroken, match=f"已在档案 {file.file_no} 中"):
        opened(id_no=id_number(7))
    with pytest.raises(RuleBroken, match="已在其他单位的在办档案中"):
        opened(by=office.elsewhere, id_no=id_number(7))
    assert HardshipFile.objects.count() == 1
    assert Member.objects.count() == 1


def test_any_member_counts_for_one_open_file(office, opened):
    first, second = opened(), opened()
    services.write_form(
        by=office.keeper,
        file=first,
        content=filled(members=[person_in("spouse", "李梅", id_number(9))]),
    )
    with pytest.raises(RuleBroken) as refused:
        services.write_form(
            by=office.keeper,
            file=second,
            content=filled(members=[person_in("child", "李梅", id_number(9))]),
        )
    assert refused.value.code == "person_in_open_file"
    assert second.members.count() == 1
    assert HardshipFile.objects.get(pk=second.pk).category == ""
    with pytest.raises(RuleBroken) as twice:
        services.write_form(
            by=office.keeper,
            file=second,
            content=filled(
                members=[
                    person_in("child", "小明", id_number(8)),
                    person_in("other", "小红", id_number(8)),
                ]
            ),
        )
    assert twice.value.code == "person_twice"
