"""What one cell of an old ledger may say, and what it cannot."""

import pytest

from assistance.households.models import (
    BankCard,
    Circumstances,
    HardshipFile,
    Member,
)
from tests.households.conftest import id_number
from tests.intake.conftest import workbook

from .conftest import HEAD, said_of

KIND = "households.files"


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
