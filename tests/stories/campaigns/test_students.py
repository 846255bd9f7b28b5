"""Students helped once a year, in whichever county: 金秋助学 told from its plan to its payments, sums by hand."""

from datetime import date
from decimal import Decimal

import pytest

from assistance.households.models import HardshipFile, Member
from assistance.households.queries import hash_of_id
from campaigns import queries, services
from campaigns.models import Enrolment
from ground.kernel.errors import RuleBroken
from runtime.story.people import id_number
from tests.stories.campaigns.conftest import County

pytestmark = pytest.mark.django_db


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
