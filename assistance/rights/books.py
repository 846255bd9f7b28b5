"""The ledger of what was destroyed (domain.md, 5.22): what remains of a family, and who let it go."""

from assistance.ledgers.books import (
    CATEGORY,
    FILE_NO,
    NUMBER,
    UNIT,
    Asked,
    Rows,
    book,
    category_of,
    counted,
)
from assistance.ledgers.permissions import SEE_LEDGERS
from assistance.ledgers.queries import AT_ONCE
from assistance.rights import queries
from ground.sheets.ledgers import Sheet
from ground.sheets.writing import SheetColumn


@book(
    "rights.destroyed",
    title="销毁清册",
    says="期间内保存期满、经批准销毁的档案：编号、单位、类别、日期，谁提出、谁批准。没有家庭的姓名和号码。",
    order=50,
    has_span=True,
    personal=False,
)
def destroyed(asked: Asked) -> list[Sheet]:
    columns = [
        NUMBER,
        SheetColumn("清册", width=14),
        FILE_NO,
        UNIT,
        CATEGORY,
        SheetColumn("建档日期", "date"),
        SheetColumn("退档情形", width=10),
        SheetColumn("退档日期", "date"),
        SheetColumn("保存期满", "date"),
        SheetColumn("提出人", width=10),
        SheetColumn("提出日期", "date"),
        SheetColumn("批准人", width=10),
        SheetColumn("销毁日期", "date"),
    ]
    return [Sheet("清册", columns, counted(asked, _destroyed(asked)), noun="户")]


def _destroyed(asked: Asked) -> Rows:
    lines = queries.destroyed_lines(
        asked.by.scope(SEE_LEDGERS.code), asked.organisation, asked.starts_on, asked.ends_on
    )
    for line in lines.iterator(chunk_size=AT_ONCE):
        disposal, file = line.disposal, line.file
        yield [
            str(disposal),
            file.file_no,
            file.unit.name,
            category_of(file),
            file.approved_on,
            file.get_state_display(),
            line.ended_on,
            line.kept_until,
            disposal.proposed_by.full_name,
            disposal.proposed_on,
            disposal.decided_by.full_name if disposal.decided_by else "",
            disposal.decided_on,
        ]
