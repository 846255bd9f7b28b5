"""送温暖 from house to house: three groups, twelve families, two days, one not at home, envelopes and rice."""

from datetime import date
from decimal import Decimal

import pytest

from assistance.households.models import HomeVisit
from assistance.households.services import assign_helper
from assistance.pairing.models import Cadre
from assistance.pairing.services import add_cadre
from assistance.stock import queries as stock_queries
from assistance.stock import services as stock
from assistance.stock.rules import Line
from assistance.stock.services import Arrival, Donor
from assistance.visits.models import Visit
from campaigns import queries, services
from campaigns.models import Enrolment, VisitRoute, VisitTarget
from campaigns.queries.goods import gifts_of, goods_progress
from campaigns.queries.visiting import visiting_of
from ground.accounts.roles import Role
from ground.kernel.errors import RuleBroken

pytestmark = pytest.mark.django_db
FIRST, SECOND = date(2008, 1, 30), date(2008, 1, 31)


@pytest.fixture
def shelf(county, person, at):
    """20 bags of rice, 12 of them a gift for miners, and 5 bottles of oil."""
    keeper = person(Role.KEEPER, county.office)
    store = stock.open_store(
        by=None, organisation=county.office, name="县总物资仓库", kind="warehouse"
    )
    told = {"by": None, "organisation": county.office, "category": "food"}
    rice = stock.keep_goods(**told, sku="MI10", name="大米10公斤", unit="袋", price="45")
    oil = stock.keep_goods(**told, sku="YOU5", name="食用油5升", unit="桶", price="60")
    with at("2008-01-08"):
        gift = stock.receive_donation(
            by=keeper,
            store=store,
            donor=Donor(kind="unit", name="桃源县粮油公司", wish="慰问困难矿工"),
            arrivals=[_came(rice, 12, "45", date(2008, 6, 30))],
            on=date(2008, 1, 8),
        )
        stock.shelve_goods(
            by=keeper, store=store, lines=[Line(gift.lots.get().pk, 12)], on=date(2008, 1, 8)
        )
        stock.buy_goods(
            by=keeper,
            store=store,
            arrivals=[
                _came(rice, 8, "44", date(2008, 12, 31)),
                _came(oil, 5, "60", date(2008, 12, 31)),
            ],
            on=date(2008, 1, 8),
            said=stock.Paper(document_no="发票17", counterparty="惠民粮油店"),
        )
    return store, rice, oil


def test_three_groups_go_round(county, shelf, make_organisation, person, at, drain):  # noqa: PLR0915
    store, rice, oil = shelf
    community = make_organisation("莲花湖社区", "community", parent=county.office)
    units = [county.factory] * 6 + [county.mine] * 4 + [community] * 2
    files = [county.family(number, unit) for number, unit in enumerate(units, 1)]
    agencies = [
        make_organisation(name, "agency", parent=county.office)
        for name in ("县委办", "县政协办", "县人社局")
    ]
    liaisons = [person(Role.LIAISON, one) for one in agencies]
    with at("2008-01-10"):
        campaign = services.plan_campaign(
            by=county.planner,
            kind="send_warmth",
            name="2008年送温暖",
            year=2008,
            organiser=county.office,
            money=[(county.source, 10000)],
            standards={("filed", ""): 500},
        )
        services.publish_campaign(by=county.boss, campaign=campaign)
        told = {"by": county.planner, "campaign": campaign, "store": store}
        bags = services.lay_down_goods(**told, goods=rice, quantity=12)
        bottles = services.lay_down_goods(**told, goods=oil, quantity=5)
        services.set_goods_quota(by=county.planner, line=bags, unit=county.mine, quantity=4)
        enrolled = [
            services.enrol(by=county.planner, campaign=campaign, person_class="filed", file=file)
            for file in files
        ]
        everybody = Enrolment.objects.filter(campaign=campaign)
        assert services.allot_goods(by=county.planner, line=bags, among=everybody, quantity=1) == 12
        miners = everybody.filter(unit=county.mine)
        assert services.allot_goods(by=county.planner, line=bottles, among=miners, quantity=1) == 4
        with pytest.raises(RuleBroken, match="大米10公斤还可安排0袋，本次需要6袋"):
            services.allot_goods(
                by=county.planner,
                line=bags,
                among=everybody.filter(unit=county.factory),
                quantity=2,
            )
        services.end_collecting(by=county.planner, campaign=campaign)
        services.screen(by=county.planner, campaign=campaign)
        services.approve_roster(by=county.boss, campaign=campaign)
        services.execute(
            by=county.planner, campaign=campaign, given_on=date(2008, 1, 28), reason="慰问金"
        )
        drain()
    county.pay("2008年送温暖", at, "2008-01-28", drain)  # 12 × 500
    with at("2008-01-29"):
        groups = [
            services.form_group(
                by=county.planner,
                campaign=campaign,
                name=f"第{number}慰问组",
                agency=agency,
                leader=leader,
                post=post,
                level="county",
            )
            for number, agency, leader, post in zip(
                "一二三",
                agencies,
                ("李天明", "王晓云", "周大成"),
                ("县委副书记", "县政协副主席", "副县长"),
                strict=True,
            )
        ]
        for group, liaison in zip(groups, liaisons, strict=True):
            services.add_visitor(by=county.planner, group=group, user=liaison)
        services.add_visitor(by=county.planner, group=groups[0], name="赵记者", post="县报社")
        # The first family is paired with a cadre of the first group's agency.
        cadre = add_cadre(
            by=county.boss, agency=agencies[0], name="孙立", joined_on=date(2008, 1, 2)
        )
        assign_helper(by=county.planner, file=files[0], cadre=cadre, from_on=date(2008, 1, 29))
        laid = services.propose_routes(by=county.planner, campaign=campaign, days=[SECOND, FIRST])
        assert laid == 12
    assert _routes() == [
        ("第一慰问组", FIRST, [1, 2]),
        ("第二慰问组", FIRST, [5, 6]),
        ("第三慰问组", FIRST, [9, 10]),
        ("第一慰问组", SECOND, [3, 4]),
        ("第二慰问组", SECOND, [7, 8]),
        ("第三慰问组", SECOND, [11, 12]),
    ]
    targets = {one.enrolment_id: one for one in VisitTarget.objects.all()}
    stops = [targets[one.pk] for one in enrolled]
    with at("2008-01-30"):
        for route in VisitRoute.objects.filter(on=FIRST):
            assert services.load_goods(by=county.planner, route=route) == 2
        assert stock_queries.on_shelf(store, on=FIRST) == {rice.pk: 14, oil.pk: 3}
        # The twelve bags that are used up first are the gift: 6 of them are under way.
        assert [(one.donor, one.wish, one.on_shelf, one.handed) for one in gifts_of(campaign)] == [
            ("桃源县粮油公司", "慰问困难矿工", 6, 6)
        ]
    fives = {"call": "", "message": "", "letter": "", "asking": "", "solving": "联系医院复查"}
    with at("2008-01-30"):
        for at_home, liaison in ((0, 0), (4, 1), (5, 1), (8, 2), (9, 2)):
            services.hand_over(
                by=liaisons[liaison],
                target=_now(stops[at_home]),
                cash="500",
                done=fives if at_home == 0 else {"asking": ""},
            )
        again = services.carry_over(
            by=liaisons[0], target=_now(stops[1]), on=SECOND, reason="全家去了医院"
        )
        assert (again.route.group, again.place, again.led_by.name) == (groups[0], 3, "李天明")
        drain()
    # 20 − 5 bags and 5 − 2 bottles: the bag of who was not at home is back.
    assert stock_queries.on_shelf(store, on=FIRST) == {rice.pk: 15, oil.pk: 3}
    told = visiting_of(campaign)
    assert (told.families, told.missed, told.waiting, told.cash) == (5, 1, 7, Decimal(2500))
    with at("2008-01-31"):
        services.load_goods(by=county.planner, route=again.route)
        with pytest.raises(RuleBroken, match="还有3户的物资已领出、没有送到"):
            services.close_campaign(by=county.boss, campaign=campaign)
        order = [(2, 0), (3, 0), (1, 0), (6, 1), (7, 1), (10, 2), (11, 2)]
        for number, liaison in order:
            stop = again if number == 1 else stops[number]
            for _twice in range(2):  # the answer was lost, and it is sent again
                services.hand_over(by=liaisons[liaison], target=_now(stop), cash="500")
        drain()
    assert stock_queries.on_shelf(store, on=SECOND) == {rice.pk: 8, oil.pk: 1}
    assert stock_queries.verify(store).faults == []
    told = visiting_of(campaign)
    assert (told.groups, told.routes, told.families, told.missed, told.waiting) == (3, 6, 12, 1, 0)
    # Of money each leader gave 5, 4 and 3 families 500; of goods 45 for rice and 60 for a miner's oil.
    assert [(one.name, one.families, one.cash, one.goods) for one in told.leaders] == [
        ("李天明", 4, Decimal(2000), Decimal(180)),
        ("王晓云", 4, Decimal(2000), Decimal(300)),
        ("周大成", 4, Decimal(2000), Decimal(300)),
    ]
    lines = goods_progress(campaign)
    assert [(one.line.goods.name, one.handed, one.value) for one in lines] == [
        ("大米10公斤", 12, Decimal(540)),
        ("食用油5升", 4, Decimal(240)),
    ]
    assert [(u.unit, u.quota, u.quantity, u.handed) for u in lines[0].units] == [
        ("桃源县纺织厂", None, 6, 6),
        ("桃源县煤矿", 4, 4, 4),
        ("莲花湖社区", None, 2, 2),
    ]
    assert [(one.donor, one.handed) for one in gifts_of(campaign)] == [("桃源县粮油公司", 12)]
    # Recorded once: a visit of an agency to a unit on a day, and one home of a paired family.
    made = Visit.objects.filter(origin=f"campaigns.campaign:{campaign.pk}")
    assert sorted(made.values_list("agency__name", "link_point__name", "visited_on")) == sorted(
        [
            ("县委办", "桃源县纺织厂", FIRST),
            ("县委办", "桃源县纺织厂", SECOND),
            ("县政协办", "桃源县纺织厂", FIRST),
            ("县政协办", "桃源县煤矿", SECOND),
            ("县人社局", "桃源县煤矿", FIRST),
            ("县人社局", "莲花湖社区", SECOND),
        ]
    )
    assert [(one.pair.file_id, one.visit.visited_on) for one in HomeVisit.objects.all()] == [
        (files[0].pk, FIRST)
    ]
    progress = queries.progress_of(campaign, today=SECOND)
    assert (progress.whole.reached, progress.whole.complete) == (12, 1)
    assert Cadre.objects.count() == 1
    with at("2008-02-04"):
        services.close_campaign(by=county.boss, campaign=campaign)


def _came(goods, quantity, value, expires_on):
    return Arrival(goods=goods, quantity=quantity, unit_value=value, expires_on=expires_on)


def _now(target):
    return VisitTarget.objects.select_related("route__group").get(pk=target.pk)


def _routes():
    routes = VisitRoute.objects.order_by("on", "group").select_related("group")
    return [
        (
            one.group.name,
            one.on,
            [int(no[-3:]) for no in one.targets.values_list("enrolment__file__file_no", flat=True)],
        )
        for one in routes
    ]
