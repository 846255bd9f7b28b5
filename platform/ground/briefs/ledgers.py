"""A ledger as printed pages: the same head, rows, sums and hands as its workbook."""

from collections.abc import Sequence

from ground.briefs import press
from ground.briefs.tables import Table, set_table
from ground.sheets.ledgers import Head, Sheet

MOST_PRINTED = 5_000  # rows; a longer one is for a screen


def printed_ledger(head: Head, sheets: Sequence[Sheet], *, personal: bool = False) -> bytes:
    """The PDF of a ledger. Raises RuleBroken as `Sheet.walked`, past `MOST_PRINTED` rows too."""
    return press.joined([_printed(head, one, personal=personal) for one in sheets])


def _printed(head: Head, sheet: Sheet, *, personal: bool) -> bytes:
    rows = list(sheet.walked(first=1, most=MOST_PRINTED, personal=personal))
    table = Table(
        title=head.title_of(sheet),
        columns=sheet.columns,
        rows=rows,
        total=sheet.total(),
        marks=[*head.marks, *([f"导出编号：{head.code}"] if head.code else [])],
        hands=head.hands,
    )
    return set_table(table, line=head.line, most=MOST_PRINTED)
