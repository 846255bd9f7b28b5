"""The pages and operations of money that passes: by both sides, with what was typed kept."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assistance.funds import queries, services
from assistance.funds.models import Allocation, CarryOver, FundReturn, FundSource, SourcePaper
from ground.web.workbench import waiting_for
from tests.files import samples
from tests.funds.passing import sent

DAY = date(2008, 3, 3)


def titles(user):
    return [one.title for one in waiting_for(user) if one.group == "资金"]


def test_from_hand_to_hand_by_the_pages(source, finance, county, below, client_of, at):
    up, down = client_of(finance), client_of(below)
    with at("2008-03-03"):
        values = {
            "key": str(uuid4()),
            "to": county.pk,
            "amount": "999999",
            "purpose": "春荒救助",
            "on": "2008-03-03",
        }
        page = up.post(f"/funds/{source.pk}/allocate/", values)
        assert page.status_code == 200
        assert "可用余额 30,000.00 元" in page.content.decode()
        assert "春荒救助" in page.content.decode()  # what was typed stays
        for _ in range(2):  # clicked twice
            answer = up.post(f"/funds/{source.pk}/allocate/", values | {"amount": "12000.50"})
            assert answer.status_code == 302
        one = Allocation.objects.get()
        assert titles(below) == ["上级下达，待确认到账"]
        there = f"/funds/allocations/{one.pk}/"
        assert f"{there}confirm/" not in up.get(there).content.decode()
        assert f"{there}confirm/" in down.get(there).content.decode()
        assert "待确认到账" in down.get(there).content.decode()
        refused = up.post(f"{there}confirm/", {"on": "2008-03-03"})
        assert "须由接收单位“桃源县总工会”的财务人员办理" in refused.content.decode()
        for _ in range(2):
            assert down.post(f"{there}confirm/", {"on": "2008-03-03"}).status_code == 302
        opened = queries.opened_by(one)
        assert (opened.name, opened.kind) == (source.name, "upper_union")
        shown = down.get(f"/funds/{opened.pk}/").content.decode()
        assert "12,000.50" in shown
        assert "登记到账" not in shown
        assert down.get(f"/funds/{source.pk}/").status_code == 404
        back = {"key": str(uuid4()), "amount": "2000.50", "why": "结余", "on": "2008-03-03"}
        assert down.post(f"/funds/{opened.pk}/return/", back).status_code == 302
        returned = FundReturn.objects.get()
        assert "下级缴回，待确认收到" in titles(finance)
        answer = up.post(f"/funds/returns/{returned.pk}/confirm/", {"on": "2008-03-03"})
        assert answer.status_code == 302
        both = up.get(there).content.decode()
        for told in ("2,000.50", f"/funds/entries/{one.entry_id}/", "已收回"):
            assert told in both
        assert up.get(f"/funds/returns/{returned.pk}/").status_code == 302
    with at("2009-01-05"):
        assert "2008年度结余待结转" in titles(below)
        page = down.get("/funds/carry-over/").content.decode()
        assert "10,000.00" in page
        where = f"/funds/carry-over/?organisation={county.pk}&year=2008"
        form = {"key": str(uuid4()), "total": "10000"}
        for _ in range(2):
            assert down.post(where, form).status_code == 302
        act = CarryOver.objects.get()
        assert "10,000.00" in down.get(f"/funds/carry-over/{act.pk}/").content.decode()
        assert down.get(where).status_code == 200
        assert titles(below) == []


def test_late_is_told_to_both(source, finance, county, below, at):
    with at("2008-03-03"):
        sent(finance, source, county)
        assert titles(finance) == []
    with at("2008-03-11"):  # five working days after
        assert titles(finance) == ["下达逾期未确认，请催办"]
        assert titles(below) == ["上级下达，待确认到账"]


def test_refused_by_the_pages(source, finance, county, below, client_of, at):
    with at("2008-03-03"):
        one = sent(finance, source, county)
        down = client_of(below)
        page = down.post(f"/funds/allocations/{one.pk}/refuse/", {"reason": ""})
        assert page.status_code == 200
        answer = down.post(f"/funds/allocations/{one.pk}/refuse/", {"reason": "账号有误"})
        assert answer.status_code == 302
        assert "账号有误" in down.get(f"/funds/allocations/{one.pk}/").content.decode()


PAGES = ["/funds/allocations/", "/funds/returns/", "/funds/distribution/", "/funds/limits/"]
API = [
    "/api/v1/funds/allocations",
    "/api/v1/funds/returns",
    "/api/v1/funds/distribution",
    "/api/v1/funds/limits",
]


@pytest.mark.parametrize("url", PAGES + API)
def test_no_query_per_row(source, finance, county, below, client_of, at, url):
    client = client_of(finance)

    def counted():
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url).status_code == 200
        return len(seen)

    def one_more(number):
        one = sent(finance, source, county, str(number + 100))
        opened = services.confirm_allocation(by=below, allocation=one, on=DAY)
        services.return_money(by=below, source=opened, amount="1", why="余", on=DAY)

    with at("2008-03-03"):
        one_more(0)
        one = counted()
        one_more(1)
        one_more(2)
        assert counted() == one
        assert client.get(f"{url}?export=xlsx").status_code == 200
        assert client_of(below).get(url).status_code == 200


def test_limits_donor_and_papers_by_the_pages(root, finance, client_of, at, person):
    client = client_of(finance)
    with at("2008-03-03"):
        values = {
            "organisation": root.pk,
            "kind": "donation",
            "name": "助学捐款",
            "year": "2008",
            "donor": "湘江公司",
            "wish": "资助大学生",
            "aid_types": ["education"],
        }
        assert client.post("/funds/new/", values).status_code == 302
        source = FundSource.objects.get()
        page = client.get(f"/funds/{source.pk}/").content.decode()
        for told in ("湘江公司", "资助大学生", "只能用于子女助学"):
            assert told in page
        form = {"valid_from": "2008-03-03", "reason": "捐赠协议", "aid_types": ["living"]}
        assert client.post(f"/funds/{source.pk}/limits/", form).status_code == 302
        assert "捐赠协议" in client.get(f"/funds/{source.pk}/limits/").content.decode()
        late = client.post(f"/funds/{source.pk}/limits/", form | {"valid_from": "2008-03-02"})
        assert "不能早于今天" in late.content.decode()
        reader = client_of(person("auditor"))
        assert reader.get(f"/funds/{source.pk}/limits/").status_code == 200
        reader.post(f"/funds/{source.pk}/limits/", form)
        assert source.limits.count() == 2
        kinds = form | {"organisation": root.pk, "kind": "donation"}
        assert client.post("/funds/limits/", kinds).status_code == 302
        assert "捐赠协议" in client.get("/funds/limits/").content.decode()
        url = f"/api/v1/funds/sources/{source.pk}/may-pay?aid_type=medical&tier=county"
        told = client.get(url).json()
        assert told["may_pay"] is False
        assert told["why_not"].startswith("社会捐助资金不得用于医疗救助")
        papers = {"papers-files": SimpleUploadedFile("协议.jpg", samples.picture())}
        assert client.post(f"/funds/{source.pk}/papers/add/", papers).status_code == 302
        paper = SourcePaper.objects.get()
        assert client.get(f"/funds/papers/{paper.pk}/").status_code == 200


def test_the_whole_way_by_the_operations(source, finance, county, below, client_of, at):
    up, down, base = client_of(finance), client_of(below), "/api/v1/funds"

    def post(client, url, **body):
        answer = client.post(f"{base}{url}", body, content_type="application/json")
        assert answer.status_code == 201, answer.content
        return answer.json()

    with at("2008-03-03"):
        asked = {"to_id": county.pk, "amount": "500", "purpose": "救助", "on": "2008-03-03"}
        one = post(up, f"/sources/{source.pk}/allocations", **asked)
        got = post(down, f"/allocations/{one['id']}/confirm", on="2008-03-03")
        assert got["state"] == "received"
        mine = got["received_source_id"]
        back = post(down, f"/sources/{mine}/returns", amount="200", why="余", on="2008-03-03")
        assert post(up, f"/returns/{back['id']}/refuse", reason="没到")["state"] == "refused"
        again = post(down, f"/sources/{mine}/returns", amount="100", why="余", on="2008-03-03")
        assert post(up, f"/returns/{again['id']}/confirm", on="2008-03-03")["state"] == "received"
        twice = up.post(
            f"{base}/sources/{source.pk}/allocations", asked, content_type="application/json"
        )
        assert (twice.status_code, twice.json()["code"]) == (422, "allocation_again")
        other = post(up, f"/sources/{source.pk}/allocations", **asked, again=True)
        assert post(down, f"/allocations/{other['id']}/refuse", reason="重复")["back_entry_id"]
        limits = {"valid_from": "2008-03-03", "reason": "批复", "tiers": ["county"]}
        post(down, f"/sources/{mine}/limits", **limits)
        post(down, "/limits", organisation_id=county.pk, kind="own", **limits)
        assert len(down.get(f"{base}/sources/{mine}/limits").json()) == 1
        assert {row["kind"] for row in down.get(f"{base}/limits").json()} == {"central", "own"}
    with at("2009-01-02"):
        left = down.get(f"{base}/to-carry?organisation_id={county.pk}&year=2008").json()
        assert (left["total"], left["standing"]) == ("400.00", [])
        act = post(down, "/carry-overs", organisation_id=county.pk, year=2008, total="400.00")
        assert down.get(f"{base}/carry-overs/{act['id']}").json() == act
        assert act["lines"][0]["amount"] == "400.00"
    assert up.get(f"{base}/sources/{mine}").json()["carried"] == "400.00"
