"""A plan that was laid down wrongly: changed or thrown away before it is published, by whom, and what is refused."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from campaigns import queries, services
from campaigns.models import Campaign
from campaigns.rules import Share, Windows
from ground.audit.models import Entry
from ground.kernel.errors import RuleBroken

pytestmark = pytest.mark.django_db
DAYS = Windows(
    starts_on=date(2007, 12, 15),
    ends_on=date(2008, 2, 6),
    apply_from=date(2007, 12, 15),
    apply_to=date(2008, 1, 24),
    settle_by=date(2008, 2, 5),
)


def changed(campaign, by, source, **other):
    told = {
        "by": by,
        "campaign": campaign,
        "name": "2008年元旦春节送温暖",
        "theme": "",
        "windows": DAYS,
        "money": [(source, Decimal(21000))],
    }
    return services.change_plan(**(told | other))


def test_changed_while_it_is_planned(county, source, winter, at):
    campaign = winter(published=False, budget=Decimal(5000))
    days = replace(DAYS, apply_to=date(2008, 1, 18))
    with at("2007-12-10"):
        changed(campaign, county.planner, source, windows=days, co_organisers=[county.agency])
    campaign.refresh_from_db()
    assert (campaign.name, campaign.budget, campaign.apply_to) == (
        "2008年元旦春节送温暖",
        Decimal(21000),
        date(2008, 1, 18),
    )
    assert list(campaign.co_organisers.all()) == [county.agency]
    assert [one.amount for one in campaign.money.all()] == [Decimal(21000)]
    assert Entry.objects.filter(action="campaign.plan_changed").count() == 1


def test_whoever_changed_it_last_does_not_publish_it(county, source, winter):
    campaign = winter(published=False)
    changed(campaign, county.publisher, source)
    with pytest.raises(RuleBroken, match="不能自己发布"):
        services.publish_campaign(by=county.publisher, campaign=campaign)
    with pytest.raises(RuleBroken, match="不能自己发布"):  # nor does who planned it
        services.publish_campaign(by=county.planner, campaign=campaign)
    campaign.refresh_from_db()
    assert (campaign.planned_by, campaign.changed_by) == (county.planner, county.publisher)
    other = winter(name="另一场", published=False)
    services.set_rule(
        by=county.publisher, campaign=other, code=other.kind.rules[0].code, is_on=False
    )
    with pytest.raises(RuleBroken, match="不能自己发布"):
        services.publish_campaign(by=county.publisher, campaign=other)


def test_what_a_change_cannot_be(county, source, winter):
    campaign, _ = winter(published=False), winter(name="另一场")
    services.set_quotas(
        by=county.planner, campaign=campaign, shares=[(county.factory, Share(3, Decimal(6000)))]
    )
    for fault, code in [
        ({"name": "另一场"}, "campaign_exists"),
        ({"money": [(source, 5999)]}, "quotas_over_budget"),
        ({"money": []}, "campaign_money_missing"),
        ({"windows": replace(DAYS, settle_by=date(2008, 1, 23))}, "campaign_settle_by"),
        ({"windows": replace(DAYS, settle_by=date(2008, 1, 26))}, "campaign_settle_by"),
    ]:
        with pytest.raises(RuleBroken) as refused:
            changed(campaign, county.planner, source, **fault)
        assert refused.value.code == code
    running = Campaign.objects.get(name="另一场")
    with pytest.raises(RuleBroken, match="不能修改安排"):
        changed(running, county.planner, source)
    with pytest.raises(RuleBroken, match="不能删除"):
        services.drop_plan(by=county.planner, campaign=running)


def test_thrown_away_with_all_that_was_laid_down(county, winter, rice):
    campaign = winter(published=False)
    services.lay_down_goods(
        by=county.planner,
        campaign=campaign,
        goods=rice,
        store=rice.organisation.stores.get(),
        quantity=3,
    )
    services.drop_plan(by=county.planner, campaign=campaign)
    assert not Campaign.objects.exists()
    assert Entry.objects.filter(action="campaign.plan_dropped").count() == 1


def test_the_pages(county, source, winter, client_of, at):
    campaign = winter(published=False)
    planner = client_of(county.planner)
    with at("2008-02-10"):
        where = reverse("campaigns:change_plan", args=[campaign.pk])
        page = planner.get(where).content.decode()
        assert campaign.name in page
        sent = {name: str(day) for name, day in vars(DAYS).items()}
        sent |= {"name": "改过的", "theme": "", "source_1": source.pk, "amount_1": "99,000,000"}
        sent["seen"] = "昨天"
        told = planner.post(where, sent).content.decode()
        assert "打开页面后有人作了修改" in told
        assert "打开页面后别人已改成这样" in told
        assert "改过的" in told  # what was typed stays, and may be sent again
        sent["seen"] = queries.stamp_of(campaign)
        assert sent["seen"] in told
        told = planner.post(where, sent, follow=True).content.decode()
        assert "改过的" in told
        campaign.refresh_from_db()
        sent["seen"] = queries.stamp_of(campaign)
        assert "活动结束日期2008-02-06已经过去" in told
        assert "少于计划的99,000,000元" in told
        told = planner.post(where, sent | {"settle_by": "2008-02-03"}).content.decode()
        assert "之前最后一个工作日是2008-02-03" not in told  # a Sunday that is worked
        campaign.refresh_from_db()
        sent |= {"settle_by": "2008-01-27", "seen": queries.stamp_of(campaign)}
        told = planner.post(where, sent).content.decode()
        assert "不是工作日，之前最后一个工作日是2008-01-25" in told
        assert "改过的" in told
        drop = reverse("campaigns:drop_plan", args=[campaign.pk])
        assert client_of(county.elsewhere).post(drop).status_code == 404
        assert "已删除" in planner.post(drop, follow=True).content.decode()


def test_what_is_decided_is_what_was_looked_at(county, source, winter, enrolled):
    campaign = winter(published=False)
    seen = queries.stamp_of(campaign)
    changed(campaign, county.planner, source)
    with pytest.raises(RuleBroken, match="打开页面后有人作了修改"):
        services.publish_campaign(by=county.publisher, campaign=campaign, seen=seen)
    campaign.refresh_from_db()
    services.publish_campaign(
        by=county.publisher, campaign=campaign, seen=queries.stamp_of(campaign)
    )
    services.begin_collecting(campaign)
    enrolled(campaign, 500)
    services.end_collecting(by=county.planner, campaign=campaign)
    services.screen(by=county.planner, campaign=campaign)
    seen = queries.stamp_of_eligible(campaign)
    enrolled(campaign, 500)
    services.screen(by=county.planner, campaign=campaign)
    with pytest.raises(RuleBroken, match="打开页面后有人作了修改"):
        services.approve_roster(by=county.publisher, campaign=campaign, seen=seen)
    services.approve_roster(
        by=county.publisher, campaign=campaign, seen=queries.stamp_of_eligible(campaign)
    )


def test_applications_ended_early_have_ended(county, winter, enrolled, at):
    campaign = winter()
    with at("2008-01-15"):
        services.end_collecting(by=county.planner, campaign=campaign)
        campaign.refresh_from_db()
        assert campaign.apply_to == date(2008, 1, 15)
        progress = queries.progress_of(campaign, today=date(2008, 1, 16))
        assert not progress.stretch.is_listing
