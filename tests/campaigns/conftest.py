"""A county's winter: an office, a union with money, factories with families on file."""

import itertools
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from assistance.funds import services as funds
from assistance.funds.models import FundSource
from assistance.households.models import HardshipFile, Member
from assistance.stock import services as stock
from assistance.stock.models import Goods
from assistance.stock.services import Arrival
from campaigns import services
from campaigns.models import Campaign, Enrolment, KindVersion
from campaigns.rules import Windows
from ground.accounts.models import Organisation, User
from ground.accounts.roles import Role
from ground.intake import services as intakes
from ground.intake.models import Intake
from tests.campaigns.steps import ROSTER, approve_all

WINTER = Windows(
    starts_on=date(2008, 1, 10),
    ends_on=date(2008, 2, 5),
    apply_from=date(2008, 1, 10),
    apply_to=date(2008, 1, 31),
    settle_by=date(2008, 2, 5),
)


@pytest.fixture
def county(
    make_organisation: Callable[..., Organisation], person: Callable[..., User]
) -> SimpleNamespace:
    """桃源县“双联”办, a factory and a community below it, one person for each part."""
    office = make_organisation("桃源县“双联”办", "link_office")
    return SimpleNamespace(
        office=office,
        factory=make_organisation("杰新纺织公司", parent=office),
        community=make_organisation("漳江镇莲花湖社区", "community", parent=office),
        agency=make_organisation("桃源县政协办", "agency", parent=office),
        planner=person(Role.UNION_STAFF, office),
        publisher=person(Role.OFFICE, office),
        finance=person(Role.FINANCE, office),
        approver=person(Role.APPROVER, office),
        liaison=person(Role.LIAISON, office),
        elsewhere=person(Role.OFFICE, make_organisation("临澧县“双联”办", "link_office")),
    )


@pytest.fixture
def source(county: SimpleNamespace, at: Callable[..., object]) -> FundSource:
    with at("2008-01-03"):
        opened = funds.open_source(
            by=county.finance,
            organisation=county.office,
            kind="upper_union",
            name="送温暖专项资金",
            year=2008,
        )
        funds.receive_money(
            by=county.finance,
            source=opened,
            amount=Decimal(30000),
            on=date(2008, 1, 3),
            summary="送温暖专项资金到账",
        )
    return opened


@pytest.fixture
def winter(
    county: SimpleNamespace, source: FundSource, at: Callable[..., object]
) -> Callable[..., Campaign]:
    """2008年“送温暖”, published unless told otherwise."""

    def plan(*, published: bool = True, **changes: object) -> Campaign:
        values = {
            "by": county.planner,
            "kind": "send_warmth",
            "name": "2008年“送温暖”活动",
            "year": 2008,
            "theme": "进万家门、知万家情、解万家难、暖万家心",
            "organiser": county.office,
            "windows": WINTER,
        }
        changed = dict(changes)
        values["money"] = [(source, changed.pop("budget", Decimal(20000)))]
        with at("2008-01-10"):
            campaign = services.plan_campaign(**(values | changed))
            if published:
                campaign = services.publish_campaign(by=county.publisher, campaign=campaign)
        return campaign

    return plan


@pytest.fixture
def family(county: SimpleNamespace) -> Callable[..., HardshipFile]:
    """A file as the households app leaves it."""
    numbers = itertools.count(1)

    def make(state: str = "active", unit: Organisation | None = None) -> HardshipFile:
        number = next(numbers)
        file = HardshipFile.objects.create(
            file_no=f"T2008-{number:06}",
            unit=unit or county.factory,
            category="deep",
            origin="imported",
            state=state,
            opened_on=date(2008, 1, 11),
            submitted_by=county.planner,
            approved_by=county.approver,
            approved_on=date(2008, 1, 28),
        )
        Member.objects.create(file=file, relation="holder", name="骆秋云")
        return file

    return make


@pytest.fixture
def rice(county: SimpleNamespace, person: Callable[..., User], at: Callable[..., object]) -> Goods:
    """Rice at 45 yuan: 3 bags that were bought at 44 lie in the county's warehouse."""
    store = stock.open_store(
        by=None, organisation=county.office, name="县总物资仓库", kind="warehouse"
    )
    goods = stock.keep_goods(
        by=None,
        organisation=county.office,
        sku="MI10",
        name="大米10公斤",
        category="food",
        unit="袋",
        price="45",
    )
    with at("2008-01-08"):  # type: ignore[attr-defined]
        stock.buy_goods(
            by=person(Role.KEEPER, county.office),
            store=store,
            arrivals=[Arrival(goods=goods, quantity=3, unit_value="44")],
            on=date(2008, 1, 8),
            said=stock.Paper(document_no="发票17", counterparty="惠民粮油店"),
        )
    return goods


@pytest.fixture
def enrolled(
    county: SimpleNamespace, family: Callable[..., HardshipFile]
) -> Callable[..., Enrolment]:
    """A family of the factory on a campaign's roster, listed by the one who plans."""

    def enrol(campaign: Campaign, amount: object = 4000, **changes: object) -> Enrolment:
        values = {"by": county.planner, "person_class": "filed", "asked": str(amount)}
        if "person" not in changes and "file" not in changes:
            values["file"] = family()
        return services.enrol(campaign=campaign, **(values | changes))

    return enrol


@pytest.fixture
def approved(
    county: SimpleNamespace, enrolled: Callable[..., Enrolment]
) -> Callable[..., Enrolment]:
    """The same, screened and approved: the whole roster is."""

    def approve(campaign: Campaign, amount: object = 4000, **changes: object) -> Enrolment:
        one = enrolled(campaign, amount, **changes)
        approve_all(county, campaign)
        one.refresh_from_db()
        return one

    return approve


@pytest.fixture
def warmth():
    return KindVersion.objects.select_related("kind").get(kind__code="send_warmth")


@pytest.fixture
def keeper(county, person):
    """The office's own: drafts; the leader beside publishes."""
    return person(Role.OFFICE, county.office)


@pytest.fixture
def made(county, keeper, warmth):
    """困难职工互助, made from a copy of 送温暖, a draft of the county's office."""
    return services.make_kind(
        by=keeper,
        owner=county.office,
        label="困难职工互助",
        copied_from=warmth,
        change_note="县总〔2008〕3号",
    )


@pytest.fixture
def published(county, made):
    return services.publish_kind(by=county.publisher, version=made)


@pytest.fixture
def sent(county, drain):
    def send(content, *, by=None, organisation=None, name="名册.xlsx"):
        intake, _ = intakes.send_workbook(
            by=by or county.planner,
            kind=ROSTER,
            organisation=organisation or county.office,
            name=name,
            content=content,
        )
        intakes.ask_rehearsal(by=intake.by, intake=intake, mapping=intake.mapping)
        drain()
        return Intake.objects.get(pk=intake.pk)

    return send


@pytest.fixture
def taken(sent, drain):
    def take(content, *, only_good=False, reason="", **given):
        intake = sent(content, **given)
        intakes.ask_commit(by=intake.by, intake=intake, only_good=only_good, reason=reason)
        drain()
        return Intake.objects.get(pk=intake.pk)

    return take
