"""Rosters that units send as workbooks: messy ones, the same twice, two at once, ended in between."""

from decimal import Decimal

import pytest

from assistance.households.models import Member
from assistance.households.queries import hash_of_id
from campaigns import services
from campaigns.models import Campaign, Enrolment
from campaigns.rules import Share
from ground.intake import services as intakes
from ground.intake.looks import findings_of
from ground.intake.models import Intake
from ground.kernel.errors import RuleBroken
from tests.campaigns.steps import ROSTER, ROSTER_HEAD, approve_all, workbook

WINTER = "2008年“送温暖”活动"
HOLDER, MIGRANT, LINE = "11010519491231002X", "430703197503054123", "440524198001010013"


@pytest.fixture
def on_file(family):
    """A family whose holder's number is known, as a file that was opened by hand."""

    def make(number=HOLDER, **given):
        file = family(**given)
        holder = file.members.get(relation=Member.Relation.HOLDER)
        holder.id_no, holder.id_hash, holder.in_open_file = number, hash_of_id(number), True
        holder.save()
        return file

    return make


def said_of(intake):
    return [(row, key, message) for row, key, message, _ in findings_of(intake)["problems"]]


def test_a_messy_roster(county, winter, on_file, taken):
    """A title over the headings, full-width digits, blanks, a column of their own, a total, one twice."""
    winter()
    file = on_file()
    wide = HOLDER.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    intake = taken(
        workbook(
            [*ROSTER_HEAD, "车间"],
            [WINTER, "骆 秋云", wide, "", "", "", "１,５００", "重病", "一车间"],
            [
                WINTER,
                "王五",
                f" {MIGRANT[:6]} {MIGRANT[6:]}",
                "困难农民工",
                "杰新纺织公司",
                "",
                800,
                "",
            ],
            [WINTER, "王五", MIGRANT, "困难农民工", "杰新纺织公司", "", 800, "", "二车间"],
            [WINTER, "赵六", "110105194912310020", "困难农民工", "杰新纺织公司", "", 800, ""],
            [WINTER, "钱七", LINE, "未建档困难职工", "没有的厂", "", 500, ""],
            ["合计", "", "", "", "", "", 3900, ""],
            above=[["桃源县送温暖名册"], ["单位：元"]],
        ),
        only_good=True,
    )
    problems = said_of(intake)
    assert [(row, key) for row, key, _ in problems] == [
        (6, "id_no"),
        (7, "id_no"),
        (8, "unit"),
    ]
    assert problems[0][2] == "与第5行是同一人，一场活动只列入一次"
    assert "没有名为“没有的厂”的单位" in problems[2][2]
    assert list(
        Enrolment.objects.order_by("pk").values_list(
            "unit__name", "file", "person_class", "asked", "reason", "came_from", "people"
        )
    ) == [
        ("杰新纺织公司", file.pk, "filed", Decimal(1500), "重病", "imported", 1),
        ("杰新纺织公司", None, "migrant", Decimal(800), "单位名册", "imported", 1),
    ]
    outside = Enrolment.objects.get(file__isnull=True)
    assert (outside.person_name, str(outside.id_no), outside.person_key) == (
        "王五",
        MIGRANT,
        hash_of_id(MIGRANT),
    )
    approve_all(county, Campaign.objects.get())
    assert Enrolment.objects.filter(state="approved").count() == 2


def test_the_same_list_again_adds_nobody(county, winter, on_file, taken, sent):
    winter()
    on_file()
    row = ["", "骆秋云", HOLDER, "在档困难职工", "", "", 500, "困难"]
    content = workbook(ROSTER_HEAD, row)
    first = taken(content)
    again, is_new = intakes.send_workbook(
        by=county.planner,
        kind=ROSTER,
        organisation=county.office,
        name="名册.xlsx",
        content=content,
    )
    assert (again.pk, is_new) == (first.pk, False)
    saved_anew = sent(workbook(ROSTER_HEAD, row, above=[["名册"]]))
    assert saved_anew.counts == {"same": 1, "warned": 0, "problems": 0}
    assert Enrolment.objects.count() == 1


def test_two_lists_at_once_take_nobody_twice(county, winter, on_file, sent, drain):
    winter()
    on_file()
    rows = [["", "骆秋云", HOLDER, "", "", "", 500, reason] for reason in ("甲", "乙")]
    first, second = (sent(workbook(ROSTER_HEAD, row), name=f"{row[7]}.xlsx") for row in rows)
    for one in (first, second):
        intakes.ask_commit(by=county.planner, intake=one)
    drain()
    states = {Intake.objects.get(pk=one.pk).stage for one in (first, second)}
    assert states == {"committed", "rehearsed"}
    assert Enrolment.objects.count() == 1


def test_a_unit_lists_its_own_people_within_its_quota(county, winter, on_file, person, sent, taken):
    campaign = winter()
    services.set_quotas(
        by=county.planner, campaign=campaign, shares=[(county.factory, Share(2, Decimal(0)))]
    )
    clerk = person("union_staff", county.factory)
    on_file(HOLDER)
    on_file(MIGRANT, unit=county.community)
    intake = taken(
        workbook(
            ROSTER_HEAD,
            ["", "骆秋云", HOLDER, "", "", "", 500, ""],
            ["", "骆秋云", MIGRANT, "", "", "", 500, ""],
            ["", "孙八", LINE, "一线职工", "漳江镇莲花湖社区", "", 500, ""],
            ["", "孙八", LINE, "一线职工", "杰新纺织公司", "", 500, ""],
            ["", "周九", "450103199001010016", "一线职工", "杰新纺织公司", "", 500, ""],
        ),
        by=clerk,
        organisation=county.factory,
        only_good=True,
    )
    assert [(row, key) for row, key, _ in said_of(intake)] == [
        (3, "id_no"),
        (4, "unit"),
        (6, "unit"),
    ]
    assert said_of(intake)[0][2] == "这个人在其他单位的在办档案中，不能由本单位列入"
    assert said_of(intake)[2][2] == "本单位的名额已用完，请减少对象，或先调剂名额"
    assert set(Enrolment.objects.values_list("unit__name", flat=True)) == {"杰新纺织公司"}
    assert Enrolment.objects.count() == 2


def test_what_changed_since_the_rehearsal_stops_the_whole_list(
    county, winter, on_file, sent, drain
):
    campaign = winter()
    on_file()
    intake = sent(
        workbook(
            ROSTER_HEAD,
            ["", "骆秋云", HOLDER, "", "", "", 500, ""],
            ["", "王五", MIGRANT, "困难农民工", "杰新纺织公司", "", 500, ""],
        )
    )
    services.set_quotas(
        by=county.planner, campaign=campaign, shares=[(county.factory, Share(1, Decimal(0)))]
    )
    intakes.ask_commit(by=county.planner, intake=intake)
    drain()
    assert Intake.objects.get(pk=intake.pk).stage == "rehearsed"
    assert Enrolment.objects.count() == 0


def test_an_imported_list_is_undone_until_it_is_paid(county, winter, on_file, taken, drain):
    campaign = winter()
    on_file()
    intake = taken(workbook(ROSTER_HEAD, ["", "骆秋云", HOLDER, "", "", "", 500, ""]))
    intakes.ask_undo(by=county.planner, intake=intake, reason="传错了文件")
    drain()
    assert Enrolment.objects.count() == 0
    assert campaign.tallies.filter(number__gt=0).count() == 0


@pytest.mark.parametrize(
    ("row", "key", "says"),
    [
        (["没有的活动", "骆秋云", HOLDER, "", "", "", 1, ""], "campaign", "没有正在进行的活动叫"),
        (["", "骆春云", HOLDER, "", "", "", 1, ""], "name", "中的姓名不符"),
        (["", "骆秋云", HOLDER, "未建档困难职工", "", "", 1, ""], "person_class", "这个人已建档"),
        (["", "骆秋云", HOLDER, "", "", "", 0, ""], "amount", "金额应大于0元"),
        (["", "王五", MIGRANT, "", "杰新纺织公司", "", 1, ""], "person_class", "请填写类别"),
        (["", "王五", MIGRANT, "困难农民工", "", "", 1, ""], "unit", "请填写所在单位"),
        (["", "王五", "", "困难农民工", "杰新纺织公司", "", 1, ""], "id_no", "请填写身份证号"),
    ],
)
def test_why_a_row_is_refused(winter, on_file, sent, row, key, says):
    winter()
    on_file()
    intake = sent(workbook(ROSTER_HEAD, row))
    [(_, at, message)] = said_of(intake)
    assert (at, says in message) == (key, True)
    with pytest.raises(RuleBroken):
        intakes.ask_commit(by=intake.by, intake=intake)
    assert Enrolment.objects.count() == 0
