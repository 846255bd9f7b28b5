"""Old ledgers of families as offices have them: messy, and in or out family by family."""

import io

import pytest

from assistance.households import services as households
from assistance.households.models import (
    FileVersion,
    HardshipFile,
    Member,
    Step,
)
from ground.accounts import services as accounts
from ground.accounts.models import Organisation, User
from ground.accounts.roles import Role
from ground.intake import services
from ground.kernel.errors import RuleBroken
from tests.households.conftest import id_number
from tests.intake.conftest import fresh, workbook

from .conftest import HEAD, said_of

KIND = "households.files"


def test_an_approver_acknowledges_who_did_not_bring_it_in(union, committed, person, drain):
    committed(
        workbook(["姓名", "身份证号", "单位"], ["甲", id_number(31), "海利化工有限公司"]), KIND
    )
    file = HardshipFile.objects.get()
    accounts.grant_role(by=None, user=union.office, organisation=union.city, role=Role.APPROVER)
    importer = User.objects.get(pk=union.office.pk)  # as the next request reads their roles
    with pytest.raises(RuleBroken) as refused:
        households.acknowledge_file(by=importer, file=file)
    assert refused.value.code == "approver_is_submitter"
    households.acknowledge_file(by=person(Role.APPROVER, union.city), file=file)
    file.refresh_from_db()
    assert (file.state, file.approved_on is not None) == ("active", True)
    assert Step.objects.get(file=file).kind == "acknowledged"


def family(
    holder: str, first: int, *others: tuple, unit="海利化工有限公司", income=100
) -> list[list]:
    rows = [[holder, holder, "本人", id_number(first), None, unit, income]]
    return rows + [[holder, *other, unit, income] for other in others]


def test_one_faulty_row_keeps_its_whole_family_out_and_no_other(union, committed):
    wrong = id_number(41)[:-1] + ("1" if id_number(41)[-1] != "1" else "2")
    content = workbook(
        HEAD,
        *family("甲一", 31, ("甲二", "妻", wrong, None)),
        *family("乙一", 33),
        *family("丙一", 35, ("丙二", "女", id_number(42, "20010203"), "男")),
    )
    intake = committed(content, KIND, only_good=True)
    assert said_of(intake) == [
        (2, "name", "同户第3行不能导入，整户暂不导入"),
        (3, "id_no", "身份证号校验位不符，请核对是否录错"),
        (5, "name", "同户第6行不能导入，整户暂不导入"),
        (6, "sex", "性别与身份证号不符，请核对"),
    ]
    assert [one.name for one in Member.objects.all()] == ["乙一"]
    assert intake.counts["created"] == 1


def test_nobody_stands_in_two_families(union, committed, rehearsed, area, person):
    """Across the sheet and across the installation, whoever keeps the other file."""
    elsewhere = person(Role.UNION_STAFF, area.elsewhere)
    households.open_file(by=elsewhere, unit=area.elsewhere, holder_name="外人", id_no=id_number(91))
    known = households.open_file(
        by=union.office, unit=area.haili, holder_name="己", id_no=id_number(93)
    )
    content = workbook(
        HEAD,
        *family("甲一", 31, ("甲二", "妻", id_number(44), None)),
        *family("乙一", 33, ("乙二", "妻", id_number(44), None)),
        *family("丙一", 91),
        *family("丁一", 95, ("己", "弟", id_number(93), None)),
    )
    intake = rehearsed(content, KIND)
    assert said_of(intake) == [
        (2, "name", "同户第3行不能导入，整户暂不导入"),
        (3, "id_no", "与第5行的身份证号相同，一人只能在一户里出现一次"),
        (4, "name", "同户第5行不能导入，整户暂不导入"),
        (5, "id_no", "与第3行的身份证号相同，一人只能在一户里出现一次"),
        (6, "id_no", "该身份证号已在其他单位的在办档案中，请与上级工会核实"),
        (7, "name", "同户第8行不能导入，整户暂不导入"),
        (8, "id_no", f"该身份证号已在档案 {known.file_no} 中，一人只能在一份在办档案里"),
    ]


def test_the_same_ledger_again_changes_nothing(union, committed, rehearsed):
    rows = [*family("甲一", 31, ("甲二", "妻", id_number(44), None)), *family("乙一", 33)]
    committed(workbook(HEAD, *rows), KIND)
    intake = rehearsed(workbook([*HEAD, "备注"], *rows), KIND)
    assert {key: intake.counts.get(key, 0) for key in ("new", "same", "refused")} == {
        "new": 0,
        "same": 3,
        "refused": 0,
    }
    assert HardshipFile.objects.count() == 2


def test_undone_as_a_whole_and_not_once_somebody_worked_on_it(union, committed, person, drain):
    rows = [*family("甲一", 31, ("甲二", "妻", id_number(44), None)), *family("乙一", 33)]
    intake = committed(workbook(HEAD, *rows), KIND)
    households.acknowledge_file(
        by=person(Role.APPROVER, union.city), file=HardshipFile.objects.latest("pk")
    )
    with pytest.raises(RuleBroken) as refused:
        services.ask_undo(by=union.office, intake=intake, reason="导错了")
    assert refused.value.code == "others_depend"
    other = committed(workbook(HEAD, *family("丙一", 35)), KIND, name="另一份.xlsx")
    services.ask_undo(by=union.office, intake=other, reason="导错了")
    drain()
    assert fresh(other).state == "undone"
    assert sorted(Member.objects.values_list("name", flat=True)) == ["乙一", "甲一", "甲二"]
    assert FileVersion.objects.count() == 2


def test_a_family_that_came_out_of_hardship_is_linked_to_its_old_file(union, committed, person):
    committed(workbook(HEAD, *family("甲一", 31)), KIND)
    first = HardshipFile.objects.get()
    approver = person(Role.APPROVER, union.city)
    households.acknowledge_file(by=approver, file=first)
    households.exit_file(by=approver, file=first, reason="收入达标")
    committed(workbook([*HEAD, "民族"], *family("甲一", 31)), KIND)
    assert HardshipFile.objects.latest("pk").relapse_of == first


def test_a_ledger_of_another_area_is_refused(union, sent, area):
    with pytest.raises(RuleBroken):
        sent(workbook(HEAD, *family("甲一", 31)), KIND, organisation=area.elsewhere)


def test_a_unit_beside_the_area_is_refused(union, rehearsed, area, person):
    keeper = person(Role.UNION_STAFF, area.county)
    content = workbook(HEAD, *family("甲一", 31))
    intake = rehearsed(content, KIND, by=keeper, organisation=area.county)
    assert [one[:2] for one in said_of(intake)] == [(2, "unit")]
    assert Organisation.objects.filter(name="海利农药化工有限公司").exists()


def test_nothing_personal_is_kept_in_the_open(union, committed):
    from django.db import connection

    rows = family("甲一", 31, ("甲二", "妻", id_number(44), None))
    committed(
        workbook([*HEAD, "电话", "住址"], [*rows[0], "13800000000", "某路1号"], rows[1]), KIND
    )
    tables = ("hardshipfile", "member", "circumstances", "bankcard", "fileversion")
    with connection.cursor() as cursor:
        kept = io.StringIO()
        for table in tables:
            cursor.execute(f"SELECT t::text FROM households_{table} t")
            kept.write("".join(row for (row,) in cursor.fetchall()))
    assert id_number(31) not in kept.getvalue()
    assert "13800000000" not in kept.getvalue()
    assert "某路1号" not in kept.getvalue()
