"""The money of a campaign: never beyond its budget, and what a visit gave is taken in once."""

import threading
import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from assistance.aid import services as aid
from assistance.aid.models import Payment
from assistance.visits import services as visits
from campaigns import queries, services
from campaigns.models import Target
from ground.accounts.roles import Role
from ground.audit.models import Entry
from ground.kernel.errors import RuleBroken
from ground.places.services import set_local_rule
from tests.campaigns.steps import add, pay_everything, published_names, visit_community


def test_the_budget_is_never_exceeded(county, winter, family):
    campaign = winter(budget=Decimal(5000))
    add(county, campaign, family())
    with pytest.raises(RuleBroken) as refused:
        add(county, campaign, family(), amount="1000.01")
    assert refused.value.code == "campaign_over_budget"
    assert refused.value.message == "超出活动预算：还可安排1,000.00元，请调低金额"
    assert Payment.objects.count() == 1
    add(county, campaign, family(), amount="1000")


def test_a_void_payment_frees_the_budget(county, winter, family):
    campaign = winter(budget=Decimal(5000))
    target = add(county, campaign, family())
    aid.void_payment(by=county.planner, payment=target.payment, reason="该户已由他处救助")
    assert queries.progress_of(campaign).left == Decimal(5000)
    add(county, campaign, family(), amount="5000")


def test_the_limit_is_the_one_of_the_first_day(county, winter, family):
    campaign, file = winter(), family()
    set_local_rule(
        code="campaigns.send_warmth_per_family",
        value=Decimal(3000),
        valid_from=date(2008, 1, 11),
        source="新办法",
    )
    assert add(county, campaign, file, amount="6000").payment.amount == Decimal("6000.00")


def test_cash_beyond_the_budget_stays_outside_and_says_so(county, winter, drain, at):
    campaign = winter(budget=Decimal(5000))
    with at("2008-01-30"):
        visit_community(county, campaign)
        drain()
    assert Target.objects.count() == 0
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
    assert Target.objects.count() == 0
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
    assert services.take_in_payment(payment.pk) == Target.objects.get()
    assert services.mark_reached([payment.pk]) == []
    assert published_names().count("campaigns.target_added") == 1
    assert published_names().count("campaigns.target_reached") == 1


def test_money_that_names_no_campaign_is_left_alone(county, winter, drain, at):
    winter()
    with at("2008-01-30"):
        visit_community(county, type("Nowhere", (), {"pk": 999999}))
        drain()
    assert Target.objects.count() == 0
    assert Entry.objects.filter(action="campaign.left_out").count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_targets_race_for_the_last_of_the_budget(county, winter, family):
    campaign = winter(budget=Decimal(5000))
    files, barrier, ended = [family(), family()], threading.Barrier(2), []

    def work(file):
        barrier.wait()
        try:
            add(county, campaign, file)
            ended.append("added")
        except RuleBroken as broken:
            ended.append(broken.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(file,)) for file in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ended) == ["added", "campaign_over_budget"]
    assert queries.planned_of(campaign) == Decimal(4000)
    assert Payment.objects.count() == 1
