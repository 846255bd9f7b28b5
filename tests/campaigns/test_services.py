"""Campaigns: planned by one, published by another, each family once, to the last payment."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from assistance.aid.models import Payment
from assistance.households.models import HardshipFile
from campaigns import queries, services
from campaigns.models import Campaign, Enrolment
from ground.audit.models import Entry
from ground.events.models import RecordedEvent
from ground.kernel.errors import RuleBroken
from tests.campaigns.conftest import WINTER
from tests.campaigns.steps import (
    approve_all,
    pay_everything,
    pay_out,
    published_names,
    visit_community,
)


def test_send_warmth_of_2008(county, source, winter, enrolled, drain, at):
    """4,000 yuan to one family, 13,000 handed over in a community on a visit of the campaign."""
    campaign = winter()
    with at("2008-01-29"):
        one = enrolled(campaign)
        approve_all(county, campaign)
        pay_out(county, campaign)
        drain()
    with at("2008-01-30"):
        visit_community(county, campaign)
        drain()
    one.refresh_from_db()
    assert [
        (e.unit.name, e.file_id, e.payment.amount, e.state)
        for e in queries.roster_of(campaign, Enrolment.objects.all()).order_by("pk")
    ] == [
        ("杰新纺织公司", one.file_id, Decimal("4000.00"), "planned"),
        ("漳江镇莲花湖社区", None, Decimal("13000.00"), "planned"),
    ]
    assert (one.payment.key, one.payment.origin, one.payment.reason) == (
        f"campaigns.enrolment:{one.pk}",
        f"campaigns.campaign:{campaign.pk}",
        "送温暖救助款",
    )
    with at("2008-01-31"), pytest.raises(RuleBroken) as refused:
        services.close_campaign(by=county.publisher, campaign=campaign)
    assert refused.value.message == ("还有2笔、17,000.00元没有发放，全部发放或作废后才能结束活动")
    with at("2008-01-31"):
        pay_everything(county, source)
        drain()
    progress = queries.progress_of(campaign, today=date(2008, 1, 31))
    whole = progress.whole
    assert (whole.held, whole.paid, progress.left) == (
        Decimal(17000),
        Decimal(17000),
        Decimal(3000),
    )
    assert (whole.number, whole.reached, whole.households, whole.people) == (2, 2, 1, 1)
    assert [(u.unit, u.held, u.paid) for u in progress.units] == [
        ("杰新纺织公司", Decimal(4000), Decimal(4000)),
        ("漳江镇莲花湖社区", Decimal(13000), Decimal(13000)),
    ]
    with at("2008-02-05"):
        services.close_campaign(by=county.publisher, campaign=campaign)
        services.summarise_campaign(
            by=county.publisher, campaign=campaign, summary="走访慰问两处，17000元全部到位。"
        )
        services.archive_campaign(by=county.publisher, campaign=campaign)
    assert Campaign.objects.get().state == "archived"
    assert published_names() == [
        "campaigns.campaign_published",
        "campaigns.enrolled",
        "campaigns.stage_reached",
        "campaigns.roster_screened",
        "campaigns.roster_approved",
        "campaigns.stage_reached",
        "campaigns.enrolled",
        "campaigns.money_reached",
        "campaigns.campaign_closed",
        "campaigns.stage_reached",
        "campaigns.stage_reached",
    ]


def test_the_planner_does_not_publish(county, winter):
    campaign = winter(published=False)
    with pytest.raises(RuleBroken, match="不能自己发布"):
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
        ({"asked": "0"}, "amount_out_of_range"),
        ({"asked": "many"}, "money_unreadable"),
        ({"reason": " "}, "text_missing"),
        ({"person_class": "rich"}, "class_unknown"),
        ({"person_class": "off_file"}, "enrolment_has_file"),
        ({"file": None}, "enrolment_needs_file"),
        ({"stage": "higher"}, "stage_unknown"),
        ({"answers": {"colour": "red"}}, "answer_unknown"),
        ({"materials": ["passport"]}, "material_unknown"),
    ],
)
def test_what_an_enrolment_cannot_be(winter, enrolled, family, changed, code):
    campaign = winter()
    with pytest.raises(RuleBroken) as refused:
        enrolled(campaign, **({"file": family()} | changed))
    assert refused.value.code == code
    assert Enrolment.objects.count() == 0
    assert published_names() == ["campaigns.campaign_published"]


def test_a_family_once_in_a_campaign(winter, family, enrolled):
    campaign, file = winter(), family()
    enrolled(campaign, file=file)
    with pytest.raises(RuleBroken, match="只列入一次"):
        enrolled(campaign, file=file)
    assert Enrolment.objects.count() == 1


def test_planned_in_one_go_as_one_by_one(county, winter, enrolled, drain):
    """Payments of a bulk have what a single one has: key, reason, trail, event; once, however often asked."""
    campaign = winter()
    rows = [enrolled(campaign, "1000") for _ in range(3)]
    approve_all(county, campaign)
    assert pay_out(county, campaign) == 3
    with pytest.raises(RuleBroken) as refused:
        pay_out(county, campaign)
    assert refused.value.message == "没有已批准、待安排款项的对象"
    payments = list(Payment.objects.order_by("pk"))
    assert [one.key for one in payments] == [f"campaigns.enrolment:{one.pk}" for one in rows]
    assert Entry.objects.filter(action="aid.payment_planned").count() == 3
    [told] = RecordedEvent.objects.filter(name="aid.payments_planned")
    assert {one.event_id for one in payments} == {told.pk}
    assert told.payload["payment_ids"] == [one.pk for one in payments]
    drain()
    assert Enrolment.objects.filter(state="planned").count() == 3


def test_a_file_that_ends_is_not_paid_and_the_others_are(county, winter, enrolled):
    campaign = winter()
    stays, goes = enrolled(campaign, "1000"), enrolled(campaign, "1000")
    approve_all(county, campaign)
    HardshipFile.objects.filter(pk=goes.file_id).update(state="exited")
    assert pay_out(county, campaign) == 1
    assert queries.number_in(campaign, "approved") == 1
    assert Payment.objects.get().file_id == stays.file_id
    with pytest.raises(RuleBroken, match="还有2笔"):
        services.close_campaign(by=county.publisher, campaign=campaign)
    services.withdraw(by=county.planner, enrolment=goes, reason="已脱困")
    assert Enrolment.objects.get(pk=goes.pk).state == "withdrawn"


def test_five_ones_are_complete_only_with_all_five(county, winter, enrolled, at):
    campaign = winter()
    one = enrolled(campaign)
    with at("2008-01-20"):
        for code in ("call", "message", "letter", "asking"):
            services.tick(by=county.liaison, enrolment=one, code=code, done_on=date(2008, 1, 20))
        one.refresh_from_db()
        assert not one.is_complete
        with pytest.raises(RuleBroken, match="请填写办了什么"):
            services.tick(
                by=county.liaison, enrolment=one, code="solving", done_on=date(2008, 1, 20)
            )
        services.tick(
            by=county.liaison,
            enrolment=one,
            code="solving",
            done_on=date(2008, 1, 20),
            note="联系医院减免住院费",
        )
        one.refresh_from_db()
        assert one.is_complete
        services.untick(by=county.liaison, enrolment=one, code="call")
        one.refresh_from_db()
        assert not one.is_complete


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"windows": replace(WINTER, apply_to=date(2008, 2, 6))}, "campaign_apply_window"),
        ({"windows": replace(WINTER, settle_by=date(2008, 2, 6))}, "campaign_settle_by"),
        ({"money": []}, "campaign_money_missing"),
        ({"kind": "spring"}, "campaign_kind_unknown"),
        ({"name": ""}, "text_missing"),
        ({"year": 2010}, "campaign_year"),
        ({"windows": replace(WINTER, ends_on=date(2008, 1, 9))}, "period_backwards"),
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
