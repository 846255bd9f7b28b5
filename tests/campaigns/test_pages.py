"""The pages of campaigns: who may, what they show, how a campaign goes from the plan to its summary."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assistance.aid.models import Payment
from campaigns import queries, services
from campaigns.models import Campaign, Enrolment
from campaigns.rules import Share
from ground.briefs.facts import compute, fact_of
from ground.briefs.offers import offered_to
from ground.kernel.periods import Period
from tests.campaigns.steps import approve_all, pay_everything, pay_out, visit_community


def url(name, *args):
    return reverse(f"campaigns:{name}", args=args)


@pytest.fixture
def plan_values(county, source):
    return {
        "name": "2008年送温暖",
        "theme": "",
        "organiser": county.office.pk,
        "source_1": source.pk,
        "amount_1": "30,000",
        "starts_on": "2007-12-15",
        "ends_on": "2008-02-06",
        "apply_from": "2007-12-15",
        "apply_to": "2008-01-24",
        "settle_by": "2008-02-05",
    }


def test_from_the_plan_to_the_summary(  # noqa: PLR0915 -- one way, page after page
    county, source, plan_values, family, client_of, at, drain
):
    planner, publisher = client_of(county.planner), client_of(county.publisher)
    with at("2008-01-10"):
        shown = planner.get(url("plan") + "?kind=send_warmth&year=2008").content.decode()
        assert "当年春节是 2008年2月7日" in shown
        assert 'value="2008-02-05"' in shown  # the last working day before it
        answer = planner.post(url("plan") + "?kind=send_warmth&year=2008", plan_values)
        campaign = Campaign.objects.get()
        assert answer.url == url("campaign", campaign.pk)
        assert (campaign.budget, campaign.settles_by_calendar) == (Decimal(30000), True)
        rule = {"code": "per_year", "is_on": "no"}
        planner.post(url("set_rule", campaign.pk), rule)
        assert "停用" in planner.get(url("conditions", campaign.pk)).content.decode()
        planner.post(url("set_rule", campaign.pk), rule | {"is_on": "yes"})
        planner.post(url("conditions", campaign.pk), {"standard_filed_": "1,500"})
        assert campaign.standards.get().amount == Decimal(1500)
        planner.post(
            url("quotas", campaign.pk),
            {"unit": county.factory.pk, "number": "2", "amount": "9000"},
        )
        assert planner.post(url("publish", campaign.pk)).status_code == 403
        assert "发布活动" in publisher.get(answer.url).content.decode()
        publisher.post(url("publish", campaign.pk), {"seen": queries.stamp_of(campaign)})
        campaign.refresh_from_db()
        assert campaign.state == "collecting"
    first, second = family(), family()
    with at("2008-01-12"):
        text = planner.get(url("propose", campaign.pk) + "?why=never").content.decode()
        assert "共 2 户" in text
        assert "从未帮扶：2008-01-28建档以来没有帮扶款项" in text
        assert "骆*云" in text
        assert "骆秋云" not in text
        text = planner.post(
            url("propose", campaign.pk), {"why": "never", "seen": "1"}, follow=True
        ).content.decode()
        assert "您看到1个，现在是2个" in text
        found = planner.post(url("find", campaign.pk), {"asked": "骆"}).content.decode()
        assert first.file_no in found
        typed = {"person_class": "filed", "asked": "0", "reason": "家中失火"}
        refused = planner.post(url("enrol_file", campaign.pk, first.pk), typed).content.decode()
        assert "应大于0元" in refused
        assert 'value="家中失火"' in refused
        planner.post(url("enrol_file", campaign.pk, first.pk), typed | {"asked": ""})
        planner.post(url("propose", campaign.pk), {"why": "never", "seen": "1"})
        assert [(e.file_id, e.came_from) for e in Enrolment.objects.order_by("pk")] == [
            (first.pk, "by_hand"),
            (second.pk, "proposed"),
        ]
        assert planner.get(url("enrol_file", campaign.pk, first.pk)).status_code == 404
        planner.post(url("end_collecting", campaign.pk))
        planner.post(url("screen", campaign.pk))
        drain()
        text = publisher.get(answer.url).content.decode()
        assert "批准 2 个" in text
        assert "您是筹备人" in planner.get(answer.url).content.decode()
        one = Enrolment.objects.order_by("pk")[0]
        page = planner.get(url("enrolment", one.pk)).content.decode()
        assert "家中失火" in page
        assert "每次最多6,000元" in page
        tick = {"code": "call", "done_on": "2008-01-12"}
        client_of(county.liaison).post(url("tick", one.pk), tick)
        assert one.ticks.get().by == county.liaison
        publisher.post(url("approve", campaign.pk), {"seen": queries.stamp_of_eligible(campaign)})
        planner.post(
            url("execute", campaign.pk),
            {"given_on": "2008-01-29", "reason": "送温暖慰问金", "channel": "cash_signed"},
        )
        drain()
    assert [(p.amount, p.reason) for p in Payment.objects.order_by("pk")] == [
        (Decimal(1500), "送温暖慰问金")
    ] * 2
    with at("2008-01-31"):
        text = publisher.post(url("close", campaign.pk), follow=True).content.decode()
        assert "还有2笔、3,000.00元没有发放" in text
        pay_everything(county, source)
        drain()
        text = planner.get(answer.url).content.decode()
        assert "名单上的款项已全部到位" in text
        publisher.post(url("close", campaign.pk))
        publisher.post(url("summarise", campaign.pk), {"summary": "两户受助"})
        publisher.post(url("archive", campaign.pk))
    assert Campaign.objects.get().state == "archived"
    text = planner.get(url("report", campaign.pk)).content.decode()
    assert "3,000.00" in text
    assert planner.get(url("report", campaign.pk) + "?export=xlsx").status_code == 200
    pdf = planner.get(url("report", campaign.pk) + "?export=pdf")
    assert pdf["Content-Type"] == "application/pdf"
    assert planner.get(url("notice_sheet", campaign.pk)).status_code == 200


def test_a_refused_plan_keeps_what_was_typed(county, plan_values, client_of):
    wrong = plan_values | {"apply_to": "2008-02-07", "name": "2008年暖冬"}
    page = client_of(county.planner).post(url("plan") + "?kind=send_warmth&year=2008", wrong)
    text = page.content.decode()
    assert "应在申报开始之后、活动结束之前" in text
    assert 'value="2008年暖冬"' in text
    assert Campaign.objects.count() == 0


def test_who_may_not(county, winter, enrolled, client_of):
    campaign = winter()
    one = enrolled(campaign)
    liaison = client_of(county.liaison)
    assert liaison.get(url("campaign", campaign.pk)).status_code == 200
    for name, args in [
        ("plan", ()),
        ("find", (campaign.pk,)),
        ("propose", (campaign.pk,)),
        ("quotas", (campaign.pk,)),
        ("change", (one.pk,)),
    ]:
        assert liaison.get(url(name, *args)).status_code == 403
    elsewhere = client_of(county.elsewhere)
    assert elsewhere.get(url("campaign", campaign.pk)).status_code == 404
    assert elsewhere.post(url("close", campaign.pk)).status_code == 404
    assert elsewhere.get(url("find", campaign.pk)).status_code == 404
    assert elsewhere.get(url("enrolment", one.pk)).status_code == 404
    assert campaign.name not in elsewhere.get(url("list")).content.decode()


def test_a_unit_sees_the_campaign_of_its_county_and_its_own_roster(
    county, winter, enrolled, family, client_of, person
):
    campaign = winter()
    own, other = enrolled(campaign), enrolled(campaign, file=family(unit=county.community))
    factory = client_of(person("union_staff", county.factory))
    text = factory.get(url("campaign", campaign.pk)).content.decode()
    assert "杰新纺织公司" in text
    assert "莲花湖社区" not in text
    listed = factory.get(url("roster", campaign.pk)).content.decode()
    assert own.file.file_no in listed
    assert other.file.file_no not in listed
    assert factory.get(url("enrolment", other.pk)).status_code == 404
    assert factory.get(url("report", campaign.pk)).status_code == 404
    assert "还可安排" not in text  # what the others have left is nobody's to read off
    services.set_quotas(
        by=county.planner, campaign=campaign, shares=[(county.factory, Share(2, Decimal(6000)))]
    )
    text = factory.get(url("campaign", campaign.pk)).content.decode()
    assert "名额金额" in text
    hidden = winter(name="没有发布的", published=False)
    assert factory.get(url("campaign", hidden.pk)).status_code == 404


def test_the_page_of_a_campaign(county, source, winter, enrolled, client_of, drain, at):
    campaign = winter(budget=Decimal(18000))
    with at("2008-01-30"):
        one = enrolled(campaign)
        approve_all(county, campaign)
        pay_out(county, campaign, date(2008, 1, 30))
        visit_community(county, campaign)
        visit_community(county, campaign, cash="2000")
        drain()
        text = client_of(county.planner).get(url("campaign", campaign.pk)).content.decode()
        listed = client_of(county.planner).get(url("roster", campaign.pk)).content.decode()
    for shown in ("18,000", "17,000", "1,000", "打一次电话", "还有 6"):
        assert shown in text, shown
    for shown in (one.file.file_no, "现场发放", "已安排款项"):
        assert shown in listed, shown
    assert "1 笔款项没有纳入名单" in text
    assert f"origin=campaigns.campaign:{campaign.pk}" in text
    assert "骆秋云" not in text + listed


def test_pages_ask_as_often_for_three_as_for_one(county, winter, family, enrolled, client_of):
    client = client_of(county.planner)
    campaign = winter()
    one = enrolled(campaign, 100)
    counts = []
    for name in ("又一场", "再一场"):
        with CaptureQueriesContext(connection) as asked:
            client.get(url("campaign", campaign.pk))
            client.get(url("roster", campaign.pk))
            client.get(url("enrolment", one.pk))
            client.get(url("propose", campaign.pk))
            client.get(url("find", campaign.pk))
            client.get(url("quotas", campaign.pk))
            client.get(url("report", campaign.pk))
            client.get(url("list"))
        counts.append(len(asked))
        enrolled(campaign, 100)
        enrolled(campaign, 100, file=family(unit=county.community))
        family()
        winter(name=name)
    assert counts[0] == counts[1]


def test_the_facts_of_a_period(county, source, winter, enrolled, drain, at):
    campaign = winter()
    winter(name="没有发布的", published=False)
    with at("2008-01-30"):
        enrolled(campaign)
        approve_all(county, campaign)
        pay_out(county, campaign)
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
    # A paragraph for articles tells the same once the campaign is summarised: counts and a sum, no name.
    june = Period(starts_on=date(2008, 1, 1), ends_on=date(2008, 6, 30))
    assert paragraphs(county.office, june) == []
    Campaign.objects.filter(pk=campaign.pk).update(state="summarised")
    (whole,) = paragraphs(county.office, june)
    assert whole.startswith(f"{county.office.name}")
    assert "慰问救助2户（人、点），发放资金" in whole
    assert "骆" not in whole
    (part,) = paragraphs(county.community, june)
    assert "慰问救助1户（人、点），发放资金" in part
    assert paragraphs(county.elsewhere.organisation, june) == []
    assert paragraphs(county.office, Period(starts_on=date(2008, 6, 1), ends_on=june.ends_on)) == []


def paragraphs(organisation, period) -> list[str]:
    kinds = offered_to(organisation, period)
    return [one.text for kind in kinds if kind.label == "完成的活动" for one in kind.paragraphs]


def test_the_workbench(county, winter, enrolled, client_of, at):
    campaign = winter(published=False)

    def seen(user):
        return client_of(user).get(reverse("web:workbench")).content.decode()

    with at("2008-01-10"):
        assert "发布活动：2008年“送温暖”活动" in seen(county.publisher)
        assert "发布活动" not in seen(county.planner)
        services.publish_campaign(by=county.publisher, campaign=campaign)
        enrolled(campaign)
        services.end_collecting(by=county.planner, campaign=campaign)
        assert "审核名单：2008年“送温暖”活动" in seen(county.planner)
        services.screen(by=county.planner, campaign=campaign)
        assert "批准名单：2008年“送温暖”活动" in seen(county.publisher)
        assert "批准名单" not in seen(county.planner)
        services.approve_roster(by=county.publisher, campaign=campaign)
    with at("2008-01-30"):
        assert "还有款项未发放" in seen(county.planner)
        assert "未发放 4,000 元" in seen(county.planner)
    with at("2008-02-06"):
        assert re.search("还有款项未发放.*逾期", seen(county.planner), re.DOTALL)
