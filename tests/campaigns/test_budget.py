"""The money of a campaign: never beyond its budget, and what a visit gave is taken in once."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from assistance.aid import services as aid
from assistance.aid.models import Payment
from assistance.visits import services as visits
from campaigns import queries, rules, services
from campaigns.models import Campaign, Enrolment, LeftOut
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


def test_beyond_the_money_of_a_unit_is_told_before_anybody_approves(
    county, winter, enrolled, client_of
):
    campaign = winter()
    services.set_quotas(
        by=county.planner,
        campaign=campaign,
        shares=[(county.factory, rules.Share(5, Decimal(6000)))],
    )
    enrolled(campaign, 4000)
    enrolled(campaign, 4000)
    services.end_collecting(by=county.planner, campaign=campaign)
    services.screen(by=county.planner, campaign=campaign)
    page = client_of(county.planner).get(f"/campaigns/{campaign.pk}/").content.decode()
    assert "杰新纺织公司：符合条件的对象超出名额金额 2,000 元" in page
    with pytest.raises(RuleBroken, match="金额还剩6,000元，本次需要8,000元"):
        services.approve_roster(by=county.publisher, campaign=campaign)


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
    [left_out] = queries.left_out_of(campaign, county.planner)
    assert left_out.payment == payment
    assert left_out.why.startswith("超出活动预算：还可安排5,000.00元")
    line = Entry.objects.get(action="campaign.left_out")
    assert line.details == {"campaign": campaign.pk, "why": "campaign_over_budget"}
    assert services.take_in_payment(payment.pk) is None
    assert Entry.objects.filter(action="campaign.left_out").count() == 1


def test_what_was_left_out_is_told_to_who_sees_its_unit_and_no_more_once_it_is_in(
    county, winter, person, client_of, drain, at
):
    campaign = winter(budget=Decimal(13000))
    clerk, path = person("union_staff", county.factory), f"/campaigns/{campaign.pk}/"
    with at("2008-01-30"):
        for _ in range(2):
            visit_community(county, campaign)
        drain()
        assert "1 笔款项没有纳入名单" in client_of(county.planner).get(path).content.decode()
        assert "没有纳入名单" not in client_of(clerk).get(path).content.decode()
        [left_out] = queries.left_out_of(campaign, county.planner)
        inside = Payment.objects.exclude(pk=left_out.payment_id).get()
        aid.void_payment(by=county.planner, payment=inside, reason="重复登记")
        drain()
        assert services.take_in_payment(left_out.payment_id)
        assert not LeftOut.objects.exists()
        assert "没有纳入名单" not in client_of(county.planner).get(path).content.decode()


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


def test_what_gives_neither_money_nor_goods_needs_no_budget(county, at, client_of):
    client, plan = client_of(county.planner), "/campaigns/plan/?kind={}&year=2008"
    with at("2008-02-10"):
        assert 'name="source_1"' in client.get(plan.format("send_warmth")).content.decode()
        assert 'name="source_1"' not in client.get(plan.format("spring_jobs")).content.decode()
        told = {"by": county.planner, "year": 2008, "organiser": county.office, "money": []}
        with pytest.raises(RuleBroken, match="请至少填写一笔资金来源"):
            services.plan_campaign(kind="send_warmth", name="送温暖", **told)
        campaign = services.plan_campaign(kind="spring_jobs", name="春送岗位", **told)
        services.publish_campaign(by=county.publisher, campaign=campaign)
        page = client.get(f"/campaigns/{campaign.pk}/").content.decode()
        sums = client.get(f"/campaigns/{campaign.pk}/report/").content.decode()
        paper = client.get(f"/campaigns/{campaign.pk}/written-report/").content.decode()
        with pytest.raises(RuleBroken, match="“春送岗位”这类活动不组织上门走访"):
            services.form_group(
                by=county.planner,
                campaign=campaign,
                name="一组",
                agency=county.agency,
                leader="许立新",
                post="局长",
                level="county",
            )
    assert campaign.budget == 0
    assert ">预算<" not in page
    assert "预算0元" not in paper
    assert "（元）" not in sums


def of_budget(campaign, amount):
    with transaction.atomic(), connection.cursor() as cursor:
        Campaign.objects.filter(pk=campaign.pk).update(budget=amount)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_goods_are_laid_down_where_the_kind_gives_them(county, rice, at):
    told = {"by": county.planner, "year": 2008, "organiser": county.office, "money": []}
    with at("2008-02-10"):
        campaign = services.plan_campaign(kind="spring_jobs", name="春送岗位", **told)
        with pytest.raises(RuleBroken, match="“春送岗位”这类活动不发物资"):
            services.lay_down_goods(
                by=county.planner,
                campaign=campaign,
                goods=rice,
                store=rice.organisation.stores.get(),
                quantity=1,
            )


def test_the_database_holds_a_budget_without_money_at_nothing(county, at):
    told = {"by": county.planner, "year": 2008, "organiser": county.office, "money": []}
    with at("2008-02-10"):
        campaign = services.plan_campaign(kind="spring_jobs", name="春送岗位", **told)
    for wrong in (Decimal(1), Decimal(-1)):
        with pytest.raises(DatabaseError):
            of_budget(campaign, wrong)
