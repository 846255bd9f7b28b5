"""Help without money from opening to archive: 夏送清凉 to workplaces in the heat, 春送岗位 at a job fair."""

from datetime import date

import pytest

from assistance.stock import services as stock
from campaigns import queries, services
from campaigns.models import Enrolment, VisitRoute, VisitTarget
from campaigns.services import Outsider, Place
from ground.accounts.roles import Role
from ground.kernel.errors import RuleBroken
from runtime.story.people import id_number

pytestmark = pytest.mark.django_db


def states(campaign):
    rows = Enrolment.objects.filter(campaign=campaign).order_by("pk")
    return list(rows.values_list("state", flat=True))


def ended(county, campaign, summary):
    services.close_campaign(by=county.boss, campaign=campaign)
    services.summarise_campaign(by=county.boss, campaign=campaign, summary=summary)
    return services.archive_campaign(by=county.boss, campaign=campaign)


def test_a_summer(county, make_organisation, person, at, drain):  # noqa: PLR0915 -- a story
    """Water to a site and a furnace hall; each is reached when the goods are there and all was done."""
    store = stock.open_store(by=None, organisation=county.office, name="县总仓库", kind="warehouse")
    told = {"by": None, "organisation": county.office, "category": "food"}
    water = stock.keep_goods(**told, sku="SHUI", name="藿香正气水", unit="盒", price="12")
    agency = make_organisation("县住建局", "agency", parent=county.office)
    liaison = person(Role.LIAISON, agency)
    with at("2008-06-16"):
        stock.buy_goods(
            by=person(Role.KEEPER, county.office),
            store=store,
            arrivals=[
                stock.Arrival(
                    goods=water, quantity=60, unit_value="12", expires_on=date(2009, 6, 1)
                )
            ],
            on=date(2008, 6, 16),
            said=stock.Paper(document_no="发票3", counterparty="县药店"),
        )
        campaign = services.plan_campaign(
            by=county.planner,
            kind="send_coolness",
            name="2008年夏送清凉",
            year=2008,
            organiser=county.office,
            money=[(county.source, 3000)],
        )
        assert (campaign.starts_on, campaign.settle_by) == (date(2008, 6, 15), date(2008, 9, 10))
        services.publish_campaign(by=county.boss, campaign=campaign)
        line = services.lay_down_goods(
            by=county.planner, campaign=campaign, store=store, goods=water, quantity=50
        )
        asked = {"by": county.planner, "campaign": campaign}
        site = services.enrol(
            **asked,
            person_class="outdoor",
            place=Place("沅水大桥工地", 40),
            unit=county.mine,
            answers={"heat": "38.5", "contact": "周工"},
        )
        hall = services.enrol(
            **asked, person_class="hot_shop", place=Place("一号炉台", 12), unit=county.factory
        )
        at_mine = {"person_class": "outdoor", "unit": county.mine}
        for again, code in (
            ({**at_mine, "place": Place(" 沅水大桥工地 ", 3)}, "enrolment_exists"),
            (
                {**at_mine, "place": Place("炉台", 3), "person_class": "filed"},
                "enrolment_of_a_place",
            ),
            ({"person_class": "outdoor", "file": county.family(1)}, "enrolment_of_a_place"),
            ({**at_mine, "place": Place("炉台", 0)}, "place_people"),
            (
                {**at_mine, "place": Place("炉台", 3), "answers": {"heat": "很热"}},
                "answer_not_a_number",
            ),
        ):
            with pytest.raises(RuleBroken) as broken:
                services.enrol(**asked, **again)
            assert broken.value.code == code
        everybody = Enrolment.objects.filter(campaign=campaign)
        assert (site.people, site.households, everybody.count()) == (40, 0, 2)
        services.allot_goods(by=county.planner, line=line, among=everybody, quantity=20)
        services.end_collecting(by=county.planner, campaign=campaign)
        services.screen(by=county.planner, campaign=campaign)
        services.approve_roster(by=county.boss, campaign=campaign)
        assert states(campaign) == ["approved", "approved"]
        with pytest.raises(RuleBroken, match="不发款项"):
            services.execute(
                by=county.planner, campaign=campaign, given_on=date(2008, 7, 1), reason="x"
            )
        group = services.form_group(
            by=county.planner,
            campaign=campaign,
            name="清凉一组",
            agency=agency,
            leader="李天明",
            post="县总主席",
            level="county",
        )
        services.add_visitor(by=county.planner, group=group, user=liaison)
        days = [date(2008, 7, 2)]
        assert services.propose_routes(by=county.planner, campaign=campaign, days=days) == 2
    with at("2008-07-02"):
        assert services.load_goods(by=county.planner, route=VisitRoute.objects.get()) == 2
        fully = {"shelter": "", "advice": "", "asking": ""}
        stops = VisitTarget.objects.select_related("route__group")
        services.hand_over(by=liaison, target=stops.get(enrolment=site), done=fully)
        services.hand_over(by=liaison, target=stops.get(enrolment=hall), done={"shelter": ""})
        assert states(campaign) == ["reached", "approved"]
        with pytest.raises(RuleBroken, match="还有1"):
            services.close_campaign(by=county.boss, campaign=campaign)
        on = date(2008, 7, 2)
        for code in ("advice", "asking"):
            services.tick(by=liaison, enrolment=hall, code=code, done_on=on)
        assert states(campaign) == ["reached", "reached"]
        services.untick(by=liaison, enrolment=hall, code="asking")
        assert states(campaign) == ["reached", "approved"]
        services.tick(by=liaison, enrolment=hall, code="asking", done_on=on)
        drain()
        report = queries.report_of(campaign)
        assert [(one.label, one.number, one.people, one.reached) for one in report.lines] == [
            ("户外作业点（工地、环卫、快递）", 1, 40, 1),
            ("高温车间", 1, 12, 1),
        ]
        assert ended(county, campaign, "两处，52人").state == "archived"


def test_a_spring(county, at, drain):
    """A firm offers 30 posts; of three who look for work two are placed, one gives up."""
    with at("2008-02-10"):
        campaign = services.plan_campaign(
            by=county.planner,
            kind="spring_jobs",
            name="2008年春送岗位",
            year=2008,
            organiser=county.office,
            money=[],
        )
        services.publish_campaign(by=county.boss, campaign=campaign)
        asked = {"by": county.planner, "campaign": campaign}
        firm = services.enrol(
            **asked,
            person_class="employer",
            place=Place("桃源县纺织厂", 30),
            unit=county.factory,
            answers={"post": "挡车工", "wage": "1,200"},
        )
        family = services.enrol(**asked, person_class="filed", file=county.family(1))
        home, gone = (
            services.enrol(
                **asked,
                person_class="migrant",
                person=Outsider(name, id_number("19700101", number)),
                unit=county.mine,
                answers={"from_on": "2008-03-01"},
            )
            for number, name in ((71, "丁一"), (72, "丁二"))
        )
        assert firm.answers["wage"] == "1200.00"
        services.end_collecting(by=county.planner, campaign=campaign)
        services.screen(by=county.planner, campaign=campaign)
        services.approve_roster(by=county.boss, campaign=campaign)
    with at("2008-04-10"):
        done = {"match": "", "talk": "", "contract": "纺织厂，挡车工", "follow_up": ""}
        for one in (firm, family, home):
            for code, note in done.items():
                services.tick(
                    by=county.planner, enrolment=one, code=code, done_on=date(2008, 4, 9), note=note
                )
        services.withdraw(by=county.planner, enrolment=gone, reason="已外出务工")
        drain()
        assert states(campaign) == ["reached", "reached", "reached", "withdrawn"]
        report = queries.report_of(campaign)
        assert [(one.label, one.people, one.reached) for one in report.lines] == [
            ("招聘企业（人数填岗位数）", 30, 1),
            ("在档困难职工家庭", 1, 1),
            ("返乡农民工", 1, 1),
        ]
        assert ended(county, campaign, "提供岗位30个，上岗2人").state == "archived"
