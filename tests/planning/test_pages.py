from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from assistance.planning import services
from assistance.planning.models import AgencyProfile, EnterpriseProfile, PairingPlan, Ruling
from ground.web.workbench import waiting_for

DRAFT = {
    "year": "2010",
    "starts_on": "2010-01-01",
    "function": "35",
    "industry": "25",
    "distance": "10",
    "size": "5",
    "continuity": "15",
    "hardship": "10",
}


def text_of(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def queries_of(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_drafting_solving_and_submitting_on_the_pages(drafted, client_of, drain, at):
    client = client_of(drafted.office)
    with at("2008-11-21"):
        answer = client.post(
            "/planning/draft/", DRAFT | {"organisation": drafted.taoyuan.pk, "size": "101"}
        ).content.decode()
        assert "2010" in answer
        assert PairingPlan.objects.count() == 1
        answer = client.post("/planning/draft/", DRAFT | {"organisation": drafted.taoyuan.pk})
        plan = PairingPlan.objects.get(year=2010)
        url = f"/planning/{plan.pk}/"
        assert answer.headers["Location"] == url
        assert "还没有求解" in text_of(client, url)
        client.post(f"{url}solve/")
        assert "求解中" in text_of(client, url)
        drain()
    page = text_of(client, url)
    assert "已证明最优" in page
    assert "职能对口：用工、社保" in page
    assert "2 / 2" in page
    client.post(f"{url}submit/")
    assert "待批准" in text_of(client_of(drafted.leader), url)
    assert [one.title for one in waiting_for(drafted.leader)] == ["批准2010年第1轮结对方案"]


def test_a_plan_of_the_county_is_approved_on_the_page(solved, client_of, drain):
    url = f"/planning/{solved.plan.pk}/"
    office, leader = client_of(solved.office), client_of(solved.leader)
    assert "批准方案" not in text_of(leader, url)
    office.post(f"{url}submit/")
    assert office.post(f"{url}approve/").status_code == 403
    back = leader.post(f"{url}send-back/", {"reason": "请再比较"}, follow=True).content.decode()
    assert "已退回编制" in back
    office.post(f"{url}submit/")
    leader.post(f"{url}approve/")
    drain()
    assert "结对已建立" in text_of(leader, url)
    assert "已批准" in text_of(office, url)


def test_pinning_and_forbidding_from_a_row(solved, client_of):
    client, url = client_of(solved.office), f"/planning/{solved.plan.pk}/"
    pair = {"agency": solved.labour.pk, "enterprise": solved.spinning.pk}
    answer = client.post(f"{url}pin/", pair, follow=True).content.decode()
    assert "请写明指定的原因" in answer
    client.post(f"{url}pin/", pair | {"reason": "县委决定"})
    ruling = Ruling.objects.get()
    assert (ruling.kind, ruling.reason, ruling.made_by) == ("pin", "县委决定", solved.office)
    assert "县委决定" in text_of(client, url)
    client.post(f"/planning/rulings/{ruling.pk}/lift/")
    client.post(f"{url}forbid/", pair | {"reason": "亲属"})
    assert Ruling.objects.get().kind == "forbid"
    assert client.post(f"{url}pin/", {"agency": "x", "enterprise": "1"}).status_code == 404
    assert client.post(f"{url}pin/", pair | {"agency": solved.office.pk + 9999}).status_code == 404


def test_ruling_by_names_keeps_what_was_typed(drafted, client_of):
    client, url = client_of(drafted.office), f"/planning/{drafted.plan.pk}/rule/"
    form = {
        "kind": "forbid",
        "agency": "县劳动",
        "enterprise": "杰新纺织公司",
        "reason": "亲属在该公司任职",
        "conflict_of_interest": "on",
    }
    answer = client.post(url, form).content.decode()
    assert "是不是：县劳动局？" in answer
    assert "亲属在该公司任职" in answer
    wrong = client.post(url, form | {"agency": "县劳动局", "kind": "pin"}).content.decode()
    assert "请选“回避”" in wrong
    client.post(url, form | {"agency": "县劳动局"})
    assert Ruling.objects.get().conflict_of_interest


def test_filters_of_the_pairs(solved, client_of):
    client, url = client_of(solved.office), f"/planning/{solved.plan.pk}/"

    def shown(query):
        page = text_of(client, f"{url}?{query}")
        _, listed = page.split('id="list"')
        table = listed[listed.index("<tbody>") : listed.index("</tbody>")]
        names = (solved.spinning, solved.cement, solved.fireworks)
        return {one.name for one in names if one.name in table}

    assert shown("") == {"杰新纺织公司", "已酉水泥厂", "合口出口花炮厂"}
    assert shown(f"area={solved.linli.path}") == {"合口出口花炮厂"}
    assert shown("q=县税务局") == {"已酉水泥厂"}
    assert shown("band=80") == {
        pair.enterprise.name for pair in solved.plan.chosen.pairs.filter(score__gte=80)
    }
    file = client.get(f"{url}?export=xlsx")
    sheet = load_workbook(BytesIO(b"".join(file.streaming_content))).active
    assert [cell.value for cell in sheet[1]][:4] == ["企业", "参联单位", "牵头", "匹配分"]
    assert sheet.max_row == 4


def test_comparing_two_solutions(solved, client_of, solve):
    client, url = client_of(solved.office), f"/planning/{solved.plan.pk}/"
    assert "求解两次以上才能比较" in client.get(f"{url}compare/", follow=True).content.decode()
    services.forbid_pair(
        by=solved.office,
        plan=solved.plan,
        agency=solved.market,
        enterprise=solved.fireworks,
        reason="亲属",
    )
    solve(solved.plan, solved.office)
    page = text_of(client, f"{url}compare/")
    assert "方案1与方案2" in page
    added = text_of(client, f"{url}compare/?change=added")
    table = added[added.rindex("<tbody>") :]
    assert "市总工会办公室" in table
    assert "县工商局" not in table
    same = text_of(client, f"{url}compare/?a=2&b=2&change=added")
    assert "没有符合条件的记录" in same
    client.post(f"{url}choose/", {"solution": "1"})
    solved.plan.refresh_from_db()
    assert solved.plan.chosen.number == 1
    assert client.post(f"{url}choose/", {"solution": "9"}).status_code == 404


def test_changing_the_weights(solved, client_of):
    client, url = client_of(solved.office), f"/planning/{solved.plan.pk}/change/"
    form = {name: value for name, value in DRAFT.items() if name != "year"}
    wrong = client.post(url, form).content.decode()
    assert "结对开始日期应在2009年内" in wrong or "应在2009年内" in wrong
    client.post(url, form | {"starts_on": "2009-02-01", "function": "60", "principles": "县委意见"})
    solved.plan.refresh_from_db()
    assert (solved.plan.weights["function"], str(solved.plan.starts_on)) == (60, "2009-02-01")
    assert solved.plan.chosen.weights["function"] == 35


def test_who_sees_and_makes_plans(solved, client_of, person):
    url = f"/planning/{solved.plan.pk}/"
    assert client_of(solved.liaison).get(url).status_code == 403
    assert client_of(solved.county_office).get(url).status_code == 404
    assert client_of(solved.county_office).post(f"{url}solve/").status_code == 404
    assert client_of(person("leader", solved.taoyuan)).post(f"{url}approve/").status_code == 404
    auditor = text_of(client_of(person("auditor")), url)
    assert "/solve/" not in auditor
    assert "/pin/" not in auditor


def test_an_agencys_liaison_keeps_its_own_profile(drafted, client_of):
    client = client_of(drafted.liaison)
    own, other = (f"/planning/agencies/{one.pk}/edit/" for one in (drafted.labour, drafted.tax))
    form = {"headcount": "31", "capacity": "2", "functions": ["labour", "mass"], "liaison": "乔联"}
    assert client.get(other).status_code == 404
    assert client.post(own, form | {"capacity": "999"}).status_code == 200
    assert AgencyProfile.objects.get(organisation=drafted.labour).capacity == 1
    assert client.post(own, form).status_code == 302
    profile = AgencyProfile.objects.get(organisation=drafted.labour)
    assert (profile.headcount, profile.functions) == (31, ["labour", "mass"])
    page = text_of(client, f"/planning/agencies/{drafted.labour.pk}/")
    assert "人社劳动、工会群团" in page
    assert "用工、社保、其他" in page
    edit = f"/planning/enterprises/{drafted.cement.pk}/edit/"
    assert client.get(edit).status_code == 403


def test_a_paired_enterprise_is_seen_and_not_kept(solved, client_of, drain, person):
    services.submit_plan(by=solved.office, plan=solved.plan)
    services.approve_plan(by=solved.leader, plan=solved.plan)
    drain()
    url = f"/planning/enterprises/{solved.spinning.pk}/"
    assert "杰新纺织公司" in text_of(client_of(solved.liaison), url)
    own_office = person("office", solved.labour)
    assert client_of(own_office).get(f"{url}edit/").status_code == 404


def test_an_office_keeps_the_enterprises_of_its_area(drafted, client_of):
    client = client_of(drafted.county_office)
    form = {
        "industry": "C",
        "operating_state": "difficult",
        "employees": "300",
        "hardship_count": "40",
        "team_size": "2",
        "needs": ["tax", "sales"],
        "union_established": "yes",
        "workers_congress": "no",
        "insured_pension": "partial",
        "collective_contract_until": "2009-12-31",
        "latitude": "28.9",
    }
    url = f"/planning/enterprises/{drafted.cement.pk}/edit/"
    assert "一并填写" in client.post(url, form).content.decode()
    assert client.post(url, form | {"longitude": "111.5"}).status_code == 302
    profile = EnterpriseProfile.objects.get(organisation=drafted.cement)
    assert (profile.union_established, profile.workers_congress) == (True, False)
    assert profile.social_insurance == {"pension": "partial"}
    assert profile.collective_contract_until == date(2009, 12, 31)
    again = text_of(client, url)
    assert 'value="28.90000"' in again
    elsewhere = f"/planning/enterprises/{drafted.fireworks.pk}/edit/"
    assert client.get(elsewhere).status_code == 404


def test_filters_of_the_profiles(drafted, client_of, make_organisation):
    make_organisation("鑫玉花纺织厂")
    client = client_of(drafted.office)
    page = text_of(client, "/planning/enterprises/?filled=no")
    assert "鑫玉花纺织厂" in page
    assert "已酉水泥厂" not in page
    page = text_of(client, "/planning/enterprises/?need=tax")
    assert "已酉水泥厂" in page
    assert "杰新纺织公司" not in page
    page = text_of(client, "/planning/agencies/?function=taxation")
    assert "县税务局" in page
    assert "县劳动局" not in page
    asked = text_of(client, f"/planning/{drafted.plan.pk}/")
    assert "1家企业" in asked


def test_lists_ask_the_same_number_of_queries(drafted, client_of, make_organisation, solve):
    client, counted = client_of(drafted.office), []
    EnterpriseProfile.objects.exclude(organisation=drafted.spinning).delete()
    for extra in (0, 2):
        rows = [(make_organisation(f"厂{number}"), {"needs": ["tax"]}) for number in range(extra)]
        services.keep_enterprise_profiles(by=drafted.office, rows=rows)
        rows = [
            (make_organisation(f"局{number}", "agency"), {"capacity": 3}) for number in range(extra)
        ]
        services.keep_agency_profiles(by=drafted.office, rows=rows)
        solve(drafted.plan, drafted.office)
        solve(drafted.plan, drafted.office)
        urls = (
            "",
            f"{drafted.plan.pk}/",
            f"{drafted.plan.pk}/compare/",
            "agencies/",
            "enterprises/",
        )
        counted.append({url: queries_of(client, f"/planning/{url}") for url in urls})
        if not extra:
            for number in range(2):
                services.draft_plan(
                    by=drafted.office,
                    organisation=(drafted.taoyuan, drafted.linli)[number],
                    year=2009,
                    starts_on=date(2009, 1, 1),
                )
    assert counted[0] == counted[1]


@pytest.mark.parametrize("name", ["plans", "agencies", "enterprises"])
def test_the_api_lists_ask_the_same_number_of_queries(drafted, client_of, name):
    client, url = client_of(drafted.office), f"/api/v1/planning/{name}"
    full = queries_of(client, url)
    rows = client.get(url).json()["results"]
    assert rows
    AgencyProfile.objects.exclude(organisation=drafted.labour).delete()
    EnterpriseProfile.objects.exclude(organisation=drafted.cement).delete()
    assert queries_of(client, url) == full
