"""What goes out with a batch: the list for civil affairs, and the list of authorisations."""

from collections.abc import Iterable, Iterator, Sequence
from importlib import resources

from django.template.loader import render_to_string

from assistance.checks.models import CheckBatch, CheckPerson
from ground.briefs import press
from ground.kernel.identifiers import masked_name
from ground.sheets.writing import SheetColumn

COLUMNS = [
    SheetColumn("序号", "number", 6),
    SheetColumn("档案编号", "text", 16),
    SheetColumn("姓名", "text", 12),
    SheetColumn("身份证号", "text", 22),
    SheetColumn("与户主关系", "text", 12),
    SheetColumn("授权日期", "date", 12),
    SheetColumn("核对结果", "text", 30),
    SheetColumn("核对日期", "date", 12),
]
ROWS_OF_A_SHEET = 300


def rows_of(people: Iterable[CheckPerson]) -> Iterator[Sequence[object]]:
    """One row for each person, for people read through `queries.people_to_send`."""
    for number, one in enumerate(people, 1):
        yield [
            number,
            one.request.file.file_no,
            one.name,
            one.member.id_no if one.member else "",
            one.get_relation_display(),
            one.consent.signed_on if one.consent else None,
            "",
            None,
        ]


def authorisations_of(batch: CheckBatch, people: Sequence[CheckPerson]) -> bytes:
    """The list as PDF; long ones in parts."""
    style = resources.files(__package__).joinpath("papers.css").read_text(encoding="utf-8")
    rows = [(masked_name(one.name), one) for one in people]
    parts = [rows[at : at + ROWS_OF_A_SHEET] for at in range(0, len(rows), ROWS_OF_A_SHEET)] or [[]]
    return press.joined(
        [
            press.sheet(
                render_to_string("checks/authorisations.html", {"batch": batch, "rows": part}),
                style,
            ).pdf
            for part in parts
        ]
    )
