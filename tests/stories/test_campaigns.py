"""Campaigns told from the first day to the last, with sums by hand: two winters, a feast that moves, a student."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from assistance.aid import services as aid
from assistance.aid.models import Payment
from assistance.funds import services as funds
from assistance.households.models import HardshipFile, Member
from assistance.households.queries import hash_of_id
from campaigns import queries, services
from campaigns.kinds import kind_of
from campaigns.models import Campaign, Enrolment
from campaigns.rules import Share
from ground.accounts.roles import Role
from ground.events import services as events
from ground.events.models import RecordedEvent
from ground.kernel.errors import RuleBroken
from ground.places.services import set_calendar_day
from runtime.story.people import id_number

pytestmark = pytest.mark.django_db


class County:
    """A county's union with 50,000 yuan, its people, and families on file by the number."""

    def __init__(self, name, make_organisation, person, at):
        self.office = make_organisation(f"{name}总工会", "union")
        self.factory = make_organisation(f"{name}纺织厂", parent=self.office)
        self.mine = make_organisation(f"{name}煤矿", parent=self.office)
        self.planner = person(Role.UNION_STAFF, self.office)
        self.boss = person(Role.OFFICE, self.office)
        self.finance = person(Role.FINANCE, self.office)
        self.approver = person(Role.APPROVER, self.office)
        self.name = name
        with at("2008-01-02"):
            self.source = funds.open_source(
                by=self.finance,
                organisation=self.office,
                kind="upper_union",
                name="专项资金",
                year=2008,
            )
            funds.receive_money(
                by=self.finance,
                source=self.source,
                amount=50000,
                on=date(2008, 1, 2),
                summary="到账",
            )

    def family(self, number, unit=None):
        file = HardshipFile.objects.create(
            file_no=f"{self.name}{number:03}",
            unit=unit or self.factory,
            category="deep",
            origin="imported",
            state="active",
            opened_on=date(2007, 3, 1),
            submitted_by=self.planner,
            approved_by=self.approver,
            approved_on=date(2007, 4, 1),
        )
        Member.objects.create(file=file, relation="holder", name="张三")
        return file

    def pay(self, name, at, on, drain):
        with at(on):
            batch = aid.make_batch(
                by=self.planner,
                name=name,
                source=self.source,
                payments=list(Payment.objects.filter(state="planned")),
            )
            aid.check_batch(by=self.finance, batch=batch)
            aid.approve_batch(by=self.approver, batch=batch)
            aid.pay_batch(by=self.finance, batch=batch)
            drain()


@pytest.fixture
def county(make_organisation, person, at):
    return County("桃源县", make_organisation, person, at)


def days(first, last):
    return [
        date.fromordinal(day)
        for day in range(
            date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal() + 1
        )
    ]


def live(first, last, at, drain):
    """Let the calendar go on from day to day."""
    for on in days(first, last):
        with at(on.isoformat()):
            events.begin_day(on)
            drain()


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
        year: queries.proposed_windows(kind_of("send_warmth"), year).settle_by
        for year in (2007, 2008, 2009, 2026)
    }
    assert warmth == {
        2007: date(2007, 2, 17),  # 18 February; a Saturday that is worked
        2008: date(2008, 2, 5),  # 7 February; the eve is free
        2009: date(2009, 1, 24),
        2026: date(2026, 2, 14),  # 17 February; a Saturday that is worked
    }
    study = queries.proposed_windows(kind_of("autumn_study"), 2008)
    assert study.settle_by == date(2008, 8, 29)  # 31 August is a Sunday
    campaigns = []
    with at("2008-01-05"):
        proposed = queries.proposed_windows(kind_of("send_warmth"), 2008)
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


def test_a_student_is_helped_once_a_year(county, make_organisation, person, at, drain):
    """金秋助学: 5,000 for a university, 3,000 for a senior school; the second county is refused."""
    family = county.family(1)
    red = Member.objects.create(
        file=family,
        relation="child",
        name="张红",
        education="bachelor",
        id_hash=hash_of_id(id_number("19900505", 1)),
    )
    Member.objects.create(file=family, relation="child", name="张兰", education="senior")
    with at("2008-07-15"):
        campaign = services.plan_campaign(
            by=county.planner,
            kind="autumn_study",
            name="2008年金秋助学",
            year=2008,
            organiser=county.office,
            money=[(county.source, 8000)],
        )
        services.publish_campaign(by=county.boss, campaign=campaign)
        both = queries.Wanted()
        services.enrol_proposed(by=county.planner, campaign=campaign, wanted=both, seen=2)
    rows = list(campaign.enrolments.order_by("pk"))
    assert [(one.stage, one.households, one.people) for one in rows] == [
        ("higher", 1, 1),
        ("senior", 0, 1),
    ]
    answers = {"school": "某校", "enrolment": "new", "schooling": "ordinary"}
    with at("2008-08-22"):
        services.screen(by=county.planner, campaign=campaign)
        one = Enrolment.objects.get(pk=rows[0].pk)
        assert [found["says"] for found in one.findings] == [
            "申报内容不全：缺学校、新生或在读、就读方式",
            "材料不齐：缺助学申请表、录取通知书或学籍证明、身份证和户口簿",
        ]
        for one in rows:
            services.change_enrolment(
                by=county.planner,
                enrolment=one,
                stage=one.stage,
                answers=answers,
                materials=["application", "admission", "identity"],
                asked=None,
            )
        services.end_collecting(by=county.planner, campaign=campaign)
        services.screen(by=county.planner, campaign=campaign)
        with pytest.raises(RuleBroken, match="须公示名单5个工作日"):
            services.approve_roster(by=county.boss, campaign=campaign)
        services.post_notice(
            by=county.planner,
            campaign=campaign,
            place="工会公告栏",
            starts_on=date(2008, 8, 22),
            ends_on=date(2008, 8, 29),
        )
    with at("2008-08-28"), pytest.raises(RuleBroken, match="公示到 2008-08-29 期满"):
        services.approve_roster(by=county.boss, campaign=campaign)
    with at("2008-08-29"):
        services.approve_roster(by=county.boss, campaign=campaign)
        services.execute(
            by=county.planner, campaign=campaign, given_on=date(2008, 8, 29), reason="金秋助学金"
        )
        drain()
    assert queries.held_by(campaign) == Decimal(8000)  # 5,000 + 3,000: the whole budget
    county.pay("助学", at, "2008-08-29", drain)
    other = County("临澧县", make_organisation, person, at)
    with at("2008-08-30"):
        second = services.plan_campaign(
            by=other.planner,
            kind="autumn_study",
            name="2008年金秋助学",
            year=2008,
            organiser=other.office,
            money=[(other.source, 9000)],
        )
        services.publish_campaign(by=other.boss, campaign=second)
        HardshipFile.objects.update(state="exited")  # the family has moved to the other county
        Member.objects.update(in_open_file=False)
        moved = other.family(9)
        again = Member.objects.create(
            file=moved, relation="child", name="张红", education="bachelor", id_hash=red.id_hash
        )
        one = services.enrol(
            by=other.planner,
            campaign=second,
            person_class="filed",
            file=moved,
            member=again,
            stage="higher",
            answers=answers,
            materials=["application", "admission", "identity"],
        )
        services.screen(by=other.planner, campaign=second)
    one.refresh_from_db()
    assert (one.state, [found["says"] for found in one.findings]) == (
        "ineligible",
        ["不重复资助：本年已由“2008年金秋助学”资助5,000元"],
    )
