"""A file at the gate of the home visit, what two people saw there, and what they signed with."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from assistance.investigations import services
from assistance.investigations.models import HomeInvestigation
from assistance.investigations.rules import Line, Person
from assistance.investigations.services import Seen
from ground.files import services as files
from ground.privacy.gate import texts_of_file
from tests.files import samples
from tests.households.conftest import office, opened, walk

__all__ = ["office", "opened", "walk"]

SEEN = Seen(
    visited_on=date(2008, 6, 2),
    people=[Person("周明"), Person("吴芳")],
    present="张建国、李秀英",
    housing="public_rent",
    floor_area="42.5",
    housing_note="两间旧房，无像样家电",
    living="poor",
    lines=[
        Line("income", "wage", Decimal("12000.00"), agrees=True, proof="工资单"),
        Line("expense", "illness", Decimal("4800.00"), agrees=False, seen=Decimal("5200.00")),
    ],
    conclusion="mostly",
    remark="药费比申报多400元",
)


@pytest.fixture
def waiting(at, opened, walk):
    """A file that waits for its home visit."""
    with at("2008-06-02"):
        return walk(opened(), "investigation")


@pytest.fixture
def papers(office: SimpleNamespace) -> Callable[..., SimpleNamespace]:
    def make(by=None) -> SimpleNamespace:
        kept = [
            files.keep(by=by or office.keeper, content=samples.picture(), name=f"{name}.jpg")
            for name in ("甲", "乙", "家属", "照片")
        ]
        return SimpleNamespace(signatures=kept[:2], family=kept[2], photo=kept[3])

    return make


@pytest.fixture
def record(office, papers) -> Callable[..., HomeInvestigation]:
    """Record what was seen in a file's home; `changes` to what is seen."""

    def one(file, *, by=None, key=None, paper=None, **changes) -> HomeInvestigation:
        paper = paper or papers()
        return services.record_investigation(
            by=by or office.keeper,
            key=key or uuid.uuid4(),
            file=file,
            seen=replace(SEEN, **changes),
            signatures=paper.signatures,
            family_signature=paper.family,
            photos=[paper.photo],
        )

    return one


@pytest.fixture
def pdf_text() -> Callable[[bytes], str]:
    """The words of a PDF."""

    def read(content: bytes) -> str:
        return "".join(text for _, text in texts_of_file(content, "pdf")).replace("\r\n", "")

    return read
