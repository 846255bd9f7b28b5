"""What a report tells: plain facts of a winter, and a winter in the records."""

from datetime import date
from decimal import Decimal

import pytest

from campaigns import services
from campaigns.kinds import read
from campaigns.models import KindVersion
from campaigns.queries import Fairness, Line, NeedLine, Progress, Report, UnitProgress
from campaigns.queries.fairness import FlatUnit, Mark
from campaigns.queries.visiting import LeaderLine, Visiting
from campaigns.queries.written import GoodsFigures, WrittenFacts
from campaigns.rules.lights import Stretch
from campaigns.rules.years import YearFigures
from tests.campaigns.steps import pay_everything, pay_out, visit_community

NOTHING_SEEN = Visiting(0, 0, 0, 0, 0, Decimal(0), [])
FAIR = Fairness([], [], Decimal("0.9"), 5, [], [])


@pytest.fixture
def kind(db):
    version = KindVersion.objects.select_related("kind").get(kind__code="send_warmth")
    return read("send_warmth", version.label, version.content)


def unit(name, reached, amount, *, quota=0, listed=0, light="green"):
    held = {"number": Decimal(reached), "amount": Decimal(amount)}
    states = {"reached": held | dict.fromkeys(("households", "people", "complete"), Decimal(0))}
    if listed:
        states["listed"] = dict.fromkeys(
            ("households", "people", "complete", "amount"), Decimal(0)
        ) | {"number": Decimal(listed)}
    return UnitProgress(
        unit_id=1, unit=name, path=name, quota_number=quota, states=states, light=light
    )


@pytest.fixture
def winter_facts(kind):
    """送温暖 of 2008, which began in December 2007: two classes, two units, two groups, goods, a year before."""
    return WrittenFacts(
        name="2008年“送温暖”活动",
        year=2008,
        kind=kind,
        theme="进万家门",
        organiser="桃源县“双联”办",
        co_organisers=("桃源县民政局", "桃源县残联"),
        starts_on=date(2007, 12, 15),
        ends_on=date(2008, 2, 5),
        apply_from=date(2007, 12, 20),
        apply_to=date(2008, 1, 20),
        settle_by=date(2008, 2, 5),
        notice_place="县总公示栏",
        notice_from=date(2008, 1, 21),
        notice_to=date(2008, 1, 25),
        stages=(
            ("published", date(2007, 12, 15)),
            ("collecting", date(2007, 12, 20)),
            ("screening", date(2008, 1, 21)),
            ("notice", date(2008, 1, 21)),
            ("approved", date(2008, 1, 28)),
        ),
        report=Report(
            lines=[
                Line("在档困难职工", "", 3, 3, 8, Decimal(3600), 2, Decimal("2400.50")),
                Line("困难农民工", "", 1, 1, 1, Decimal(400), 0, Decimal(0)),
            ],
            sources=[("财政专项", Decimal(15000)), ("职工捐款", Decimal("5000.50"))],
            visits=4,
            places=3,
            enterprises=2,
            goods=Decimal(300),
            complete=2,
        ),
        progress=Progress(
            Decimal("20000.50"),
            [
                unit("杰新纺织公司", 2, "2400.50", quota=3, listed=1, light="amber"),
                unit("莲花湖社区", 0, "0", quota=1, light="red"),
            ],
            Stretch(is_listing=False, gone=Decimal(1)),
        ),
        goods=(
            GoodsFigures(
                name="大米10公斤",
                unit="袋",
                quantity=10,
                allotted=4,
                handed=3,
                unit_value=Decimal(44),
            ),
            GoodsFigures(
                name="棉被",
                unit="床",
                quantity=2,
                allotted=0,
                handed=0,
                unit_value=Decimal("99.50"),
            ),
        ),
        visiting=Visiting(
            2,
            2,
            12,
            1,
            0,
            Decimal(6000),
            [
                LeaderLine(
                    "董丽丽", "县政协主席", "县级领导", "一组", 7, Decimal(3500), Decimal(132)
                ),
                LeaderLine(
                    "赵大安", "", "部门（单位）负责人", "二组", 5, Decimal(2500), Decimal(0)
                ),
            ],
        ),
        fairness=Fairness(
            [
                NeedLine("deep", "深度困难", 3, *map(Decimal, (3600, 1200, 1000, 900, 1700))),
                NeedLine("none", "未建档", 1, *map(Decimal, (400, 400, 400, 400, 400))),
            ],
            [FlatUnit(1, "杰新纺织公司", 10, 2, Decimal(500), 9)],
            Decimal("0.9"),
            5,
            [Mark("relative", "工作人员亲属", 1), Mark("idle", "档案长期未动", 0)],
            [Mark("never", "从未帮扶", 1234)],
        ),
        now=YearFigures(
            year=2008,
            households=4,
            people=9,
            held=Decimal(4000),
            paid=Decimal("2400.50"),
            visited=12,
            cash=Decimal(6500),
            again=1,
            fresh=3,
            gone=2,
        ),
        before=(
            "2007年“送温暖”活动",
            YearFigures(year=2007, households=3, people=9, held=Decimal(5000), visited=0),
        ),
        summary="领导重视，部门联动。\n\n建议明年提前启动。",
        is_summarised=True,
        told_on=date(2008, 2, 6),
    )


@pytest.fixture
def summarised(county, source, winter, approved, at, drain):
    """One family with 4,000, one community with 13,000 by a visit; all paid, closed, summed up on 5 February."""
    with at("2008-01-29"):
        campaign = winter()
        approved(campaign)
        pay_out(county, campaign)
        drain()
    with at("2008-01-30"):
        visit_community(county, campaign)
        drain()
        pay_everything(county, source)
        drain()
    with at("2008-02-05"):
        services.close_campaign(by=county.publisher, campaign=campaign)
        services.summarise_campaign(
            by=county.publisher, campaign=campaign, summary="部门联动。\n建议提前启动。"
        )
    campaign.refresh_from_db()
    return campaign
