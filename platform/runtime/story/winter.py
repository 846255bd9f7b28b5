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
from campaigns.rules import Windows
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
        money=[(FundSource.objects.get(), Decimal(20000))],
        windows=Windows(
            starts_on=date(2008, 1, 10),
            ends_on=date(2008, 2, 5),
            apply_from=date(2008, 1, 10),
            apply_to=date(2008, 1, 31),
            settle_by=date(2008, 2, 5),
        ),
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
    """The family is put on the roster, screened, approved by another person, its payment planned."""
    campaign, union = Campaign.objects.get(), who("union")
    campaigns.enrol(
        by=union,
        campaign=campaign,
        person_class="filed",
        file=HardshipFile.objects.get(unit=place("杰新纺织公司")),
        asked=Decimal(4000),
        reason="走访发现，建档后首次帮扶",
    )
    campaigns.end_collecting(by=union, campaign=campaign)
    campaigns.screen(by=union, campaign=campaign)
    campaigns.approve_roster(by=who("taoyuan"), campaign=campaign)
    campaigns.execute(
        by=union, campaign=campaign, given_on=date(2008, 1, 29), reason="送温暖救助款"
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
    campaign = campaigns.close_campaign(by=who("taoyuan"), campaign=Campaign.objects.get())
    campaigns.summarise_campaign(
        by=who("taoyuan"),
        campaign=campaign,
        summary="救助一户困难女工家庭，走访慰问一个社区，款项在春节前全部到位。",
    )
