import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import openpyxl
import pytest

from ground.accounts import services as accounts
from ground.accounts.models import Organisation, User
from ground.accounts.roles import Role
from ground.intake import services
from ground.intake.looks import findings_of
from ground.intake.models import Intake

Rows = list[list[Any]]
HEAD = ["户主", "姓名", "关系", "身份证号", "性别", "单位", "年收入"]


def workbook(*rows: list[Any], title: str = "Sheet1") -> bytes:
    """A workbook with one sheet, as somebody would save it."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@dataclass
class Area:
    """A city's office with agencies and an enterprise; a county below; and a county of another city."""

    city: Organisation
    county: Organisation
    elsewhere: Organisation
    water: Organisation
    haili: Organisation
    office: User
    county_office: User
    stranger: User


@pytest.fixture
def area(root: Organisation, make_organisation: Callable[..., Organisation], person) -> Area:
    county = make_organisation("桃源县“双联”办", "link_office")
    other_city = accounts.add_organisation(by=None, name="邻市“双联”办", kind="link_office")
    elsewhere = make_organisation("邻县“双联”办", "link_office", parent=other_city)
    return Area(
        root,
        county,
        elsewhere,
        make_organisation("市水利局", "agency"),
        make_organisation("海利农药化工有限公司", aliases=("海利化工有限公司",)),
        person("office"),
        person("office", county),
        person("office", elsewhere),
    )


@pytest.fixture
def sent(area: Area) -> Callable[..., Intake]:
    def send(content: bytes, kind: str = "planning.agencies", **given: Any) -> Intake:
        said = {"by": area.office, "organisation": area.city, "name": "名单.xlsx"} | given
        intake, _ = services.send_workbook(kind=kind, content=content, **said)
        return intake

    return send


@pytest.fixture
def rehearsed(sent, drain) -> Callable[..., Intake]:
    """Send a workbook and rehearse it with the columns as they were guessed."""

    def run(content: bytes, kind: str = "planning.agencies", **given: Any) -> Intake:
        intake = sent(content, kind, **given)
        services.ask_rehearsal(
            by=intake.by,
            intake=intake,
            mapping=intake.mapping,
            skip_totals=intake.options["skip_totals"],
            in_ten_thousands=intake.options["scale"] != 1,
        )
        drain()
        return fresh(intake)

    return run


@pytest.fixture
def committed(rehearsed, drain) -> Callable[..., Intake]:
    def run(content: bytes, kind: str = "planning.agencies", **given: Any) -> Intake:
        accepted = {name: given.pop(name) for name in ("only_good", "reason") if name in given}
        intake = rehearsed(content, kind, **given)
        services.ask_commit(by=intake.by, intake=intake, **accepted)
        drain()
        return fresh(intake)

    return run


def fresh(intake: Intake) -> Intake:
    return Intake.objects.select_related("organisation", "by", "job").get(pk=intake.pk)


DAY = date(2008, 5, 14)


def said_of(intake) -> list[tuple[int, str, str]]:
    return [(row, key, message) for row, key, message, _ in findings_of(intake)["problems"]]


@pytest.fixture
def union(area, person):
    """A union's keeper, who brings ledgers in below the city."""
    area.office = person(Role.UNION_STAFF, area.city)
    return area
