"""Campaigns: planned by one, published by another, within the budget, to the last payment."""

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
from campaigns.models import Campaign, Target
from ground.accounts.roles import Role
from ground.audit.models import Entry
from ground.events.models import RecordedEvent
from ground.kernel.errors import RuleBroken
from ground.places.services import set_local_rule


def add(county, campaign, file, **changes):
    values = {
        "by": county.planner,
        "campaign": campaign,
        "file": file,
        "amount": Decimal(4000),
        "reason": "送温暖救助款",
        "given_on": date(2008, 1, 29),
    }
    return services.add_target(**(values | changes))


def visit_community(county, campaign, cash="13000", on="2008-01-30"):
    return visits.record_visit(
        by=county.liaison,
        key=uuid.uuid4(),
        kind="condolence",
        agency=county.agency,
        link_point=county.community,
        visited_on=date.fromisoformat(on),
        visitors="董丽丽等",
        situation="走访慰问困难职工",
        condolence_cash=Decimal(cash),
        origin=f"campaigns.campaign:{campaign.pk}",
    )


def pay_everything(county, source):
    batch = aid.make_batch(
        by=county.planner, name="2008年送温暖", source=source, payments=list(Payment.objects.all())
    )
    aid.check_batch(by=county.finance, batch=batch)
    aid.approve_batch(by=county.approver, batch=batch)
    aid.pay_batch(by=county.finance, batch=batch)


def published_names():
    return list(
        RecordedEvent.objects.filter(name__startswith="campaigns.")
        .order_by("pk")
        .values_list("name", flat=True)
    )


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
