"""The money of a campaign: never beyond its budget, and what a visit gave is taken in once."""

import uuid
from datetime import date
from decimal import Decimal

import pytest

from assistance.aid import services as aid
from assistance.aid.models import Payment
from assistance.visits import services as visits
from campaigns import queries, services
from campaigns.models import Enrolment
from ground.accounts.roles import Role
from ground.audit.models import Entry
from ground.kernel.errors import RuleBroken
from tests.at_once import at_once
from tests.campaigns.steps import (
    approve_all,
    pay_everything,
    pay_out,
    published_names,
    visit_community,
)


def test_the_budget_is_never_exceeded(county, winter, enrolled):
    campaign = winter(budget=Decimal(5000))
    enrolled(campaign)
    approve_all(county, campaign)
    more = enrolled(campaign, "1000.01")
    with pytest.raises(RuleBroken) as refused:
        approve_all(county, campaign)
    assert refused.value.code == "campaign_over_budget"
    assert refused.value.message == "超出活动预算：还可安排1,000.00元，请调低金额"
    services.change_enrolment(
        by=county.planner, enrolment=more, stage="", answers={}, materials=[], asked="1000"
    )
    approve_all(county, campaign)
    assert queries.held_by(campaign) == Decimal(5000)


def test_a_void_payment_frees_the_budget(county, winter, enrolled, drain):
    campaign = winter(budget=Decimal(5000))
    one = enrolled(campaign)
    approve_all(county, campaign)
    pay_out(county, campaign)
    one.refresh_from_db()
    aid.void_payment(by=county.planner, payment=one.payment, reason="该户已由他处救助")
    drain()
    one.refresh_from_db()
    assert (one.state, one.withdrawn_reason) == ("withdrawn", "款项已作废或放弃发放")
    assert queries.progress_of(campaign, today=date(2008, 1, 29)).left == Decimal(5000)
    again = enrolled(campaign, "5000", file=one.file)
    approve_all(county, campaign)
    assert pay_out(county, campaign) == 1
    assert again.pk != one.pk


def test_cash_beyond_the_budget_stays_outside_and_says_so(county, winter, drain, at):
    campaign = winter(budget=Decimal(5000))
    with at("2008-01-30"):
        visit_community(county, campaign)
        drain()
    assert Enrolment.objects.count() == 0
    payment = Payment.objects.get()
    assert list(queries.left_out_of(campaign)) == [payment]
    line = Entry.objects.get(action="campaign.left_out")
    assert line.details == {"campaign": campaign.pk, "why": "campaign_over_budget"}
    assert services.take_in_payment(payment.pk) is None
    assert Entry.objects.filter(action="campaign.left_out").count() == 1


def test_a_visit_elsewhere_cannot_use_up_the_campaign_of_another_county(
    county, person, make_organisation, winter, drain, at
):
    campaign, other = winter(), county.elsewhere.organisation
    recorder = person(Role.LIAISON, make_organisation("临澧县人大办", "agency", parent=other))
    with at("2008-01-30"):
        visits.record_visit(
            by=recorder,
            key=uuid.uuid4(),
            kind="condolence",
            agency=recorder.organisation,
            link_point=make_organisation("合口出口花炮厂", parent=other),
            visited_on=date(2008, 1, 30),
            visitors="龚某",
            situation="走访",
            condolence_cash=Decimal(500),
            origin=f"campaigns.campaign:{campaign.pk}",
        )
        drain()
    assert Payment.objects.get().amount == Decimal(500)
    assert Enrolment.objects.count() == 0
    assert Entry.objects.get(action="campaign.left_out").details == {
        "campaign": campaign.pk,
        "why": "campaign_of_another_area",
    }


def test_a_payment_told_twice_is_taken_in_once(county, source, winter, drain, at):
    campaign = winter()
    with at("2008-01-30"):
        visit_community(county, campaign)
        drain()
        pay_everything(county, source)
        drain()
    payment = Payment.objects.get()
    assert services.take_in_payment(payment.pk) == Enrolment.objects.get()
    assert services.mark_reached([payment.pk]) == []
    assert published_names().count("campaigns.enrolled") == 1
    assert published_names().count("campaigns.money_reached") == 1


def test_money_that_names_no_campaign_is_left_alone(county, winter, drain, at):
    winter()
    with at("2008-01-30"):
        visit_community(county, type("Nowhere", (), {"pk": 999999}))
        drain()
    assert Enrolment.objects.count() == 0
    assert Entry.objects.filter(action="campaign.left_out").count() == 0


@pytest.mark.django_db(transaction=True)
def test_approval_and_a_visit_race_for_the_last_of_the_budget(county, winter, enrolled, drain, at):
    campaign = winter(budget=Decimal(5000))
    enrolled(campaign)
    services.end_collecting(by=county.planner, campaign=campaign)
    services.screen(by=county.planner, campaign=campaign)
    payment = aid.plan_payment(
        key="visits.visit:1",
        aid_type="condolence",
        link_point=county.community,
        reason="走访慰问金",
        amount="4000",
        given_on=date(2008, 1, 30),
        origin=f"campaigns.campaign:{campaign.pk}",
    )
    ended = at_once(
        lambda: services.approve_roster(by=county.publisher, campaign=campaign).state,
        lambda: "taken" if services.take_in_payment(payment.pk) else "left out",
        on=date(2008, 1, 30),
    )
    assert sorted(ended) in (["approved", "left out"], ["campaign_over_budget", "taken"])
    assert queries.held_by(campaign) == Decimal(4000)
