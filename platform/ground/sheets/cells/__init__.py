"""What people put into cells, read as what they meant.

`reading` has the cell itself and its Misread, `days`, `figures`, `words` and `people` a reader for
each kind. A reader takes one cell as the child brings it and gives a value; None for an empty cell.
What it cannot read raises Misread with the sentence for the sender, who sees it beside the cell: it
never quotes the cell itself, which may hold personal data.
"""

from ground.sheets.cells.days import YearMonth, day, day_or_month
from ground.sheets.cells.figures import money, number
from ground.sheets.cells.people import credit_code, id_number, mobile, person
from ground.sheets.cells.reading import (
    DAY,
    LOST,
    ColumnReader,
    Misread,
    Read,
    bounded,
    half_width,
    text,
)
from ground.sheets.cells.words import choice, choices, names, yes_no

__all__ = [
    "DAY",
    "LOST",
    "ColumnReader",
    "Misread",
    "Read",
    "YearMonth",
    "bounded",
    "choice",
    "choices",
    "credit_code",
    "day",
    "day_or_month",
    "half_width",
    "id_number",
    "mobile",
    "money",
    "names",
    "number",
    "person",
    "text",
    "yes_no",
]
