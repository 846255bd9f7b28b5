"""Campaigns: planned by one, published by another, each family once, to the last payment."""

from datetime import date
from decimal import Decimal

import pytest

from assistance.aid.models import Payment
from campaigns import queries, services
from campaigns.models import Campaign, Target
from ground.kernel.errors import RuleBroken
from tests.campaigns.steps import add, pay_everything, published_names, visit_community


def test_send_warmth_of_2008(county, source, winter, family, drain, at):
    """4,000 yuan to one family, 13,000 handed over in a community on a visit of the campaign."""
    campaign = winter()
    file = family()
    with at("2008-01-29"):
        target = add(county, campaign, file)
        drain()
    with at("2008-01-30"):
        visit_community(county, campaign)
        drain()
    assert [
        (t.link_point.name, t.file_id, t.payment.amount) for t in queries.roster_of(campaign)
    ] == [
        ("杰新纺织公司", file.pk, Decimal("4000.00")),
        ("漳江镇莲花湖社区", None, Decimal("13000.00")),
    ]
    payment = target.payment
    assert (payment.key, payment.origin) == (
        f"campaigns.campaign:{campaign.pk}:file:{file.pk}",
        f"campaigns.campaign:{campaign.pk}",
    )
    with at("2008-01-31"), pytest.raises(RuleBroken) as refused:
        services.close_campaign(by=county.publisher, campaign=campaign)
    assert refused.value.message == ("还有2笔、17,000.00元没有发放，全部发放或作废后才能结束活动")
    with at("2008-01-31"):
        pay_everything(county, source)
        drain()
    progress = queries.progress_of(campaign)
    assert (progress.planned, progress.paid, progress.left) == (
        Decimal(17000),
        Decimal(17000),
        Decimal(3000),
    )
    assert (progress.targets, progress.reached, progress.households) == (2, 2, 1)
    assert [(u.unit, u.planned, u.paid) for u in progress.units] == [
        ("杰新纺织公司", Decimal(4000), Decimal(4000)),
        ("漳江镇莲花湖社区", Decimal(13000), Decimal(13000)),
    ]
    with at("2008-02-05"):
        services.close_campaign(by=county.publisher, campaign=campaign)
    assert Campaign.objects.get().state == "closed"
    assert published_names() == [
        "campaigns.campaign_published",
        "campaigns.target_added",
        "campaigns.target_added",
        "campaigns.target_reached",
        "campaigns.target_reached",
        "campaigns.campaign_closed",
    ]


def test_the_planner_does_not_publish(county, winter):
    campaign = winter(published=False)
    with pytest.raises(RuleBroken, match="筹备人不能发布"):
        services.publish_campaign(by=county.planner, campaign=campaign)
    assert Campaign.objects.get().state == "planned"
    assert published_names() == []
    services.publish_campaign(by=county.publisher, campaign=campaign)
    with pytest.raises(RuleBroken, match="不能再次发布"):
        services.publish_campaign(by=county.publisher, campaign=campaign)


def test_the_database_wants_a_second_person_too(county, winter):
    from django.db import IntegrityError, transaction

    campaign = winter()
    with pytest.raises(IntegrityError, match="campaign_publisher_is_another"), transaction.atomic():
        Campaign.objects.filter(pk=campaign.pk).update(published_by=county.planner)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"amount": "6000.01"}, "family_limit"),
        ({"amount": "0"}, "amount_out_of_range"),
        ({"amount": "四千"}, "money_unreadable"),
        ({"given_on": date(2008, 2, 6)}, "target_outside_campaign"),
        ({"given_on": date(2008, 1, 9)}, "target_outside_campaign"),
        ({"reason": " "}, "text_missing"),
        ({"reason": "困" * 121}, "text_too_long"),
    ],
)
def test_what_a_target_cannot_be(county, winter, family, changed, code):
    campaign, file = winter(), family()
    with pytest.raises(RuleBroken) as refused:
        add(county, campaign, file, **changed)
    assert refused.value.code == code
    assert (Target.objects.count(), Payment.objects.count()) == (0, 0)


def test_only_active_files_and_running_campaigns(county, winter, family):
    campaign = winter(published=False)
    with pytest.raises(RuleBroken) as planned:
        add(county, campaign, family())
    assert planned.value.code == "campaign_not_running"
    services.publish_campaign(by=county.publisher, campaign=campaign)
    with pytest.raises(RuleBroken) as draft:
        add(county, campaign, family(state="draft"))
    assert draft.value.code == "file_not_active"
    assert (Target.objects.count(), Payment.objects.count()) == (0, 0)


def test_a_family_once_in_a_campaign(county, winter, family):
    campaign, file = winter(), family()
    add(county, campaign, file)
    with pytest.raises(RuleBroken, match="一户只安排一次"):
        add(county, campaign, file)
    assert Target.objects.count() == 1
    assert Payment.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"kind": "spring"}, "campaign_kind_unknown"),
        ({"name": ""}, "text_missing"),
        ({"year": 2010}, "campaign_year"),
        ({"ends_on": date(2008, 1, 9)}, "period_backwards"),
        ({"budget": "-1"}, "amount_out_of_range"),
        ({"budget": "12.345"}, "money_unreadable"),
    ],
)
def test_what_a_plan_cannot_be(winter, changed, code):
    with pytest.raises(RuleBroken) as refused:
        winter(published=False, **changed)
    assert refused.value.code == code
    assert Campaign.objects.count() == 0


def test_a_name_once_a_year(winter):
    winter()
    with pytest.raises(RuleBroken) as refused:
        winter()
    assert refused.value.code == "campaign_exists"
    assert Campaign.objects.count() == 1
