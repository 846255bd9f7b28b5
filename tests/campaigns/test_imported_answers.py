"""What a kind asks of everybody comes along with the names of a unit's workbook."""

from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from assistance.households.models import Member
from campaigns import services
from campaigns.imports import Roster
from campaigns.imports.people import stages_by_word
from campaigns.models import Enrolment, KindVersion
from ground.intake import services as intakes
from ground.intake.looks import findings_of
from ground.intake.names import normal
from runtime.story.people import id_number
from tests.campaigns.steps import ROSTER, workbook

ASKED = ["学校名称", "新生或在读", "就读方式", "学费（元/年）", "本年已获其他助学", "已交材料"]
GIRL, BOY, OTHER = (id_number("19900101", one) for one in (7, 8, 9))


@pytest.fixture
def autumn(county, source, at):
    with at("2008-07-20"):
        campaign = services.plan_campaign(
            by=county.planner,
            kind="autumn_study",
            name="2008年金秋助学",
            year=2008,
            organiser=county.office,
            money=[(source, 9000)],
        )
        services.publish_campaign(by=county.publisher, campaign=campaign)
    return campaign


def test_what_the_kind_asks_comes_along_with_the_names(autumn, county, sent, drain, at):
    """学校名称 for 学校, words for choices, 是 and 否, papers with the sign that stands between names."""
    head = ["活动", "姓名", "身份证号", "对象类别", "学段", "单位", *ASKED]
    place = [autumn.name, "李红", GIRL, "", "大学（高职）及以上", "杰新纺织公司"]
    other = [autumn.name, "王五", BOY, *place[3:]]
    third = [autumn.name, "钱七", OTHER, *place[3:]]
    with at("2008-07-22"):
        intake = sent(
            workbook(
                head,
                [
                    *place,
                    "湘潭大学",
                    "新生",
                    "普通就读",
                    "5,500",
                    "否",
                    "助学申请表、身份证和户口簿",
                ],
                [*other, "湘潭大学", "往届", "普通就读", "", "", ""],
                [*third, "长沙理工", "在读", "普通就读", "很多", "", "录取"],
            )
        )
        said = findings_of(intake)["problems"]
        assert [(row, key) for row, key, *_ in said] == [
            (3, "autumn_study.enrolment"),
            (4, "autumn_study.tuition"),
            (4, "autumn_study.materials"),
        ]
        assert "新生、在读" in said[0][2]
        intakes.ask_commit(by=intake.by, intake=intake, only_good=True)
        drain()
    one = Enrolment.objects.get()
    assert one.answers == {
        "school": "湘潭大学",
        "enrolment": "new",
        "schooling": "ordinary",
        "tuition": "5500.00",
        "other_aid": "no",
    }
    assert one.materials == ["application", "identity"]


def test_the_template_of_a_unit_has_what_its_campaigns_ask(autumn, county, client_of, at):
    with at("2008-07-22"):
        answer = client_of(county.planner).get(f"/intake/new/{ROSTER}/template/")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    first = next(sheet.iter_rows(values_only=True))
    lists = {
        str(one.sqref).split(":")[0]: one.formula1 for one in sheet.data_validations.dataValidation
    }
    for heading, word in (("对象类别", "在档困难职工子女"), ("学段", "高中（中职）")):
        column = sheet.cell(1, first.index(heading) + 1).column_letter
        assert word in lists[f"{column}2"]
    assert first[:2] == ("活动", "姓名*")
    assert first[-7:] == (
        "学校",
        "新生或在读",
        "就读方式",
        "学费（元/年）",
        "本年已获其他助学",
        "其他助学金额（元）",
        "已交材料",
    )


def test_of_two_kinds_that_ask_by_one_name_the_second_says_which(autumn, winter, county):
    winter(kind="send_warmth")
    labels = [one.label for one in Roster.in_area(county.office).fields]
    assert labels.count("已交材料") == 1
    assert len(labels) == len(set(labels))
    assert "家庭需求" in labels


def test_the_stage_of_a_student_on_file_is_that_of_the_file(autumn, county, family, client_of, at):
    """A form that names none does not make a senior pupil a child of the primary school."""
    file = family()
    student, other = (
        Member.objects.create(file=file, relation="child", name=name, education=education)
        for name, education in (("张兰", "senior"), ("张明", ""))
    )
    planner = client_of(county.planner)
    told = {"person_class": "filed", "reason": "就读高中", "stage": ""}
    with at("2008-07-22"):
        where = reverse("campaigns:enrol_file", args=[autumn.pk, file.pk])
        assert "按学生档案上的学段" in planner.get(where).content.decode()
        planner.post(where, told | {"member": student.pk})
        refused = planner.post(where, told | {"member": other.pk}).content.decode()
    assert [(one.member, one.stage) for one in Enrolment.objects.all()] == [(student, "senior")]
    assert "学段</a>：请选择" in refused


@pytest.mark.parametrize(
    ("written", "stage"),
    [
        ("大学（高职）及以上", "higher"),
        ("大学", "higher"),
        ("本科", "higher"),
        ("高职", "higher"),
        ("高中", "senior"),
        ("中职", "senior"),
        ("初中", "junior"),
        ("学前", "primary"),
        ("大", None),
        ("高", None),
    ],
)
@pytest.mark.django_db
def test_a_stage_is_known_by_what_people_write(written, stage):
    assert (
        stages_by_word(KindVersion.objects.get(kind__code="autumn_study").typed).get(
            normal(written)
        )
        == stage
    )


def test_a_stage_that_is_not_known_is_told_with_those_that_are(autumn, sent, drain, at):
    with at("2008-07-22"):
        intake = sent(
            workbook(
                ["活动", "姓名", "身份证号", "学段", "单位"],
                [autumn.name, "李红", GIRL, "博士后", "杰新纺织公司"],
            )
        )
        drain()
    [(_, key, said, *_)] = findings_of(intake)["problems"]
    assert key == "stage"
    assert said == "不认识“博士后”，学段应为：小学及以下、初中、高中（中职）、大学（高职）及以上"
