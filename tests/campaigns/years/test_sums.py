"""Figures by year, by hand: who is helped again, which campaign is the one before, goods and visits."""

from datetime import date
from decimal import Decimal

from assistance.stock import services as stock
from campaigns import services
from campaigns.models import (
    Campaign,
    CampaignGoods,
    CondolenceItem,
    VisitGroup,
    VisitRoute,
    VisitTarget,
)
from campaigns.queries.years import predecessor_of
from campaigns.rules import Windows
from tests.campaigns.steps import visit_community
from tests.campaigns.years.winters import figures, winter_of

WINTERS_END = Windows(
    starts_on=date(2007, 1, 20),
    ends_on=date(2007, 2, 5),
    apply_from=date(2007, 1, 20),
    apply_to=date(2007, 1, 31),
    settle_by=date(2007, 2, 5),
)


def test_sums_by_hand(county, winters):
    first, second, third = figures(county)
    assert (first.year, second.year, third.year) == (2006, 2007, 2008)
    assert third.campaigns == (winters[2008].pk,)
    assert (first.listed, first.approved, first.households, first.held) == (2, 1, 1, Decimal(700))
    assert (second.listed, second.approved, second.people) == (4, 3, 3)
    assert (second.held, second.paid, second.reached, second.reached_share) == (3000, 0, 0, 0)
    assert (third.held, third.paid, third.reached, third.reached_share) == (2900, 2900, 3, 1)
    assert third.average == Decimal("966.67")
    assert [(one.again, one.fresh, one.gone) for one in (first, second, third)] == [
        (None, None, None),
        (1, 2, 0),
        (2, 1, 1),
    ]
    assert [one.days for one in (first, second, third)] == [None, None, None]  # none has ended
    Campaign.objects.filter(pk=winters[2008].pk).update(state="closing")
    assert figures(county)[2].days == 20


def test_the_one_before(county, winters, winter):
    """Not one of another organiser, nor one that is still being planned."""
    assert predecessor_of(winters[2008]) == winters[2007]
    assert predecessor_of(winters[2006]) is None
    last = winter_of(2007, date(2007, 1, 5))
    for changes in ({"published": False}, {"organiser": county.factory}):
        winter(
            **last | {"name": f"2007年另一场（{next(iter(changes))}）"} | changes,
            budget=Decimal(100),
        )
    assert predecessor_of(winters[2008]) == winters[2007]
    again = winter(**last | {"name": "2007年第二场", "windows": WINTERS_END}, budget=Decimal(100))
    assert predecessor_of(winters[2008]) == again


def test_the_one_before_is_of_the_same_kind_in_another_version(county, winter, keeper, published):
    code = published.kind.code
    first = winter(**winter_of(2007, date(2007, 1, 5)), kind=code, budget=Decimal(100))
    draft = services.draft_version(by=keeper, kind=published.kind, change_note="再印")
    services.publish_kind(by=county.publisher, version=draft)
    winter(**winter_of(2007, date(2007, 1, 6)) | {"name": "送温暖"}, budget=Decimal(100))
    second = winter(**winter_of(2008, date(2008, 1, 5)), kind=code, budget=Decimal(100))
    assert first.kind_version_id != second.kind_version_id
    assert predecessor_of(second) == first


def test_goods_visits_and_enterprises(county, winters, at):
    campaign = winters[2008]
    store = stock.open_store(by=None, organisation=county.office, name="仓库", kind="warehouse")
    rice = stock.keep_goods(
        by=None, organisation=county.office, sku="MI10", name="大米", category="food",
        unit="袋", price="45",
    )  # fmt: skip
    line = CampaignGoods.objects.create(
        campaign=campaign, goods=rice, store=store, quantity=9, unit_value=Decimal("44.50")
    )
    one, other = campaign.enrolments.filter(state="reached").order_by("pk")[:2]
    CondolenceItem.objects.create(enrolment=one, line=line, quantity=2, handed=2)
    CondolenceItem.objects.create(enrolment=other, line=line, quantity=3, handed=0)
    group = VisitGroup.objects.create(
        campaign=campaign, name="一组", agency=county.agency, made_by=county.planner
    )
    route = VisitRoute.objects.create(group=group, on=date(2008, 1, 30))
    VisitTarget.objects.create(
        route=route, enrolment=one, place=1, state="visited", cash=Decimal(600),
        handed_by=county.planner,
    )  # fmt: skip
    VisitTarget.objects.create(route=route, enrolment=other, place=2)
    with at("2008-01-30"):
        visit_community(county, campaign, cash="250")
    told = figures(county)[2]
    assert (told.goods, told.visited, told.cash) == (Decimal(89), 1, Decimal(850))
    assert (told.visits, told.enterprises) == (1, 0)
    before = figures(county)[1]
    assert (before.goods, before.visited, before.cash, before.visits) == (0, 0, 0, 0)
