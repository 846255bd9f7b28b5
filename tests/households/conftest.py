"""A family, its unit and the people who work on its file."""

import itertools
import uuid
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.urls import reverse
from stdnum.cn import ric

from assistance.households import services
from assistance.households.models import Circumstances, HardshipFile, Route
from assistance.households.rules import FormIn
from assistance.visits.events import FamilyFound
from assistance.visits.models import Clue, Visit
from ground.accounts.models import Organisation, User
from ground.accounts.roles import Role
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.places.models import Division
from ground.places.services import set_local_rule


def id_number(serial: int, born: str = "19700101") -> str:
    """A made-up ID number whose check digit is right; no such person is meant."""
    body = f"430701{born}{serial:03d}"
    return body + ric.calc_check_digit(f"{body}0")


def standing(file: HardshipFile) -> str:
    """Where a file stands: the kind of its gate, `hanging` while a notice hangs, or its state."""
    if file.gate is None:
        return str(file.state)
    return "hanging" if file.gate_state == "open" else str(file.gate.kind)


@pytest.fixture
def office(
    make_organisation: Callable[..., Organisation], person: Callable[..., User]
) -> SimpleNamespace:
    """桃源县总工会 with one enterprise, and one person for each part of the work."""
    union = make_organisation("桃源县总工会", "union")
    unit = make_organisation("海利农药化工有限公司", parent=union, aliases=("海利化工有限公司",))
    return SimpleNamespace(
        union=union,
        unit=unit,
        keeper=person(Role.UNION_STAFF, union),
        second=person(Role.UNION_STAFF, union),
        approver=person(Role.APPROVER, union),
        liaison=person(Role.LIAISON, union),
        auditor=person(Role.AUDITOR, union),
        elsewhere=person(Role.UNION_STAFF, make_organisation("临澧县总工会", "union")),
    )


@pytest.fixture
def opened(office: SimpleNamespace) -> Callable[..., HardshipFile]:
    numbers = itertools.count(100)

    def open_one(**changes: object) -> HardshipFile:
        values = {
            "by": office.keeper,
            "unit": office.unit,
            "holder_name": "张建国",
            "id_no": id_number(next(numbers)),
        }
        return services.open_file(**(values | changes))

    return open_one


FULL = {
    "category": "relative",
    "tier": "county",
    "primary_cause": "6",
    "situation": "本人患病，妻子下岗，女儿上初中。",
    "annual_income": Decimal("12000.00"),
    "rigid_expenses": Decimal("4800.00"),
    "mobile": "13900001234",
    "address": "漳江镇",
}


PARTS = ("holder", "members", "items", "circumstances", "bank_card")


def filled(**changed: object) -> FormIn:
    """A form that may be submitted: parts of `FormIn` by their name, anything else in its head."""
    parts = {one: changed.pop(one) for one in PARTS if one in changed}
    return FormIn(head=FULL | changed, **parts)


def person_in(relation: str, name: str, id_no: str = "") -> dict[str, str]:
    return {"relation": relation, "name": name, "id_no": id_no}


@pytest.fixture
def walk(office: SimpleNamespace) -> Callable[..., HardshipFile]:
    """Take a file on its way as far as a state, all on the day on which the clock stands."""

    def fill(file: HardshipFile) -> None:
        services.write_form(by=office.keeper, file=file, content=filled())
        services.record_family_consents(by=office.keeper, file=file, signed_on=clock.today())

    def to(file: HardshipFile, reached_at: str = "active") -> HardshipFile:
        """`reached_at`: draft, the kind of the gate at which it then stands, hanging, or active."""
        steps = [
            ("draft", lambda: fill(file)),
            ("review", lambda: services.submit_file(by=office.keeper, file=file)),
            ("investigation", lambda: services.review_file(by=office.keeper, file=file)),
            (
                "check",
                lambda: services.investigate_file(
                    by=office.second, file=file, investigators=["周明", "吴芳"]
                ),
            ),
            ("notice", lambda: services.check_file(by=office.second, file=file)),
            ("hanging", lambda: services.post_notice(by=office.second, file=file)),
            ("approval", lambda: services.pass_notices(date(2099, 1, 1))),
            ("active", lambda: services.approve_file(by=office.approver, file=file)),
        ]
        for reached, take in steps:
            take()
            if reached == reached_at:
                break
        return HardshipFile.objects.get(pk=file.pk)

    return to


@pytest.fixture
def found_family(office: SimpleNamespace) -> Callable[..., Clue]:
    """A visit that came upon a family, as the visits app leaves it: a clue and its event."""

    def find(
        worker_name: str, id_no: str = "", visited_on: str = "2008-05-14", **clue: object
    ) -> Clue:
        visit = Visit.objects.create(
            key=uuid.uuid4(),
            kind=Visit.Kind.ROUTINE,
            agency=office.union,
            link_point=office.unit,
            visited_on=visited_on,
            visitors="林红等4人",
            situation="走访困难职工",
            recorded_by=office.liaison,
        )
        values = {"hardship": "家中有人患病", "mobile": "13800000000", "family_size": 3}
        row = Clue.objects.create(
            visit=visit, worker_name=worker_name, id_no=id_no, **(values | clue)
        )
        publish(
            FamilyFound(
                clue_id=row.pk,
                visit_id=visit.pk,
                link_point_id=office.unit.pk,
                found_on=date.fromisoformat(visited_on),
            )
        )
        return row

    return find


@pytest.fixture
def page_of(client_of):
    def get(user, name, *args, **query):
        return client_of(user).get(reverse(f"households:{name}", args=args), query)

    return get


CHILD = id_number(31, "20010301")


def write(office, file, **parts):
    return services.write_form(by=office.keeper, file=file, content=FormIn(**parts))


def refused(service, **arguments):
    with pytest.raises(RuleBroken) as broken, transaction.atomic():
        service(**arguments)
    return broken.value.code


@pytest.fixture
def offices(person):
    return person("office"), person("office")


@pytest.fixture
def draft(offices):
    def begin(**changes):
        values = {
            "by": offices[0],
            "name": "本市建档流程",
            "division": None,
            "valid_from": date(2008, 5, 1),
            "source": "常工发〔2008〕1号",
            "copied_from": Route.objects.get(valid_from="2000-01-01", division=None),
        }
        return services.draft_route(**(values | changes))

    return begin


@pytest.fixture
def stage(office, person, root, opened, walk, at):
    """Four families on file as relative, with 200, 600, 1,200 and unknown a month; 低保 is 500."""
    county = Division.objects.create(
        code="430725", name="桃源县", level="county", valid_from=date(2000, 1, 1)
    )
    Organisation.objects.filter(pk__in=[office.union.pk, office.unit.pk]).update(division=county)
    set_local_rule(
        code="households.dibao_monthly",
        value=Decimal(500),
        valid_from=date(2008, 1, 1),
        source="测试",
    )
    office.root, office.county = root, county
    office.editor = person("office")
    office.county_editor = person("office", office.union)
    office.files = []
    with at("2008-06-26"):
        for income in ("2400", "7200", "14400", "7200"):
            file = walk(opened())
            HardshipFile.objects.filter(pk=file.pk).update(
                annual_income=Decimal(income), rigid_expenses=0
            )
            Circumstances.objects.create(file=file, event="none")
            office.files.append(HardshipFile.objects.get(pk=file.pk))
        HardshipFile.objects.filter(pk=office.files[3].pk).update(annual_income=None)
        yield office
