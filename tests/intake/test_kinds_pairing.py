from datetime import date

import pytest

from assistance.pairing import services as pairing
from assistance.pairing.models import Cadre, GroupMember, PairingGroup
from ground.intake import services
from ground.intake.looks import findings_of
from ground.kernel.errors import RuleBroken
from tests.intake.conftest import fresh, workbook

PAIRS = ["年度", "被联企业", "牵头单位", "成员单位", "挂点领导"]
CADRES = ["单位", "姓名", "职务", "联系电话"]


@pytest.fixture
def pairs(area, make_organisation, committed):
    make_organisation("市财政局", "agency", aliases=("财政",))
    content = workbook(PAIRS, [2008, "海利化工有限公司", "市水利局", "财政、市水利局", "李书记"])
    return committed(content, "pairing.groups")


def test_groups_are_proposed_by_names_and_aliases(area, pairs):
    group = PairingGroup.objects.get()
    assert (group.state, group.starts_on) == ("proposed", date(2008, 1, 1))
    assert (group.link_point, group.lead_agency) == (area.haili, area.water)
    names = group.members.order_by("agency__name").values_list("agency__name", flat=True)
    assert list(names) == ["市水利局", "市财政局"]


def test_the_same_group_again_is_left_and_other_members_are_refused(area, pairs, rehearsed):
    same = rehearsed(
        workbook(PAIRS, [2008, "海利化工有限公司", "市水利局", "市财政局", ""]), "pairing.groups"
    )
    assert same.counts == {"same": 1, "warned": 0, "problems": 0}
    other = rehearsed(
        workbook(PAIRS, [2008, "海利化工有限公司", "市水利局", area.city.name, ""]),
        "pairing.groups",
    )
    assert other.counts["refused"] == 1


def test_unknown_and_ambiguous_names(area, rehearsed, make_organisation):
    make_organisation("审计局", "agency")
    make_organisation("审计局", "agency", parent=area.county)
    intake = rehearsed(
        workbook(
            PAIRS,
            [2008, "海利农药化工公司", "市水利局", "", ""],
            [2008, "海利化工有限公司", "审计局", "", ""],
            [2008, "市水利局", "没有的局", "", ""],
        ),
        "pairing.groups",
    )
    said = [text for _, _, text, _ in findings_of(intake)["problems"]]
    assert said[0] == "没有名为“海利农药化工公司”的单位。是不是：海利农药化工有限公司？"
    assert said[1].startswith("有2个单位叫“审计局”：审计局（")
    assert "审计局（桃源县“双联”办）" in said[1]
    assert said[2] == "“市水利局”是参联单位，此处应填社区、企业、村"
    assert "没有名为“没有的局”的单位" in said[3]


def test_groups_are_undone_until_one_is_approved(area, pairs, person, drain):
    leader = person("leader")
    pairing.approve_group(by=leader, group=PairingGroup.objects.get())
    with pytest.raises(RuleBroken, match="不能整批撤销"):
        services.ask_undo(by=area.office, intake=pairs, reason="错了")
    assert GroupMember.objects.count() == 2


def test_proposed_groups_are_undone(area, pairs, drain):
    services.ask_undo(by=area.office, intake=pairs, reason="错了")
    drain()
    assert fresh(pairs).state == "undone"
    assert (PairingGroup.objects.count(), GroupMember.objects.count()) == (0, 0)


def test_cadres_come_in_and_are_completed(area, committed, rehearsed):
    committed(
        workbook(CADRES, ["市水利局", "林红", "科长", 13800000001], ["市水利局", "王五", "", ""]),
        "pairing.cadres",
    )
    assert list(Cadre.objects.order_by("pk").values_list("name", "post")) == [
        ("林红", "科长"),
        ("王五", ""),
    ]
    intake = committed(
        workbook(
            CADRES,
            ["市水利局", "林红", "科长", "138 0000 0001"],
            ["市水利局", "王五", "主任", "13800000002"],
            ["市水利局", "林红", "处长", "13800000003"],
        ),
        "pairing.cadres",
    )
    assert {key: intake.counts[key] for key in ("same", "changed", "new")} == {
        "same": 1,
        "changed": 1,
        "new": 1,
    }
    wang = Cadre.objects.get(name="王五")
    assert (wang.post, wang.mobile) == ("主任", "13800000002")
    assert Cadre.objects.filter(mobile_hash=wang.mobile_hash).get() == wang
    shown = str(findings_of(intake)["samples"])
    assert "13800000002" not in shown
    services.ask_undo(by=area.office, intake=intake, reason="错了")


def test_cadres_undone_have_their_telephones_back(area, committed, drain):
    committed(workbook(CADRES, ["市水利局", "王五", "", ""]), "pairing.cadres")
    intake = committed(
        workbook(CADRES, ["市水利局", "王五", "主任", "13800000002"]), "pairing.cadres"
    )
    services.ask_undo(by=area.office, intake=intake, reason="错了")
    drain()
    wang = Cadre.objects.get(name="王五")
    assert (wang.post, wang.mobile, wang.mobile_hash) == ("", "", "")


def test_new_cadres_are_undone(area, committed, drain):
    intake = committed(workbook(CADRES, ["市水利局", "王五", "", "13800000002"]), "pairing.cadres")
    services.ask_undo(by=area.office, intake=intake, reason="错了")
    drain()
    assert (fresh(intake).state, Cadre.objects.count()) == ("undone", 0)


def test_errors_never_quote_a_telephone(area, rehearsed):
    intake = rehearsed(workbook(CADRES, ["市水利局", "王五", "", "1380000000X"]), "pairing.cadres")
    [(row, key, text, _)] = findings_of(intake)["problems"]
    assert (row, key, text) == (2, "mobile", "手机号应为11位数字，以1开头")


def test_a_liaison_brings_in_the_cadres_of_the_own_agency_only(
    area, rehearsed, person, make_organisation
):
    make_organisation("市财政局", "agency")
    intake = rehearsed(
        workbook(CADRES, ["市水利局", "王五", "", ""], ["市财政局", "赵六", "", ""]),
        "pairing.cadres",
        by=person("liaison", area.water),
        organisation=area.water,
    )
    assert (intake.counts["new"], intake.counts["refused"]) == (1, 1)
