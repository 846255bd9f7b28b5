"""Old ledgers of families as offices have them: messy, and in or out family by family."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from stdnum.cn import ric

from assistance.households import services as households
from assistance.households.models import (
    BankCard,
    Circumstances,
    FileVersion,
    HardshipFile,
    Member,
    Step,
)
from ground.accounts import services as accounts
from ground.accounts.models import Organisation, User
from ground.accounts.roles import Role
from ground.events.models import RecordedEvent
from ground.intake import services
from ground.intake.looks import findings_of
from ground.kernel.errors import RuleBroken
from tests.intake.conftest import fresh, saved, workbook

KIND = "households.files"


def id_number(serial: int, born: str = "19700101") -> str:
    """A made-up ID number whose check digit is right; the serial says the sex; no such person is meant."""
    body = f"430701{born}{serial:03d}"
    return body + ric.calc_check_digit(f"{body}0")


@pytest.fixture
def union(area, person):
    """A union's keeper, who brings ledgers in below the city."""
    area.office = person(Role.UNION_STAFF, area.city)
    return area


def said_of(intake) -> list[tuple[int, str, str]]:
    return [(row, key, message) for row, key, message, _ in findings_of(intake)["problems"]]


def messy() -> bytes:
    """A title, a line of units, headings in two lines, merged cells, a note, a total, a signature."""
    book = openpyxl.Workbook()
    book.active.title = "说明"
    book.active.append(["本表由各工会填报"])
    sheet = book.create_sheet("2007年台账")
    sheet.append(["困難職工檔案台賬"])
    sheet.append(["填报单位：常德市总工会", None, None, None, None, None, None, "单位：万元"])
    sheet.append(
        [
            "序号",
            "户主",
            "家庭成员",
            None,
            None,
            None,
            "所在单位",
            "困難類別",
            "致困原因",
            "家庭年收入",
            "建档时间",
            "联系电话",
            "备注",
        ]
    )
    sheet.append([None, None, "姓 名", "与户主关系", "身份证号码", "出生年月"])
    sheet.append(
        [
            1,
            "张 建国",
            "张建国",
            "本人",
            "430701700101003",
            "1970.01",
            "海利化工有限公司",
            "低保户",
            "6患重特大疾病、子女上学",
            1.2,
            "2006年5月",
            "１３８００００００００/0736-5822618",
            "患病多年",
        ]
    )
    sheet.append(
        [
            None,
            None,
            "李(lǐ)芳",
            "妻子",
            id_number(22, "19720304"),
            "1972年3月",
            None,
            None,
            None,
            None,
            None,
            None,
            None,
        ]
    )
    sheet.append([None, None, "张小明", "儿子", None, "2001.1"])
    sheet.append(
        [
            2,
            "王强",
            "王强",
            "户主",
            id_number(31),
            None,
            "海利農藥化工有限公司",
            "相对困难",
            "因病",
            "0.8",
            None,
            "13800000001",
        ]
    )
    sheet.append(["合计", None, None, None, None, None, None, None, None, 2.0])
    sheet.append(["填表人：周明", None, None, "审核人：吴芳"])
    for area in (
        "A3:A4",
        "B3:B4",
        "C3:F3",
        "G3:G4",
        "H3:H4",
        "I3:I4",
        "J3:J4",
        "K3:K4",
        "L3:L4",
        "M3:M4",
    ):
        sheet.merge_cells(area)
    for area in ("A5:A7", "B5:B7", "G5:G7", "H5:H7", "J5:J7", "A1:M1"):
        sheet.merge_cells(area)
    sheet.column_dimensions["E"].hidden = True
    return saved(book)


def test_a_messy_ledger_comes_in_family_by_family(union, rehearsed, drain, at):
    with at("2008-06-20"):
        intake = rehearsed(messy(), KIND)
        assert said_of(intake) == [
            (5, "approved_on", "只有年月，按当月1日录入"),
            (7, "born_on", "没有身份证号，出生日期也不完整，暂不录入出生日期"),
        ]
        counts = {key: intake.counts.get(key, 0) for key in ("new", "refused", "warned")}
        assert counts == {"new": 4, "refused": 0, "warned": 3}
        assert intake.totals == [
            {"label": "困难家庭", "before": "0", "after": "2", "unit": "户"},
            {"label": "家庭成员", "before": "0", "after": "4", "unit": "人"},
        ]
        services.ask_commit(by=intake.by, intake=intake, reason="旧台账没有孩子的身份证号")
        drain()
    first, second = HardshipFile.objects.order_by("pk")
    assert (first.state, first.origin, first.unit, first.submitted_by) == (
        "imported",
        "imported",
        union.haili,
        union.office,
    )
    assert (first.category, first.legacy_category) == ("", "dibao")  # never turned into today's
    assert (second.category, second.legacy_category) == ("relative", "")
    assert (first.primary_cause, first.secondary_causes) == ("6", ["9"])
    assert (first.annual_income, second.annual_income) == (Decimal(12_000), Decimal(8_000))
    assert (first.opened_on, first.approved_on, first.approved_by) == (
        date(2006, 5, 1),
        date(2006, 5, 1),
        None,
    )
    assert (first.mobile, first.situation) == ("13800000000", "患病多年")
    assert first.circumstances.other_contact == "0736-5822618"
    assert first.file_no == f"SL2008-{first.pk:06d}"
    people = [
        (one.relation, one.name, one.id_no, one.born_on, one.sex, one.in_open_file)
        for one in first.members.order_by("pk")
    ]
    assert people == [
        (
            "holder",
            "张建国",
            "430701197001010033"[:17] + ric.calc_check_digit("430701197001010030"),
            date(1970, 1, 1),
            "m",
            True,
        ),
        ("spouse", "李芳", id_number(22, "19720304"), date(1972, 3, 4), "f", True),
        ("child", "张小明", "", None, "", True),
    ]
    assert FileVersion.objects.filter(file=first, number=1, why="旧台账导入").count() == 1
    [event] = RecordedEvent.objects.filter(name="households.files_imported")
    assert event.payload["files"] == 2


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


HEAD = ["户主", "姓名", "关系", "身份证号", "性别", "单位", "年收入"]


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


UNIT = "海利化工有限公司"


@pytest.mark.parametrize(
    ("rows", "problems"),
    [
        (
            [
                ["甲", "甲", "本人", id_number(31), None, UNIT, 1],
                ["甲", "甲三", "户主", id_number(33), None, None, None],
            ],
            [(3, "relation", "这一户有两个户主")],
        ),
        (
            [[None, "乙", "妻", id_number(44), None, UNIT, 1]],
            [(2, "relation", "这一户没有户主")],
        ),
        (
            [
                ["甲", "甲", "本人", id_number(31), None, None, 1],
                ["乙", "乙", "本人", id_number(33), None, UNIT, 1],
            ],
            [(2, "unit", "请填写所在单位")],
        ),
        ([["甲", "甲", "本人", id_number(31), None, "没有的厂", 1]], [(2, "unit", "没有名为")]),
        (
            [
                ["甲", "甲", "本人", id_number(31), None, UNIT, 99],
                ["甲", "乙", "妻", id_number(44), None, None, 98],
            ],
            [(3, "annual_income", "不一致")],
        ),
        (
            [["甲", "甲", "本人", id_number(31), None, UNIT, -3]],
            [(2, "annual_income", "不能为负数")],
        ),
        ([["甲", None, "妻", id_number(44), None, UNIT, 1]], [(2, "name", "没有姓名")]),
    ],
)
def test_what_a_family_cannot_be(union, rehearsed, rows, problems):
    intake = rehearsed(workbook(HEAD, *rows), KIND)
    found = said_of(intake)
    for row, key, begins in problems:
        assert [m for r, k, m in found if (r, k) == (row, key) and begins in m], found
    quoted = "".join(message for *_, message in found)
    assert "甲" not in quoted
    assert "4307" not in quoted


def test_members_in_one_cell(union, committed):
    head = ["职工姓名", "职工身份证号", "单位名称", "家庭成员情况", "困难类型"]
    cell = f"妻李芳 {id_number(22, '19720304')}；女张小某 {id_number(24, '20010506')}"
    committed(workbook(head, ["张建国", id_number(31), "海利化工有限公司", cell, "深度困难"]), KIND)
    people = Member.objects.order_by("pk").values_list("relation", "name", "sex")
    assert list(people) == [
        ("holder", "张建国", "m"),
        ("spouse", "李芳", "f"),
        ("child", "张小某", "f"),
    ]


def test_a_cell_of_members_that_cannot_be_read_is_refused(union, rehearsed):
    head = ["职工姓名", "职工身份证号", "单位名称", "家庭成员情况"]
    row = ["张建国", id_number(31), "海利化工有限公司", "一家四口，妻子身体不好"]
    intake = rehearsed(workbook(head, row), KIND)
    assert [one[:2] for one in said_of(intake)] == [(2, "told_members")]


def test_a_list_in_gbk_whose_families_go_on_in_blank_cells(union, committed):
    lines = [
        "编号,姓名,与户主关系,身份证号,单位,困难类别",
        f"A001,甲,本人,{id_number(31)},海利化工有限公司,低保边缘户",
        f",乙,配偶,{id_number(44)},,",
        f"A002,丙,本人,{id_number(33)},海利化工有限公司,意外致困户",
        f"A001,丁,子女,{id_number(35, '20000101')},,",
    ]
    committed("\n".join(lines).encode("gb18030"), KIND, name="台账.csv")
    first, second = HardshipFile.objects.order_by("pk")
    assert [one.name for one in first.members.order_by("pk")] == ["甲", "乙", "丁"]
    assert (first.legacy_category, second.legacy_category) == ("near_dibao", "accidental")
    assert [(one.former_no, one.situation) for one in (first, second)] == [
        ("A001", ""),
        ("A002", ""),
    ]


def test_bank_cards_and_circumstances_come_along(union, committed):
    head = [
        "姓名",
        "身份证号",
        "单位",
        "银行账号",
        "开户行",
        "低保金",
        "住房类型",
        "健康状况",
        "残疾等级",
        "是否农民工",
    ]
    row = [
        "张建国",
        id_number(31),
        "海利化工有限公司",
        "6222 0000 0000 0000 000",
        "农业银行",
        260,
        "租房",
        "3",
        "2级",
        "是",
    ]
    committed(workbook(head, row), KIND, reason="卡号与卡面一致")
    card, life, holder = BankCard.objects.get(), Circumstances.objects.get(), Member.objects.get()
    assert (card.holder_name, card.bank, card.card_no) == (
        "张建国",
        "农业银行",
        "6222000000000000000",
    )
    assert (life.dibao_amount, life.housing, life.is_migrant) == ("260.00", "rent", True)
    assert (holder.health, holder.disability_grade) == ("3", "2")


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
