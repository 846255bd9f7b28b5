"""A county union with a desk for objections, its units, and families that wait for their notice."""

import itertools
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import pytest
from django.db import transaction
from stdnum.cn import ric

from assistance.households.models import HardshipFile, Member, Route, Step
from assistance.notices import services
from assistance.notices.models import Notice, NoticeLine
from ground.accounts.models import Organisation, User
from ground.accounts.roles import Role
from ground.files import services as files
from ground.kernel import clock
from ground.kernel.errors import RuleBroken

NAME, MOBILE, ADDRESS = "张建国", "13912345678", "武陵区人民路12号3栋502室"


def id_number(serial: int, born: str = "19700101") -> str:
    body = f"430701{born}{serial:03d}"
    return body + ric.calc_check_digit(f"{body}0")


def refused(service, **arguments):
    with pytest.raises(RuleBroken) as broken, transaction.atomic():
        service(**arguments)
    return broken.value.code


def investigate(office, objection, **changes):
    values = {
        "by": office.keeper,
        "objection": objection,
        "investigators": "周明、吴芳",
        "investigated_on": clock.today(),
        "finding": "门面系其兄所有",
    }
    return services.investigate_objection(**(values | changes))


def decide(office, objection, **changes):
    values = {
        "by": office.second,
        "objection": objection,
        "decision": "dismissed",
        "ground": "与本户无关",
    }
    return services.decide_objection(**(values | changes))


@pytest.fixture
def office(
    make_organisation: Callable[..., Organisation],
    person: Callable[..., User],
    at: Callable[[str], object],
) -> SimpleNamespace:
    union = make_organisation("桃源县总工会", "union")
    unit = make_organisation("海利农药化工有限公司", parent=union)
    other = make_organisation("桃源纺织厂", parent=union)
    found = SimpleNamespace(
        union=union,
        unit=unit,
        other=other,
        keeper=person(Role.UNION_STAFF, union),
        second=person(Role.UNION_STAFF, union),
        approver=person(Role.APPROVER, union),
        auditor=person(Role.AUDITOR, union),
        liaison=person(Role.LIAISON, union),
        elsewhere=person(Role.UNION_STAFF, make_organisation("临澧县总工会", "union")),
    )
    with at("2008-01-10"):
        services.set_desk(
            by=found.approver, organisation=union, phone="0736-7788990", contact="权益保障部"
        )
    return found


@pytest.fixture
def waiting(office: SimpleNamespace) -> Callable[..., HardshipFile]:
    """A family at the gate of notice of the general route, every earlier gate behind it."""
    numbers = itertools.count(100)

    def wait(
        unit: Organisation | None = None, name: str = NAME, category: str = "relative"
    ) -> HardshipFile:
        number = next(numbers)
        today = clock.today()
        route = Route.objects.get(valid_from="2000-01-01", division=None)
        file = HardshipFile.objects.create(
            file_no=f"K2008-{number:04}",
            unit=unit or office.unit,
            category=category,
            mobile=MOBILE,
            address=ADDRESS,
            situation=f"{name}患病，家住{ADDRESS}",
            opened_on=today,
        )
        Member.objects.create(file=file, relation="holder", name=name, id_no=id_number(number))
        gates = list(route.gates.order_by("position"))
        at = next(place for place, gate in enumerate(gates) if gate.kind == "notice")
        Step.objects.bulk_create(
            Step(file=file, kind="passed", gate=gate, round=1, on=today, by=office.keeper)
            for gate in gates[:at]
        )
        file.route, file.gate, file.round, file.state = route, gates[at], 1, "underway"
        file.gate_since, file.submitted_by = today, office.keeper
        file.save()
        return file

    return wait


@pytest.fixture
def post(office: SimpleNamespace) -> Callable[..., Notice]:
    def put_up(*families: HardshipFile, **changes: object) -> Notice:
        values: dict[str, object] = {
            "by": office.keeper,
            "organisation": office.union,
            "files": families,
            "title": "困难职工建档公示",
            "place": "厂区公示栏",
        }
        return services.post_notice(**(values | changes))

    return put_up


@pytest.fixture
def hanging(
    waiting: Callable[..., HardshipFile],
    post: Callable[..., Notice],
    at: Callable[[str], object],
) -> NoticeLine:
    """A family on a notice from Friday, 2008-05-16: five working days, until Friday, 05-23."""
    with at("2008-05-16"):
        return post(waiting()).lines.get()


@pytest.fixture
def raised(office: SimpleNamespace) -> Callable[..., object]:
    def object_to(line: NoticeLine, **changes: object) -> object:
        values: dict[str, object] = {
            "by": office.keeper,
            "line": line,
            "raised_on": clock.today(),
            "content": "他家在城里还有一套门面",
            "who": "李红兵",
            "phone": "13700001111",
        }
        return services.raise_objection(**(values | changes))

    return object_to


def photo(by: User, name: str = "现场.jpg"):
    import io

    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(picture, "JPEG")
    return files.keep(by=by, content=picture.getvalue(), name=name)


def day(text: str) -> date:
    return date.fromisoformat(text)
