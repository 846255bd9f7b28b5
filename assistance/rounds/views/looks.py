"""How months, slots and shares look; tables written to a sheet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse

from assistance.rounds import rules
from assistance.rounds.models import Due, LeaderRound, RoundStop
from assistance.rounds.queries import Cell
from ground.kernel import clock
from ground.kernel.periods import Period
from ground.sheets.writing import SheetColumn
from ground.web.leaving import workbook_answer

FIRST_YEAR, LAST_YEAR = 2000, 2099
TOUR_TONES = {
    LeaderRound.State.PLANNED: "info",
    LeaderRound.State.UNDER_WAY: "warn",
    LeaderRound.State.DONE: "good",
    LeaderRound.State.CANCELLED: "neutral",
}
STOP_TONES = {
    RoundStop.State.PLANNED: "warn",
    RoundStop.State.VISITED: "good",
    RoundStop.State.SKIPPED: "bad",
}


def tour_tone(tour: LeaderRound) -> str:
    return TOUR_TONES[LeaderRound.State(tour.state)]


def due_state(due: Due) -> str:
    """已完成, 还差1次, 逾期欠1次: said in words, the colour only repeats it."""
    missing = due.owed - due.counted
    if missing <= 0:
        return "已完成"
    return f"逾期欠{missing}次" if due.last_on < clock.today() else f"还差{missing}次"


def due_tone(due: Due) -> str:
    if due.counted >= due.owed:
        return "good"
    return "bad" if due.last_on < clock.today() else "warn"


def month_asked(request: HttpRequest) -> date:
    """The first day of the month that the address names (2008-06), or of this one."""
    year, _, month = request.GET.get("month", "").partition("-")
    here = clock.today().replace(day=1)
    if len(year) == 4 and year.isascii() and year.isdecimal() and month.isascii():  # noqa: PLR2004 -- digits
        known = FIRST_YEAR <= int(year) <= LAST_YEAR and month.isdecimal() and len(month) <= 2  # noqa: PLR2004
        if known and 1 <= int(month) <= 12:  # noqa: PLR2004 -- months
            return date(int(year), int(month), 1)
    return here


def year_asked(request: HttpRequest) -> int:
    text = request.GET.get("year", "")
    known = text.isascii() and text.isdecimal() and len(text) == 4  # noqa: PLR2004 -- digits
    return int(text) if known and FIRST_YEAR <= int(text) <= LAST_YEAR else clock.today().year


def span_asked(request: HttpRequest) -> tuple[str, Period]:
    """The month, quarter or year around the month that the address names."""
    first = month_asked(request)
    spans = {"month": 1, "quarter": 3, "year": 12}
    name = request.GET.get("span", "")
    name = name if name in spans else "quarter"
    return name, rules.slot_of(first, spans[name])


def month_name(first: date) -> str:
    return f"{first:%Y-%m}"


def beside(first: date, months: int) -> date:
    """The first day of the month so many months away."""
    at = first.year * 12 + first.month - 1 + months
    return date(at // 12, at % 12 + 1, 1)


def weeks_of(first: date) -> list[list[date]]:
    """The weeks of a month from Monday to Sunday, with the days beside it that fill them."""
    start = first - timedelta(days=first.weekday())
    weeks = []
    while start < beside(first, 1):
        weeks.append([start + timedelta(days=day) for day in range(7)])
        start += timedelta(days=7)
    return weeks


@dataclass(frozen=True)
class Shade:
    """One cell of the table of cover: a word and a figure say it, the shade repeats it."""

    label: str
    points: int
    covered: int
    level: str  # full, most, some, none, absent
    url: str

    @property
    def text(self) -> str:
        return f"{self.covered}/{self.points}" if self.points else "—"

    @property
    def percent(self) -> str:
        return f"{round(self.covered / self.points * 100)}%" if self.points else ""


def shade(label: str, cell: Cell | None, url: str) -> Shade:
    if cell is None:
        return Shade(label, 0, 0, "absent", "")
    level = (
        "full"
        if cell.covered == cell.points
        else "none"
        if not cell.covered
        else "most"
        if cell.share >= 0.5  # noqa: PLR2004 -- one half
        else "some"
    )
    return Shade(label, cell.points, cell.covered, level, url if cell.covered < cell.points else "")


def sheet_answer(
    request: HttpRequest,
    title: str,
    columns: Sequence[SheetColumn],
    rows: Iterable[Sequence[object]],
    count: int,
) -> HttpResponse:
    return workbook_answer(request, title=title, columns=columns, rows=rows, count=count)
