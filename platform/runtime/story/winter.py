"""The campaign of the winter: planned, visited, given, closed."""

import uuid
from datetime import date
from decimal import Decimal

from assistance.funds.models import FundSource
from assistance.households.models import HardshipFile
from assistance.visits import services as visits
from assistance.visits.rules import ToldNeed
from campaigns import services as campaigns
from campaigns.models import Campaign
from runtime.story.people import TAOYUAN, WARMTH_FAMILY
from runtime.story.scene import SPACE, found, place, who


def winter() -> None:
    campaign = campaigns.plan_campaign(
        by=who("union"),
        kind="send_warmth",
        name="2008年“送温暖”活动",
        year=2008,
        theme="进万家门、知万家情、解万家难、暖万家心",
        organiser=place(TAOYUAN),
        source=FundSource.objects.get(),
        starts_on=date(2008, 1, 10),
        ends_on=date(2008, 2, 5),
        budget=Decimal(20000),
    )
    campaigns.publish_campaign(by=who("taoyuan"), campaign=campaign)


def winter_visit() -> None:
    visits.record_visit(
        by=who("govoffice"),
        key=uuid.uuid5(SPACE, "winter"),
        kind="routine",
        agency=place("桃源县政府办"),
        link_point=place("杰新纺织公司"),
        visited_on=date(2008, 1, 11),
        visitors="县政府办参联人员",
        interlocutors="气流纺车间",
        situation="到气流纺车间女工家中走访，了解家庭生活情况。",
        needs=[ToldNeed("other", "孩子医药费缺口大。")],
        families=[found(WARMTH_FAMILY, 900)],
    )


def winter_aid() -> None:
    campaigns.add_target(
        by=who("union"),
        campaign=Campaign.objects.get(),
        file=HardshipFile.objects.get(unit=place("杰新纺织公司")),
        amount=Decimal(4000),
        reason="送温暖救助款",
        given_on=date(2008, 1, 29),
    )


def community() -> None:
    visits.record_visit(
        by=who("cppcc"),
        key=uuid.uuid5(SPACE, "community"),
        kind="condolence",
        agency=place("桃源县政协办"),
        link_point=place("漳江镇莲花湖社区"),
        visited_on=date(2008, 1, 30),
        visitors="县政协主席董丽丽，政协办、国土局、烟草局负责人",
        interlocutors="社区居委会",
        situation="走访慰问社区困难职工，现场发放慰问金，花名册签收。",
        condolence_cash=Decimal(13000),
        origin=f"campaigns.campaign:{Campaign.objects.get().pk}",
    )


def winter_ends() -> None:
    campaigns.close_campaign(by=who("taoyuan"), campaign=Campaign.objects.get())
