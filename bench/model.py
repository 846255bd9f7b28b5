"""What a city, a province and the country would need, on paper: tables that follow from named inputs.

    python bench/model.py          the tables between the markers of docs/scale.md

Each input says whether it was measured, reported or assumed. A measured cost is one of the machine that it
was measured on, so what follows is good to a factor of two or three, not to a tenth.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Input(NamedTuple):
    value: float
    unit: str
    source: str


COSTS = "measured, bench/costs.py"
ASSUMED = "**assumed**"
INPUTS = {
    # costs
    "delivery": Input(0.0027, "CPU-s", f"{COSTS}: real handlers, receipt and audit line"),
    "carrying a delivery": Input(
        0.00035, "CPU-s", "measured, bench/spine.py: 5,729 events/s on 2 cores, all of them busy"
    ),
    "page": Input(0.055, "CPU-s", f"{COSTS}: one workbench (0.18) to four lists (0.024)"),
    "request that writes": Input(0.11, "CPU-s", f"{COSTS}: visits, approvals, payments by the API"),
    "brief of ten pages": Input(0.29, "CPU-s", "measured, ADR 25, on a quiet machine"),
    "database's part": Input(0.34, "of CPU", f"{COSTS}"),
    "event with its deliveries": Input(1_800, "bytes", f"{COSTS}: indexes included"),
    "trail of an event": Input(600, "bytes", f"{COSTS}"),
    "rows of a visit": Input(5_000, "bytes", f"{ASSUMED}: a whole story leaves 61 KB of rows"),
    "photo": Input(450_000, "bytes", "measured, docs/operations.md: 0.3 to 0.6 MB"),
    # what happens
    "deliveries of an event": Input(3, "", f"{COSTS}"),
    "visits of a cadre a year": Input(
        12, "", f"{ASSUMED}: some places ask for one a month, others for four a year"
    ),
    "visits of an agency a year": Input(12, "", f"{ASSUMED}: one a month"),
    "photos of a visit": Input(2, "", ASSUMED),
    "events of a visit": Input(
        1.2, "", "the story's: the visit; each fifth finds or promises more"
    ),
    "new files a year": Input(0.15, "of families", f"{ASSUMED}"),
    "events of a new file": Input(9, "", "the story's, from the clue to the approval"),
    "payments of a family a year": Input(2, "", f"{ASSUMED}: 送温暖 and one more"),
    "events of a payment": Input(1.1, "", "the story's: planned, and six for a batch of a hundred"),
    "people of the campaign": Input(
        3, "a family on file", f"{ASSUMED}: off-file, migrant and front-line workers come along"
    ),
    "days of the campaign": Input(
        20, "working days", f"{ASSUMED}: four weeks before Spring Festival"
    ),
    "pages an agency opens a day": Input(30, "", ASSUMED),
    "pages an office opens a day": Input(1_500, "", f"{ASSUMED}: ten people"),
    "pages opened for a visit": Input(4, "", ASSUMED),
    "briefs an office a year": Input(24, "", ASSUMED),
    "working days": Input(250, "a year", ASSUMED),
    "busiest hour": Input(0.2, "of a day", ASSUMED),
    "a machine": Input(8, "cores", f"{ASSUMED}: used to a half at the busiest hour"),
}


@dataclass(frozen=True)
class Place:
    name: str
    agencies: float
    enterprises: float
    cadres: float
    families: float
    offices: float

    def times(self, factor: float, name: str, offices: float) -> "Place":
        """The same proportions at another size."""
        sizes = (self.agencies, self.enterprises, self.cadres, self.families)
        return Place(name, *(size * factor for size in sizes), offices)


PROVINCE = Place(
    "province", 12_700, 7_378, 225_000, 206_600, 137
)  # Hunan, 2013 to January 2015: hn.rednet.cn/c/2015/01/16/4082330.htm
CITY = PROVINCE.times(1 / 14, "city", 10)  # Hunan has fourteen
COUNTRY = PROVINCE.times(21, "country", 3_200)  # by population: 1.41 billion to 66 million
PLACES = (CITY, PROVINCE, COUNTRY)


def given(name: str) -> float:
    return INPUTS[name].value


@dataclass(frozen=True)
class Load:
    """What a place does in a day, on an ordinary one or on one of the campaign."""

    visits: float
    events: float
    payments: float
    pages: float
    briefs: float

    @property
    def deliveries(self) -> float:
        return self.events * given("deliveries of an event")

    def in_busiest_hour(self, a_day: float) -> float:
        """So many each second."""
        return a_day * given("busiest hour") / 3600

    @property
    def cores(self) -> dict[str, float]:
        """Busy at the busiest hour, by who is busy."""
        web = self.pages * given("page") + self.visits * given("request that writes")
        handling = self.deliveries * (given("delivery") + given("carrying a delivery"))
        briefs = self.briefs * given("brief of ten pages")
        own = 1 - given("database's part")
        spent = {
            "web": web * own,
            "workers, relay, broker": handling * own + briefs,
            "database": (web + handling) * given("database's part"),
        }
        return {who: self.in_busiest_hour(seconds) for who, seconds in spent.items()}

    @property
    def machines(self) -> dict[str, int]:
        usable = given("a machine") / 2
        return {who: math.ceil(cores / usable) for who, cores in self.cores.items()}


def ordinary(place: Place) -> Load:
    days = given("working days")
    visits = _visits_a_year(place) / days
    payments = place.families * given("payments of a family a year") / days
    files = place.families * given("new files a year") / days
    return _load(place, visits, payments, files)


def campaign(place: Place) -> Load:
    """An ordinary day, and everybody of the campaign visited and paid within its days."""
    usual = ordinary(place)
    more = place.families * given("people of the campaign") / given("days of the campaign")
    files = place.families * given("new files a year") / given("working days")
    return _load(place, usual.visits + more, usual.payments + more, files)


def bytes_a_year(place: Place) -> dict[str, float]:
    usual = ordinary(place).events * given("working days")
    more = (campaign(place).events - ordinary(place).events) * given("days of the campaign")
    visits = _visits_a_year(place) + place.families * given("people of the campaign")
    return {
        "events and deliveries": (usual + more) * given("event with its deliveries"),
        "trail": (usual + more) * given("trail of an event"),
        "rows": visits * given("rows of a visit"),
        "photos": visits * given("photos of a visit") * given("photo"),
    }


def _visits_a_year(place: Place) -> float:
    by_agencies = place.agencies * given("visits of an agency a year")
    return place.cadres * given("visits of a cadre a year") + by_agencies


def _load(place: Place, visits: float, payments: float, files: float) -> Load:
    events = (
        visits * given("events of a visit")
        + payments * given("events of a payment")
        + files * given("events of a new file")
    )
    pages = (
        place.agencies * given("pages an agency opens a day")
        + place.offices * given("pages an office opens a day")
        + visits * given("pages opened for a visit")
    )
    briefs = place.offices * given("briefs an office a year") / given("working days")
    return Load(visits, events, payments, pages, briefs)


def tables() -> str:
    """What stands in docs/scale.md."""
    parts = {"Inputs": inputs(), "Load": load(), "Disk": disk(), "Machines": machines()}
    return "\n".join(f"### {title}\n\n{table}" for title, table in parts.items())


def inputs() -> str:
    rows = (
        [name, f"{one.value:,g} {one.unit}".strip(), one.source] for name, one in INPUTS.items()
    )
    return _table(["input", "value", "where from"], rows, last="---")


def load() -> str:
    sizes = ("agencies", "enterprises", "cadres", "families", "offices")
    rows = [[what, *(_round(getattr(place, what)) for place in PLACES)] for what in sizes]
    for when, day in (("ordinary day", ordinary), ("day of the campaign", campaign)):
        loads = [day(place) for place in PLACES]
        for what in ("visits", "payments", "events", "deliveries", "pages", "briefs"):
            rows += [[f"{what}, {when}", *(_round(getattr(one, what)) for one in loads)]]
        for what in ("deliveries", "pages"):
            most = (one.in_busiest_hour(getattr(one, what)) for one in loads)
            rows += [[f"{what} a second in the busiest hour, {when}", *map(_round, most)]]
    return _of_places("", rows)


def disk() -> str:
    years = [bytes_a_year(place) for place in PLACES]
    rows = [
        [f"{what}, GB a year", *(_round(one[what] / 1e9) for one in years)] for what in years[0]
    ]
    rows += [["all, TB in ten years", *(_round(sum(one.values()) / 1e11) for one in years)]]
    return _of_places("", rows)


def machines() -> str:
    peaks = [campaign(place) for place in PLACES]
    who = list(peaks[0].cores)
    rows = [[f"{one}: cores busy", *(_round(peak.cores[one]) for peak in peaks)] for one in who]
    rows += [[f"{one}: machines", *(str(peak.machines[one]) for peak in peaks)] for one in who]
    return _of_places("busiest hour of the campaign", rows)


def _of_places(what: str, rows: list[list[str]]) -> str:
    return _table([what, *(place.name for place in PLACES)], rows)


def _round(value: float) -> str:
    """Two figures: more would be a promise."""
    if value == 0:
        return "0"
    places = 1 - math.floor(math.log10(abs(value)))
    return f"{round(value, places):,.{max(places, 0)}f}"


def _table(head: list[str], rows: Iterable[list[str]], *, last: str = "---:") -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 2), last], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    print(tables(), end="")
