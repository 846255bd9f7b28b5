"""The way of a workbook: sent, rehearsed, committed, undone."""

from datetime import timedelta

import pytest
from django.db import connection

from assistance.planning.models import AgencyProfile
from ground.accounts.models import Organisation
from ground.audit.models import Entry
from ground.events.models import Delivery
from ground.intake import services
from ground.intake.models import Intake, IntakePage, RememberedMapping
from ground.kernel import clock
from ground.kernel.errors import NotAllowed, RuleBroken
from tests.intake.conftest import fresh, workbook

BREAKS = """
    CREATE FUNCTION pg_temp.break_it() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN RAISE EXCEPTION ''the disk is full''; END';
    CREATE TRIGGER breaks BEFORE INSERT ON intake_trace
        FOR EACH ROW EXECUTE FUNCTION pg_temp.break_it();
"""
HEAD = ["单位名称", "简称", "系统", "干部人数", "联络员"]
LIST = workbook(
    HEAD,
    ["市财政局", "财政局", "政府", 120, "张三"],
    ["市总工会", "", "群团", 30, "李四"],
    ["市水利局", "水利局", "政府", 80, "王五"],
)


def test_a_list_is_rehearsed_and_then_there(area, rehearsed, drain):
    intake = rehearsed(LIST)
    assert intake.state == "rehearsed"
    assert {k: intake.counts.get(k, 0) for k in ("new", "changed", "same", "refused")} == {
        "new": 2,
        "changed": 1,
        "same": 0,
        "refused": 0,
    }
    assert intake.totals == [{"label": "参联单位", "before": "1", "after": "3", "unit": "个"}]
    assert Organisation.objects.filter(kind="agency").count() == 1
    services.ask_commit(by=area.office, intake=intake)
    drain()
    intake = fresh(intake)
    assert intake.state == "committed"
    assert intake.counts["created"] == 2
    assert intake.counts["altered"] == 1
    names = Organisation.objects.filter(kind="agency").order_by("path").values_list("name", "depth")
    assert list(names) == [("市水利局", 2), ("市财政局", 2), ("市总工会", 2)]
    area.city.refresh_from_db()
    assert area.city.numchild == Organisation.objects.get_children(area.city).count()
    profile = AgencyProfile.objects.get(organisation__name="市总工会")
    assert (profile.sector, profile.headcount, profile.liaison) == ("mass", 30, "李四")
    assert AgencyProfile.objects.get(organisation=area.water).headcount == 80
    assert Organisation.objects.get(pk=area.water.pk).short_name == "水利局"
    assert Entry.objects.filter(action="organisation.many_added").count() == 1
    assert not IntakePage.objects.exists()


def test_the_same_list_again_changes_nothing(area, committed, rehearsed):
    committed(LIST)
    other = workbook(
        HEAD, ["市财政局", "财政局", "政府", 120, "张三"], ["市水利局", "", "政府", 81, ""]
    )
    intake = rehearsed(other)
    assert (intake.counts["same"], intake.counts["changed"]) == (1, 1)


def test_the_same_file_is_recognised(area, sent):
    first = sent(LIST)
    again, is_new = services.send_workbook(
        by=area.office,
        kind="planning.agencies",
        organisation=area.city,
        name="b.xlsx",
        content=LIST,
    )
    assert (again, is_new) == (first, False)
    services.discard(by=area.office, intake=first)
    _, is_new = services.send_workbook(
        by=area.office,
        kind="planning.agencies",
        organisation=area.city,
        name="b.xlsx",
        content=LIST,
    )
    assert is_new


def test_only_the_good_rows(area, rehearsed, drain):
    intake = rehearsed(
        workbook(HEAD, ["市财政局", "", "政府", "约一百", ""], ["市总工会", "", "群团", 30, ""])
    )
    assert (intake.counts["new"], intake.counts["refused"]) == (1, 1)
    with pytest.raises(RuleBroken, match="有1行不能导入"):
        services.ask_commit(by=area.office, intake=intake)
    services.ask_commit(by=area.office, intake=intake, only_good=True)
    drain()
    assert set(Organisation.objects.filter(kind="agency").values_list("name", flat=True)) == {
        "市水利局",
        "市总工会",
    }


def test_a_warning_needs_a_reason(area, rehearsed, drain):
    head = ["单位名称", "统一社会信用代码"]
    intake = rehearsed(workbook(head, ["市财政局", "911100006000373410"], ["市总工会", ""]))
    assert (intake.counts["new"], intake.counts["warned"]) == (2, 1)
    with pytest.raises(RuleBroken, match="请写明放行原因"):
        services.ask_commit(by=area.office, intake=intake)
    services.ask_commit(by=area.office, intake=intake, reason="执照上就是这样")
    drain()
    assert Organisation.objects.get(name="市财政局").uscc == "911100006000373410"
    assert fresh(intake).reason == "执照上就是这样"


def test_rows_with_a_warning_stay_out_without_a_reason(area, committed):
    head = ["单位名称", "统一社会信用代码"]
    intake = committed(
        workbook(head, ["市财政局", "911100006000373410"], ["市总工会", ""]), only_good=True
    )
    assert intake.counts["created"] == 1
    assert not Organisation.objects.filter(name="市财政局").exists()


def test_the_columns_that_were_pointed_out_are_remembered(area, sent, drain):
    head = ["序号", "机关", "备用"]
    intake = sent(workbook(head, [1, "市财政局", "x"]))
    assert "name" not in intake.mapping
    with pytest.raises(RuleBroken, match="还没有指出哪一列是：单位名称"):
        services.ask_rehearsal(by=area.office, intake=intake, mapping={})
    with pytest.raises(RuleBroken, match="同一列不能对应两项内容：机关"):
        services.ask_rehearsal(by=area.office, intake=intake, mapping={"name": 1, "liaison": 1})
    services.ask_rehearsal(by=area.office, intake=intake, mapping={"name": 1})
    assert RememberedMapping.objects.count() == 1
    again = sent(workbook(head, [1, "市审计局", "x"]))
    assert again.mapping == {"name": 1}


def test_undone_as_a_whole(area, committed, drain):
    before = set(Organisation.objects.values_list("pk", "numchild", "short_name"))
    intake = committed(LIST)
    with pytest.raises(RuleBroken, match="请写明撤销的原因"):
        services.ask_undo(by=area.office, intake=intake, reason=" ")
    services.ask_undo(by=area.office, intake=intake, reason="发错了表")
    drain()
    assert fresh(intake).state == "undone"
    assert set(Organisation.objects.values_list("pk", "numchild", "short_name")) == before
    assert not AgencyProfile.objects.exists()


def test_not_undone_while_something_depends_on_it(
    area, committed, make_organisation, person, drain
):
    intake = committed(LIST)
    finance = Organisation.objects.get(name="市财政局")
    make_organisation("财政局下属单位", "agency", parent=finance)
    person("liaison", finance)
    with pytest.raises(RuleBroken) as refused:
        services.ask_undo(by=area.office, intake=intake, reason="发错了表")
    assert "其下后来新增的组织1个" in refused.value.message
    assert "人员1条" in refused.value.message
    assert fresh(intake).state == "committed"


def test_not_undone_where_a_value_was_changed_again(area, committed, drain):
    intake = committed(LIST)
    Organisation.objects.filter(pk=area.water.pk).update(short_name="水利")
    services.ask_undo(by=area.office, intake=intake, reason="发错了表")
    drain()
    intake = fresh(intake)
    assert intake.stage == "committed"
    assert "有1条后来又有改动" in intake.job.message
    assert Organisation.objects.filter(name="市财政局").exists()


def test_what_changed_since_the_rehearsal_is_seen_at_the_commit(
    area, rehearsed, make_organisation, drain
):
    intake = rehearsed(LIST)
    make_organisation("市财政局", "agency")
    services.ask_commit(by=area.office, intake=intake)
    drain()
    intake = fresh(intake)
    assert intake.stage == "rehearsed"
    assert "请重新预演后再导入" in intake.job.message
    assert not Organisation.objects.filter(name="市总工会").exists()
    services.ask_rehearsal(by=area.office, intake=intake, mapping=intake.mapping)
    drain()
    assert fresh(intake).counts["new"] == 1


def test_two_rehearse_the_same_names_and_one_commits_first(area, rehearsed, drain):
    ours = rehearsed(LIST)
    theirs = rehearsed(workbook(HEAD, ["市财政局", "", "政府", 5, ""]))
    services.ask_commit(by=area.office, intake=ours)
    services.ask_commit(by=area.office, intake=theirs)
    drain()
    assert fresh(ours).state == "committed"
    assert fresh(theirs).stage == "rehearsed"
    assert Organisation.objects.filter(name="市财政局").count() == 1


def test_nobody_imports_into_another_area(area, sent):
    for organisation in (area.city, area.elsewhere):
        with pytest.raises(NotAllowed):
            sent(LIST, by=area.county_office, organisation=organisation)
    assert Intake.objects.count() == 0
    parent = workbook(["单位名称", "上级组织"], ["市财政局", area.city.name])
    intake = sent(parent, by=area.county_office, organisation=area.county)
    assert list(Intake.objects.visible_to(area.county_office)) == [intake]
    assert list(Intake.objects.visible_to(area.office)) == [intake]
    assert list(Intake.objects.visible_to(area.stranger)) == []


def test_rows_of_another_area_are_refused(area, rehearsed):
    content = workbook(["单位名称", "上级组织"], ["市财政局", area.city.name])
    intake = rehearsed(content, by=area.county_office, organisation=area.county)
    assert intake.counts["refused"] == 1
    assert Organisation.objects.filter(name="市财政局").count() == 0


def test_an_import_that_breaks_in_its_middle_leaves_nothing_and_goes_through_later(
    area, rehearsed, drain
):
    intake = rehearsed(LIST)
    services.ask_commit(by=area.office, intake=intake)
    with connection.cursor() as cursor:
        cursor.execute(BREAKS)
    drain()
    assert fresh(intake).is_busy
    assert Organisation.objects.filter(name="市财政局").count() == 0
    assert area.water.name == Organisation.objects.get(pk=area.water.pk).name
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER breaks ON intake_trace")
    Delivery.objects.filter(state="pending").update(due_at=clock.now() - timedelta(days=1))
    drain()
    assert fresh(intake).state == "committed"
    assert Organisation.objects.filter(name="市财政局").count() == 1
