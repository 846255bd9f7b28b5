"""Families that wait for their economic check: a holder and a wife, both of whom have signed."""

import itertools
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from assistance.checks import queries, services
from assistance.checks.models import CheckBatch, CheckRequest
from assistance.households import services as households
from assistance.households.models import HardshipFile, Member
from ground.intake import services as intakes
from ground.intake.looks import findings_of
from ground.kernel import clock
from tests.households.conftest import filled, id_number, office, opened, person_in, walk
from tests.intake.conftest import fresh

__all__ = ["office", "opened", "walk"]

CENTRE = "桃源县居民家庭经济状况核对中心"
HEAD = ["档案编号", "姓名", "身份证号", "核对情况"]


@pytest.fixture
def family(office: SimpleNamespace) -> Callable[..., HardshipFile]:
    """A file at the gate of the check: 张建国 and his wife 李秀英, each with an ID number."""
    numbers = itertools.count(500, 2)

    def make(wife: str = "李秀英") -> HardshipFile:
        number = next(numbers)
        file = households.open_file(
            by=office.keeper, unit=office.unit, holder_name="张建国", id_no=id_number(number)
        )
        members = [person_in("spouse", wife, id_number(number + 1))] if wife else []
        households.write_form(by=office.keeper, file=file, content=filled(members=members))
        households.record_family_consents(by=office.keeper, file=file, signed_on=clock.today())
        households.submit_file(by=office.keeper, file=file)
        households.review_file(by=office.keeper, file=file)
        households.investigate_file(by=office.keeper, file=file, investigators=["周明", "吴芳"])
        return HardshipFile.objects.get(pk=file.pk)

    return make


@pytest.fixture
def made(office: SimpleNamespace) -> Callable[..., CheckBatch]:
    def make(*files: HardshipFile, sent: bool = True) -> CheckBatch:
        batch = services.make_batch(
            by=office.keeper, organisation=office.union, selected=files, recipient=CENTRE
        )
        if sent:
            services.send_batch(by=office.keeper, batch=batch)
        return CheckBatch.objects.get(pk=batch.pk)

    return make


@pytest.fixture
def answer(office: SimpleNamespace) -> Callable[..., object]:
    """Enter by hand what came back: about the holder (0), the wife (1)."""

    def say(file: HardshipFile, at: int, found: dict[str, int] | None = None) -> object:
        person = asked(file).people.order_by("pk")[at]
        return services.record_answer(
            by=office.keeper,
            person=person,
            words="核对原文",
            found=found or {},
            answered_on=clock.today(),
        )

    return say


@pytest.fixture
def rehearsed(office: SimpleNamespace, drain: Callable[[], int]) -> Callable[..., object]:
    """Send a workbook of answers and rehearse it."""

    def run(content: bytes, by=None):
        intake, _ = intakes.send_workbook(
            kind="checks.answers",
            content=content,
            by=by or office.keeper,
            organisation=office.union,
            name="核对结果.xlsx",
        )
        intakes.ask_rehearsal(
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
def committed(rehearsed, drain) -> Callable[..., object]:
    def run(content: bytes, **accepted):
        intake = rehearsed(content)
        intakes.ask_commit(by=intake.by, intake=intake, **accepted)
        drain()
        return fresh(intake)

    return run


def asked(file: HardshipFile) -> CheckRequest:
    found = queries.request_of(file)
    assert found is not None
    return found


def gate_of(file: HardshipFile) -> str:
    held = HardshipFile.objects.select_related("gate").get(pk=file.pk)
    return f"{held.gate.kind} {held.gate_state}" if held.gate else str(held.state)


def number_of(file, relation="holder"):
    return Member.objects.get(file=file, relation=relation).id_no


def rows_of(file, holder, wife):
    return [
        [file.file_no, "张建国", number_of(file), holder],
        [file.file_no, "李秀英", number_of(file, "spouse"), wife],
    ]


def said(intake):
    return [(row, text) for row, _, text, _ in findings_of(intake)["problems"]]
