"""A county union with standards of its own, a factory with families on file, and who handles what."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assistance.applications import services
from assistance.applications.models import Application
from assistance.applications.services import Asked
from assistance.households.models import HardshipFile, Member
from assistance.households.queries import hash_of_id
from assistance.standards import services as standards
from assistance.standards.models import Standard
from ground.accounts.models import Organisation, User
from ground.accounts.roles import Role
from ground.places.models import Division
from ground.places.services import set_local_rule
from tests.households.conftest import id_number

TODAY = "2008-06-26"


@dataclass
class Union:
    union: Organisation
    unit: Organisation
    keeper: User
    second: User
    approver: User
    chief: User
    finance: User
    auditor: User
    elsewhere: User


@pytest.fixture
def office(
    root: Organisation, make_organisation: Callable[..., Organisation], person: Callable[..., User]
) -> Union:
    county = Division.objects.create(
        code="430725", name="桃源县", level="county", valid_from=date(2000, 1, 1)
    )
    union = make_organisation("桃源县总工会", "union")
    unit = make_organisation("海利农药化工有限公司", parent=union)
    Organisation.objects.filter(pk__in=[union.pk, unit.pk]).update(division=county)
    unit.refresh_from_db()
    union.refresh_from_db()
    set_local_rule(
        code="households.dibao_monthly",
        value=Decimal(500),
        division=county,
        valid_from=date(2008, 1, 1),
        source="测试",
    )
    return Union(
        union=union,
        unit=unit,
        keeper=person(Role.UNION_STAFF, union),
        second=person(Role.UNION_STAFF, union),
        approver=person(Role.APPROVER, union),
        chief=person(Role.APPROVER, union),
        finance=person(Role.FINANCE, union),
        auditor=person(Role.AUDITOR, union),
        elsewhere=person(Role.UNION_STAFF, make_organisation("临澧县总工会", "union")),
    )


@pytest.fixture
def family(office: Union, person: Callable[..., User]) -> Callable[..., HardshipFile]:
    """An approved file with a holder and a child in senior school, as households leaves it."""
    numbers = itertools.count(1)

    def make(state: str = "active", **more: Any) -> HardshipFile:
        number = next(numbers)
        file = HardshipFile.objects.create(
            file_no=f"K2008-{number:04}",
            unit=office.unit,
            category="deep",
            origin="imported",
            state=state,
            opened_on=date(2008, 1, 20),
            submitted_by=office.keeper,
            approved_by=office.approver,
            approved_on=date(2008, 2, 1),
            annual_income=Decimal(9600),
            rigid_expenses=Decimal(7200),
            **more,
        )
        for relation, name, serial in (
            ("holder", "刘春生", number),
            ("child", "刘小春", 100 + number),
        ):
            born = "19700101" if relation == "holder" else "19920101"
            one = Member(
                file=file,
                relation=relation,
                name=name,
                education="senior" if relation == "child" else "",
            )
            one.id_no = id_number(serial, born)
            one.id_hash = hash_of_id(one.id_no)
            one.in_open_file = state == "active"
            one.save()
        return file

    return make


@pytest.fixture
def begun(office: Union, at: Callable[..., Any]) -> Callable[..., Application]:
    """A complete draft: by default living aid of 4,000 yuan from central money."""

    def make(
        file: HardshipFile, papers: tuple[str, ...] = ("application",), **more: Any
    ) -> Application:
        on = more.pop("on", TODAY)
        values = {
            "aid_type": "living",
            "reason": "本人患病",
            "asked": "4000",
            "source_kind": "central",
            "is_relative": False,
        }
        with at(on):
            one = services.open_application(
                by=office.keeper, file=file, asked=Asked(**values | more)
            )
            for kind in papers:
                services.add_paper(by=office.keeper, application=one, kind=kind)
        return one

    return make


@pytest.fixture
def brought(
    office: Union, begun: Callable[..., Application], at: Callable[..., Any]
) -> Callable[..., Application]:
    """An application brought as far as `until` says."""

    def bring(
        file: HardshipFile, until: str = "reviewed", amount: str | None = None, **more: Any
    ) -> Application:
        on = more.get("on", TODAY)
        one = begun(file, **more)
        with at(on):
            if until != "draft":
                one = services.recommend_application(by=office.keeper, application=one)
            if until in {"reviewed", "approved"}:
                one = services.review_application(by=office.second, application=one, opinion="属实")
            if until == "approved":
                one = services.approve_application(
                    by=office.approver, application=one, amount=amount or str(one.proposed_amount)
                )
        return one

    return bring


@pytest.fixture
def county_standard(office: Union, person: Callable[..., User], root: Organisation) -> Standard:
    """Living aid of 1,500 a time and at most 2,000 a household and year, from any money."""
    editor, publisher = person("office"), person("office")
    standard = standards.draft_standard(
        by=editor,
        name="桃源县救助标准",
        division=None,
        valid_from=date(2008, 1, 1),
        source="桃工发",
    )
    for kind, code, parameters in (
        ("fixed", "living", {"amount": "1500"}),
        (
            "cap",
            "living_cap",
            {"whom": "household", "span": "year", "counts": "item", "amount": "2000"},
        ),
    ):
        standards.set_rule(
            by=editor,
            standard=standard,
            kind=kind,
            code=code,
            label="生活救助",
            source="第三条",
            scope={"aid_type": "living"},
            parameters=parameters,
        )
    return standards.publish_standard(by=publisher, standard=standard)
