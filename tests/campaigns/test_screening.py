"""Who is let through: by the rules of the first day, by another person, nobody twice."""

from datetime import date
from decimal import Decimal

import pytest

from campaigns import services
from campaigns.models import Enrolment
from ground.accounts.roles import Role
from ground.kernel.errors import RuleBroken
from ground.places.services import set_local_rule
from runtime.story.people import id_number
from tests.at_once import at_once


def test_only_active_files_and_running_campaigns(county, winter, family, enrolled):
    campaign = winter(published=False)
    with pytest.raises(RuleBroken) as refused:
        enrolled(campaign)
    assert refused.value.code == "campaign_not_running"
    services.publish_campaign(by=county.publisher, campaign=campaign)
    gone = enrolled(campaign, file=family(state="exited"))
    services.screen(by=county.planner, campaign=campaign)
    gone.refresh_from_db()
    assert gone.state == "ineligible"
    assert [one["says"] for one in gone.findings] == [
        f"先建档、后帮扶：档案{gone.file.file_no}当前为“已脱困”，不在档"
    ]


def test_beyond_the_limit_of_the_first_day_nobody_is_eligible(winter, county, enrolled):
    campaign = winter()
    set_local_rule(
        code="campaigns.send_warmth_per_family",
        value=Decimal(3000),
        valid_from=date(2008, 1, 11),
        source="新办法",
    )
    within, beyond = enrolled(campaign, "6000"), enrolled(campaign, "6000.01")
    services.screen(by=county.planner, campaign=campaign)
    within.refresh_from_db()
    beyond.refresh_from_db()
    assert (within.state, within.amount) == ("eligible", Decimal("6000.00"))
    assert (beyond.state, [one["says"] for one in beyond.findings]) == (
        "ineligible",
        [
            "每次上限：拟助6,000.01元，每次最多6,000元",
            "每年上限：本年已受助0元，加上拟助6,000.01元，超过每人每年6,000元",
        ],
    )


def test_an_exception_takes_two(county, winter, enrolled):
    campaign = winter()
    one = enrolled(campaign, "6500")
    services.screen(by=county.planner, campaign=campaign)
    with pytest.raises(RuleBroken, match="没有待同意的例外"):
        services.agree_exception(by=county.publisher, enrolment=one)
    services.propose_exception(by=county.planner, enrolment=one, reason="突发火灾，损失重大")
    with pytest.raises(RuleBroken, match="另一人同意"):
        services.agree_exception(by=county.planner, enrolment=one)
    services.agree_exception(by=county.publisher, enrolment=one)
    services.screen(by=county.planner, campaign=campaign)  # once more: the exception stays
    one.refresh_from_db()
    assert (one.state, one.amount, len(one.findings)) == ("eligible", Decimal(6500), 2)


@pytest.mark.django_db(transaction=True)
def test_two_approvals_race_for_the_same_student(county, source, make_organisation, person, at):
    """Two counties approve one student of theirs in the same moment: one of them does."""
    campaigns = []
    for name in ("桃源县", "临澧县"):
        office = make_organisation(f"{name}工会", "union")
        planner, approver = person(Role.OFFICE, office), person(Role.OFFICE, office)
        with at("2008-07-20"):
            campaign = services.plan_campaign(
                by=planner,
                kind="autumn_study",
                name="金秋助学",
                year=2008,
                organiser=office,
                money=[(source, 9000)],
            )
            services.publish_campaign(by=approver, campaign=campaign)
            services.enrol(
                by=planner,
                campaign=campaign,
                person_class="off_file",
                stage="higher",
                person=services.Outsider("李红", id_number("19900101", 7)),
                unit=office,
                answers={"school": "湘潭大学", "enrolment": "new", "schooling": "ordinary"},
                materials=["application", "admission", "identity"],
            )
        with at("2008-08-23"):
            services.end_collecting(by=planner, campaign=campaign)
            services.screen(by=planner, campaign=campaign)
            services.post_notice(
                by=planner,
                campaign=campaign,
                place="公告栏",
                starts_on=date(2008, 8, 23),
                ends_on=date(2008, 8, 29),
            )
        campaigns.append((campaign, approver))

    ended = at_once(
        *(
            lambda one=campaign, by=approver: services.approve_roster(by=by, campaign=one).state
            for campaign, approver in campaigns
        ),
        on=date(2008, 8, 29),
    )
    assert ended.count("approved") == 1
    assert set(ended) - {"approved"} <= {"person_helped_once", "enrolments_none", "database"}
    assert Enrolment.objects.filter(state="approved").count() == 1


def test_who_lists_does_not_approve(county, winter, enrolled, person):
    campaign = winter()
    enrolled(campaign, by=county.publisher)
    services.end_collecting(by=county.planner, campaign=campaign)
    services.screen(by=county.planner, campaign=campaign)
    with pytest.raises(RuleBroken, match="名单中有1个是您列入的"):
        services.approve_roster(by=county.publisher, campaign=campaign)
    with pytest.raises(RuleBroken, match="筹备人不能批准"):
        services.approve_roster(by=county.planner, campaign=campaign)
    assert Enrolment.objects.get().state == "eligible"
    services.approve_roster(by=county.approver, campaign=campaign)
    assert Enrolment.objects.get().approved_by == county.approver
