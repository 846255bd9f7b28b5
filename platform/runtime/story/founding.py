"""January: organisations, accounts, the year's money, the pairings."""

from datetime import date
from decimal import Decimal
from typing import Any

from assistance.criteria.queries import DIBAO_RULE
from assistance.funds import services as funds
from assistance.funds.models import FundSource
from assistance.pairing import services as pairing
from ground.accounts import services as accounts
from ground.accounts.models import Organisation, User
from ground.places.models import Division
from ground.places.services import set_local_rule
from runtime.story.people import LINLI, ORGANISATIONS, PASSWORD, PEOPLE, ROOT, TAOYUAN
from runtime.story.scene import HAILI, place, who

MEMBERS = ["市政协办", "市计生委", "市安监局", "市环保局", "市运管处"]


def organisations() -> None:
    changde = Division.objects.create(
        code="430700", name="常德市", level=Division.Level.PREFECTURE, valid_from=date(1988, 1, 23)
    )
    counties = {
        office: Division.objects.create(
            code=code,
            name=name,
            level=Division.Level.COUNTY,
            parent=changde,
            valid_from=date(1988, 1, 23),
        )
        for office, code, name in ((LINLI, "430724", "临澧县"), (TAOYUAN, "430725", "桃源县"))
    }
    made = {
        ROOT: accounts.add_organisation(
            by=None, name=ROOT, short_name="市“双联”办", kind="link_office", division=changde
        )
    }
    people: dict[str, User] = {}
    for person in PEOPLE[:1]:
        people[person.username] = _add_person(None, person, made[ROOT])
    admin = people["admin"]
    for name, kind, parent, aliases in ORGANISATIONS:
        made[name] = accounts.add_organisation(
            by=admin,
            name=name,
            kind=kind,
            parent=made[parent],
            aliases=aliases,
            division=counties.get(name) or counties.get(parent) or changde,
        )
    for person in PEOPLE[1:]:
        _add_person(admin, person, made[person.organisation])


def dibao() -> None:
    set_local_rule(
        code=DIBAO_RULE,
        division=Division.objects.get(name="常德市"),
        value=Decimal(155),
        valid_from=date(2008, 1, 1),
        source="演示数据，不是当年的标准",
    )


def _add_person(by: User | None, person: Any, organisation: Organisation) -> User:
    user = accounts.add_user(
        by=by,
        username=person.username,
        full_name=person.full_name,
        password=PASSWORD,
        organisation=organisation,
        post=person.post,
    )
    accounts.grant_role(by=by or user, user=user, organisation=organisation, role=person.role)
    return user


def fund() -> None:
    source = funds.open_source(
        by=who("finance"),
        organisation=place("常德市总工会"),
        kind=FundSource.Kind.UPPER_UNION,
        name="送温暖专项资金",
        year=2008,
        document_no="常工发〔2008〕1号",
    )
    funds.receive_money(
        by=who("finance"),
        source=source,
        amount=Decimal(30000),
        on=date(2008, 1, 3),
        summary="2008年送温暖专项资金到账",
    )


def pairings() -> None:
    for lead, members, link_point, leader in [
        ("市政协办", MEMBERS, HAILI, ""),
        ("临澧县人大办", ["临澧县人大办"], "合口出口花炮厂", "雷立敬"),
        ("临澧县人大办", ["临澧县人大办"], "帝隆重科有限公司", "蒋宗海"),
        ("临澧县人大办", ["临澧县人大办"], "腾飞实业有限公司", "邵柏枝"),
        ("桃源县政府办", ["桃源县政府办"], "杰新纺织公司", ""),
        (
            "桃源县政协办",
            ["桃源县政协办", "桃源县国土局", "桃源县烟草局"],
            "漳江镇莲花湖社区",
            "董丽丽",
        ),
    ]:
        group = pairing.propose_group(
            by=who("editor"),
            year=2008,
            link_point=place(link_point),
            lead_agency=place(lead),
            members=[place(name) for name in members],
            link_leader=leader,
            work_plan="除集体活动以外，各成员单位一年内组织开展一至二次活动。",
            starts_on=date(2008, 1, 4),
        )
        pairing.approve_group(by=who("leader"), group=group)
