"""The pages and the API of campaigns: who may, what they show, how they end."""

import json
import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns import services
from campaigns.models import Campaign, Target
from ground.briefs.facts import compute, fact_of
from ground.kernel.periods import Period

from .test_services import add, pay_everything, visit_community

API = "/api/v1/campaigns"


def url(name, *args):
    return reverse(f"campaigns:{name}", args=args)


@pytest.fixture
def plan_values(county, source):
    return {
        "kind": "autumn_study",
        "name": "2008年金秋助学",
        "year": 2008,
        "theme": "",
        "organiser": county.office.pk,
        "source": source.pk,
        "starts_on": "2008-07-15",
        "ends_on": "2008-08-31",
        "budget": "30,000",
    }


def test_plan_publish_add_close(county, source, plan_values, family, client_of, at, drain):
    planner, publisher = client_of(county.planner), client_of(county.publisher)
    with at("2008-07-10"):
        answer = planner.post(url("plan"), plan_values)
        campaign = Campaign.objects.get()
        assert answer.url == url("campaign", campaign.pk)
        assert planner.post(url("publish", campaign.pk)).status_code == 403
        assert "发布活动" in publisher.get(answer.url).content.decode()
        publisher.post(url("publish", campaign.pk))
    file = family()
    with at("2008-08-01"):
        found = planner.post(url("find_target", campaign.pk), {"asked": "骆"}).content.decode()
        assert file.file_no in found
        assert "骆*云" in found
        assert "骆秋云" not in found.replace('value="骆"', "")
        form = planner.get(url("add_target", campaign.pk, file.pk)).content.decode()
        assert "30,000" in form
        assert "5,000" in form
        typed = {"amount": "5001", "given_on": "2008-08-20", "reason": "助学金"}
        refused = planner.post(url("add_target", campaign.pk, file.pk), typed).content.decode()
        assert "最多5,000元" in refused
        assert 'value="助学金"' in refused
        assert Target.objects.count() == 0
        answer = planner.post(
            url("add_target", campaign.pk, file.pk), typed | {"amount": "5000"}, follow=True
        )
        assert "已列入名单" in answer.content.decode()
        assert planner.get(url("add_target", campaign.pk, file.pk)).status_code == 404
    with at("2008-08-31"):
        text = publisher.post(url("close", campaign.pk), follow=True).content.decode()
        assert "还有1笔、5,000.00元没有发放" in text
        pay_everything(county, source)
        drain()
        publisher.post(url("close", campaign.pk))
    assert Campaign.objects.get().state == "closed"


def test_a_refused_plan_keeps_what_was_typed(county, plan_values, client_of):
    wrong = plan_values | {"ends_on": "2008-07-01"}
    text = client_of(county.planner).post(url("plan"), wrong).content.decode()
    assert "不能早于开始日期" in text
    assert 'value="2008年金秋助学"' in text
    assert Campaign.objects.count() == 0


def test_who_may_not(county, winter, family, client_of):
    campaign, file = winter(), family()
    liaison = client_of(county.liaison)
    assert liaison.get(url("campaign", campaign.pk)).status_code == 200
    for name, args in [
        ("plan", ()),
        ("find_target", (campaign.pk,)),
        ("add_target", (campaign.pk, file.pk)),
    ]:
        assert liaison.get(url(name, *args)).status_code == 403
    elsewhere = client_of(county.elsewhere)
    assert elsewhere.get(url("campaign", campaign.pk)).status_code == 404
    assert elsewhere.post(url("close", campaign.pk)).status_code == 404
    assert elsewhere.get(url("find_target", campaign.pk)).status_code == 404
    assert campaign.name not in elsewhere.get(url("list")).content.decode()


def test_the_page_of_a_campaign(county, source, winter, family, client_of, drain, at):
    campaign, file = winter(budget=Decimal(18000)), family()
    with at("2008-01-30"):
        add(county, campaign, file)
        visit_community(county, campaign)
        visit_community(county, campaign, cash="2000")
        drain()
        text = client_of(county.planner).get(url("campaign", campaign.pk)).content.decode()
    for shown in ("18,000", "17,000", "1,000", file.file_no, "现场发放", "待编批", "打一次电话"):
        assert shown in text
    assert "1 笔款项没有纳入名单" in text
    assert f"origin=campaigns.campaign:{campaign.pk}" in text
    assert "骆" not in text


def test_pages_ask_as_often_for_three_as_for_one(county, winter, family, client_of):
    client = client_of(county.planner)
    campaign = winter()
    add(county, campaign, family(), amount="100")
    counts = []
    for name in ("又一场", "再一场"):
        with CaptureQueriesContext(connection) as asked:
            client.get(url("campaign", campaign.pk))
            client.get(url("list"))
            client.get(f"{API}/{campaign.pk}/targets")
            client.get(API)
        counts.append(len(asked))
        add(county, campaign, family(), amount="100")
        add(county, campaign, family(unit=county.community), amount="100")
        winter(name=name)
    assert counts[0] == counts[1]


def test_the_api(county, winter, family, client_of, source, at):
    planner, publisher = client_of(county.planner), client_of(county.publisher)

    def post(client, path, **body):
        return client.post(API + path, json.dumps(body), content_type="application/json")

    values = {
        "kind": "send_warmth",
        "name": "2008年“送温暖”活动",
        "year": 2008,
        "organiser_id": county.office.pk,
        "source_id": source.pk,
        "starts_on": "2008-01-10",
        "ends_on": "2008-02-05",
        "budget": "20000",
    }
    answer = post(planner, "", **values)
    assert (answer.status_code, answer.json()["budget"]) == (201, "20000.00")
    pk = answer.json()["id"]
    assert post(planner, "", **values).json()["code"] == "campaign_exists"
    assert post(planner, f"/{pk}/publish").status_code == 403
    assert post(publisher, f"/{pk}/publish").json()["state"] == "published"
    file = family()
    wanted = {"file_id": file.pk, "amount": "4000", "reason": "救助款", "given_on": "2008-01-29"}
    answer = post(planner, f"/{pk}/targets", **wanted)
    assert answer.status_code == 201
    assert answer.json() == {
        "id": Target.objects.get().pk,
        "file_id": file.pk,
        "file_no": file.file_no,
        "link_point": {"id": county.factory.pk, "name": "杰新纺织公司"},
        "payment_id": Target.objects.get().payment_id,
        "amount": "4000.00",
        "reason": "救助款",
        "given_on": "2008-01-29",
        "state": "planned",
    }
    assert post(planner, f"/{pk}/targets", **wanted).json()["code"] == "target_exists"
    assert post(client_of(county.elsewhere), f"/{pk}/targets", **wanted).status_code == 404
    assert post(client_of(county.liaison), f"/{pk}/targets", **wanted).status_code == 403
    assert len(planner.get(f"{API}/{pk}/targets").json()["results"]) == 1
    progress = planner.get(f"{API}/{pk}/progress").json()
    assert (progress["planned"], progress["left"]) == ("4000.00", "16000.00")
    assert [one["code"] for one in planner.get(f"{API}/kinds").json()] == [
        "autumn_study",
        "send_warmth",
    ]
    assert post(publisher, f"/{pk}/close").json()["code"] == "campaign_money_open"
    assert planner.get(f"{API}?state=closed").json()["results"] == []


def test_the_facts_of_a_period(county, source, winter, family, drain, at):
    campaign = winter()
    winter(name="没有发布的", published=False)
    with at("2008-01-30"):
        add(county, campaign, family())
        visit_community(county, campaign)
        drain()

    def figure(code, area, starts_on=date(2008, 1, 1), ends_on=date(2008, 1, 31)):
        period = Period(starts_on=starts_on, ends_on=ends_on)
        return compute(fact_of(code), area, period)

    assert figure("campaigns.campaigns_run", county.office).value == 1
    assert figure("campaigns.targets_reached", county.office).value == 0
    with at("2008-01-31"):
        pay_everything(county, source)
        drain()
    assert figure("campaigns.targets_reached", county.office).value == 2
    assert figure("campaigns.targets_reached", county.community).value == 1
    assert figure("campaigns.targets_reached", county.elsewhere.organisation).value == 0
    spring = (date(2008, 3, 1), date(2008, 3, 31))
    assert figure("campaigns.campaigns_run", county.office, *spring).value == 0
    labels = [one.label for one in figure("campaigns.targets_reached", county.office).records]
    assert not any("骆" in label for label in labels)
    assert len(labels) == 2


def test_the_workbench(county, winter, family, client_of, at):
    campaign = winter(published=False)

    def seen(user):
        return client_of(user).get(reverse("web:workbench")).content.decode()

    with at("2008-01-10"):
        assert "发布活动：2008年“送温暖”活动" in seen(county.publisher)
        assert "发布活动" not in seen(county.planner)
        services.publish_campaign(by=county.publisher, campaign=campaign)
    add(county, campaign, family())
    with at("2008-01-30"):
        assert "还有款项未发放" in seen(county.planner)
        assert "未发放 4,000 元" in seen(county.planner)
    with at("2008-02-06"):
        assert re.search("还有款项未发放.*逾期", seen(county.planner), re.DOTALL)
