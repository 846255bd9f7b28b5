"""Winters told from the first day to the last, with sums by hand: one of two calendar years, a feast that moves."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from assistance.aid import services as aid
from campaigns import queries, services
from campaigns.models import Campaign, KindVersion
from campaigns.rules import Share
from ground.events.models import RecordedEvent
from ground.kernel.errors import RuleBroken
from ground.places.services import set_calendar_day
from runtime.story.people import id_number
from tests.stories.campaigns.conftest import live

pytestmark = pytest.mark.django_db


def test_a_winter_of_two_calendar_years(county, at, drain):
    """送温暖2009: from 15 December 2008 until the last working day before 26 January 2009."""
    with at("2008-12-01"):
        campaign = services.plan_campaign(
            by=county.planner,
            kind="send_warmth",
            name="2009年送温暖",
            year=2009,
            organiser=county.office,
            money=[(county.source, 10000)],
            standards={("filed", ""): 1500, ("off_file", ""): 800},
        )
        services.set_quotas(
            by=county.planner,
            campaign=campaign,
            shares=[
                (county.factory, Share(3, Decimal(6000))),
                (county.mine, Share(2, Decimal(4000))),
            ],
        )
        services.publish_campaign(by=county.boss, campaign=campaign)
    assert (campaign.starts_on, campaign.apply_to, campaign.settle_by, campaign.ends_on) == (
        date(2008, 12, 15),
        date(2009, 1, 12),
        date(2009, 1, 24),  # a Saturday that is worked, before the feast on Monday
        date(2009, 1, 25),
    )
    live("2008-12-13", "2008-12-15", at, drain)
    campaign.refresh_from_db()
    assert campaign.state == "collecting"
    families = [county.family(n) for n in (1, 2)] + [county.family(3, county.mine)]
    with at("2008-12-20"):
        never = queries.Wanted(why="never")
        rows = queries.proposals(county.planner, campaign, never)
        assert {one.why for one in rows} == {"从未帮扶：2007-04-01建档以来没有帮扶款项"}
        assert (
            services.enrol_proposed(by=county.planner, campaign=campaign, wanted=never, seen=3) == 3
        )
        services.enrol(
            by=county.planner,
            campaign=campaign,
            person_class="off_file",
            person=services.Outsider("李四", id_number("19700101", 1)),
            unit=county.factory,
        )
        with pytest.raises(RuleBroken, match="还剩0个名额"):
            services.enrol(
                by=county.planner,
                campaign=campaign,
                person_class="off_file",
                person=services.Outsider("王五", id_number("19700101", 2)),
                unit=county.factory,
            )
        services.move_quota(
            by=county.planner,
            campaign=campaign,
            giver=county.mine,
            taker=county.factory,
            number=1,
            amount=Decimal(1000),
            reason="煤矿只有一户",
        )
        services.enrol(
            by=county.planner,
            campaign=campaign,
            person_class="off_file",
            person=services.Outsider("王五", id_number("19700101", 2)),
            unit=county.factory,
        )
    live("2009-01-12", "2009-01-13", at, drain)
    campaign.refresh_from_db()
    assert campaign.state == "screening"
    with at("2009-01-14"):
        assert services.screen(by=county.planner, campaign=campaign) == {
            "eligible": 5,
            "ineligible": 0,
        }
        services.approve_roster(by=county.boss, campaign=campaign)
        services.execute(
            by=county.planner, campaign=campaign, given_on=date(2009, 1, 20), reason="送温暖慰问金"
        )
        drain()
    # 2 × 1,500 and 2 × 800 in the factory, 1,500 in the mine
    progress = queries.progress_of(campaign, today=date(2009, 1, 14))
    assert [(u.unit, u.quota_number, u.approved, u.held) for u in progress.units] == [
        ("桃源县纺织厂", 4, 4, Decimal(4600)),
        ("桃源县煤矿", 1, 1, Decimal(1500)),
    ]
    live("2009-01-17", "2009-01-19", at, drain)
    told = list(
        RecordedEvent.objects.filter(name__startswith="campaigns.")
        .exclude(name="campaigns.enrolled")
        .order_by("pk")
        .values_list("name", flat=True)
    )
    assert told[-2:] == ["campaigns.settlement_near", "campaigns.units_behind"]  # Saturday, Monday
    county.pay("2009年送温暖", at, "2009-01-20", drain)
    report = queries.report_of(campaign)
    assert [(one.label, one.number, one.households, one.paid) for one in report.lines] == [
        ("在档困难职工", 3, 3, Decimal(4500)),
        ("未建档困难职工", 2, 2, Decimal(1600)),
    ]
    assert report.total.paid == Decimal(6100)
    # What was given in January 2009 counts for the campaign's year: next to a visit's 5,000 it is 6,500.
    with at("2009-01-22"):
        aid.plan_payment(
            key="by-hand",
            aid_type="condolence",
            link_point=county.factory,
            file=families[0],
            reason="春节慰问",
            amount=5000,
            given_on=date(2009, 1, 22),
        )
        second = services.plan_campaign(
            by=county.planner,
            kind="send_warmth",
            name="2009年两节慰问",
            year=2009,
            organiser=county.office,
            money=[(county.source, 3000)],
            standards={("filed", ""): 500},
        )
        services.publish_campaign(by=county.boss, campaign=second)
        one = services.enrol(
            by=county.planner, campaign=second, person_class="filed", file=families[0]
        )
        services.screen(by=county.planner, campaign=second)
    one.refresh_from_db()
    assert [found["says"] for found in one.findings] == [
        "每年上限：本年已受助6,500元，加上拟助500元，超过每人每年6,000元"
    ]
    with at("2009-01-24"):
        services.close_campaign(by=county.boss, campaign=campaign)
        services.summarise_campaign(by=county.boss, campaign=campaign, summary="五户，6100元")


def test_a_feast_that_moves(county, at, drain):
    """The settle-by day follows the feast from year to year, and the office's own calendar."""
    warmth = {
        year: queries.proposed_windows(
            KindVersion.objects.get(kind__code="send_warmth").typed, year
        ).settle_by
        for year in (2007, 2008, 2009, 2026)
    }
    assert warmth == {
        2007: date(2007, 2, 17),  # 18 February; a Saturday that is worked
        2008: date(2008, 2, 5),  # 7 February; the eve is free
        2009: date(2009, 1, 24),
        2026: date(2026, 2, 14),  # 17 February; a Saturday that is worked
    }
    study = queries.proposed_windows(KindVersion.objects.get(kind__code="autumn_study").typed, 2008)
    assert study.settle_by == date(2008, 8, 29)  # 31 August is a Sunday
    campaigns = []
    with at("2008-01-05"):
        proposed = queries.proposed_windows(
            KindVersion.objects.get(kind__code="send_warmth").typed, 2008
        )
        own = replace(proposed, settle_by=date(2008, 2, 1))
        for name, windows in (("按日历", None), ("另定", own)):
            campaign = services.plan_campaign(
                by=county.planner,
                kind="send_warmth",
                name=name,
                year=2008,
                organiser=county.office,
                money=[(county.source, 10000)],
                windows=windows,
            )
            campaigns.append(services.publish_campaign(by=county.boss, campaign=campaign))
        set_calendar_day(on=date(2008, 2, 5), is_workday=False, reason="本市提前放假")
        drain()
    assert [Campaign.objects.get(pk=one.pk).settle_by for one in campaigns] == [
        date(2008, 2, 4),
        date(2008, 2, 1),  # laid down by the office: it stays
    ]
