"""Goods beside the money: in the limits, within the quota, never below zero, back when not handed over."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from assistance.stock import queries as stock_queries
from assistance.stock.models import Movement
from campaigns import services
from campaigns.models import CondolenceItem, Enrolment, GoodsTally, VisitTarget
from campaigns.queries.goods import goods_progress
from ground.kernel.errors import RuleBroken
from tests.campaigns.steps import approve_all

pytestmark = pytest.mark.django_db
DAY = date(2008, 1, 30)


@pytest.fixture
def shelf(rice):
    """Where the 3 bags of rice lie, and the rice."""
    return rice.organisation.stores.get(), rice


@pytest.fixture
def line(county, winter, shelf, at):
    campaign = winter()
    store, rice = shelf
    with at("2008-01-11"):
        return services.lay_down_goods(
            by=county.planner, campaign=campaign, goods=rice, store=store, quantity=4
        )


def everybody(campaign):
    return Enrolment.objects.filter(campaign=campaign)


def test_goods_count_by_their_value_in_the_limits(county, line, enrolled, at):
    campaign = line.campaign
    with at("2008-01-12"):
        within, beyond = enrolled(campaign, "2955"), enrolled(campaign, "2955.01")
        services.allot_goods(by=county.planner, line=line, among=everybody(campaign), quantity=1)
        campaign.rules.filter(code="per_time").update(value=3000)
        services.screen(by=county.planner, campaign=campaign)
    within.refresh_from_db()
    beyond.refresh_from_db()
    assert (within.state, within.findings) == ("eligible", [])
    assert [one["says"] for one in beyond.findings] == [
        "每次上限：拟助2,955.01元、慰问品45元，每次最多3,000元"
    ]


def test_goods_are_screened_with_the_money_and_stay_when_approved(county, line, enrolled, at):
    campaign = line.campaign
    with at("2008-01-12"):
        one = enrolled(campaign, 500)
        services.screen(by=county.planner, campaign=campaign)
        services.allot_goods(by=county.planner, line=line, among=everybody(campaign), quantity=1)
        one.refresh_from_db()
        assert (one.state, one.screened_on) == ("listed", None)
        approve_all(county, campaign)
        with pytest.raises(RuleBroken, match="没有还没有批准、可以安排物资的对象"):
            services.allot_goods(
                by=county.planner, line=line, among=everybody(campaign), quantity=2
            )
    assert [item.quantity for item in CondolenceItem.objects.all()] == [1]


def test_a_unit_gives_no_more_than_its_quota(county, line, enrolled, at):
    campaign = line.campaign
    with at("2008-01-12"):
        enrolled(campaign, 500)
        enrolled(campaign, 500)
        told = {"by": county.planner, "line": line}
        services.set_goods_quota(**told, unit=county.factory, quantity=1)
        with pytest.raises(RuleBroken, match="“杰新纺织公司”的大米10公斤名额还剩1，本次需要2"):
            services.allot_goods(**told, among=everybody(campaign), quantity=1)
        assert not CondolenceItem.objects.exists()
        services.set_goods_quota(**told, unit=county.factory, quantity=2)
        assert services.allot_goods(**told, among=everybody(campaign), quantity=1) == 2
        with pytest.raises(RuleBroken, match="已安排2，不能改为1"):
            services.set_goods_quota(**told, unit=county.factory, quantity=1)
        with pytest.raises(RuleBroken, match="还可安排2袋，本次需要3袋"):
            services.set_goods_quota(**told, unit=county.community, quantity=3)


def test_the_database_allots_nothing_twice_and_counts_what_goes(county, line, enrolled, at):
    campaign = line.campaign
    with at("2008-01-12"):
        one = enrolled(campaign, 500)
    with pytest.raises(IntegrityError, match="allotted twice"), transaction.atomic():
        CondolenceItem.objects.create(enrolment=one, line=line, quantity=5)
    CondolenceItem.objects.create(enrolment=one, line=line, quantity=4)
    assert list(GoodsTally.objects.values_list("unit__name", "quantity", "handed")) == [
        ("杰新纺织公司", 4, 0)
    ]
    with at("2008-01-12"):
        services.withdraw(by=county.planner, enrolment=one, reason="已搬走")
    assert list(GoodsTally.objects.values_list("quantity", "handed")) == [(0, 0)]


def test_never_more_than_is_on_the_shelf(county, line, enrolled, at):
    """4 bags are promised and 3 are there: nothing at all is loaded."""
    campaign, store = line.campaign, line.store
    with at("2008-01-12"):
        enrolled(campaign, 500)
        enrolled(campaign, 500)
        services.allot_goods(by=county.planner, line=line, among=everybody(campaign), quantity=2)
        approve_all(county, campaign)
    route = _laid(county, campaign, at)
    before = Movement.objects.count()
    with at("2008-01-30"), pytest.raises(RuleBroken, match="库存不足：大米10公斤缺1"):
        services.load_goods(by=county.planner, route=route)
    assert Movement.objects.count() == before
    assert stock_queries.on_shelf(store, on=DAY) == {line.goods_id: 3}
    assert not VisitTarget.objects.filter(is_loaded=True).exists()


def test_what_was_noted_by_mistake_comes_back(county, line, enrolled, at):
    campaign, store = line.campaign, line.store
    with at("2008-01-12"):
        enrolled(campaign, 500)
        services.allot_goods(by=county.planner, line=line, among=everybody(campaign), quantity=2)
        approve_all(county, campaign)
    target = _laid(county, campaign, at).targets.get()
    with at("2008-01-30"):
        with pytest.raises(RuleBroken, match="款项还没有发放出账"):
            services.hand_over(by=county.liaison, target=target, cash=500)
        services.hand_over(by=county.liaison, target=target)
        assert stock_queries.on_shelf(store, on=DAY) == {line.goods_id: 1}
        assert [one.handed for one in goods_progress(campaign)] == [2]
        services.take_back(by=county.liaison, target=target, reason="登记错了户")
        assert stock_queries.on_shelf(store, on=DAY) == {line.goods_id: 3}
        assert [one.handed for one in goods_progress(campaign)] == [0]
        services.hand_over(by=county.liaison, target=target)
    assert stock_queries.on_shelf(store, on=DAY) == {line.goods_id: 1}
    assert stock_queries.verify(store).faults == []


def _laid(county, campaign, at):
    with at("2008-01-29"):
        group = services.form_group(
            by=county.planner,
            campaign=campaign,
            name="第一慰问组",
            agency=county.agency,
            leader="董丽丽",
            post="县政协主席",
            level="county",
        )
        return services.lay_route(by=county.planner, group=group, on=DAY, among=everybody(campaign))
