"""How campaigns look year by year (历年对比): filters, drawings, cells that open to what was counted, the sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from campaigns.permissions import SEE_CAMPAIGNS
from campaigns.rules.years import (
    Indicator,
    YearFigures,
    YearRow,
    written,
    written_difference,
    written_share,
)
from ground.accounts.models import Organisation, User
from ground.sheets.writing import SheetColumn
from ground.web.filters import Choice, Filter, Within, in_words

MOST_YEARS = 10
LONGEST_KEY = 18


@dataclass(frozen=True)
class Asked:
    """What a comparison is narrowed to: the kind, whose campaigns, the years shown."""

    kind: str
    label: str
    organiser: Organisation | None
    alone: bool
    first: int
    last: int


@dataclass(frozen=True)
class YearCell:
    """A figure of a year, where it opens to, and what it differs by from the year before."""

    year: int
    text: str
    url: str
    difference: str
    share: str


def asked_for(user: User, asked: QueryDict, kinds: Sequence[tuple[str, str]]) -> Asked:
    """What the address asks for; what it cannot mean is ignored."""
    labels = dict(kinds)
    kind = asked.get("kind", "")
    if kind not in labels:
        kind = next(iter(labels), "")
    key, organiser = asked.get("organiser", ""), None
    if key.isascii() and key.isdigit() and len(key) < LONGEST_KEY:
        seen = Organisation.objects.visible_to(user, SEE_CAMPAIGNS.code)
        organiser = seen.filter(pk=key).first()
    alone = asked.get("alone") == "yes"
    first, last = _year(asked.get("from", ""), 0), _year(asked.get("to", ""), 9999)
    return Asked(kind, labels.get(kind, ""), organiser, alone, first, last)


def shown_from(years: Sequence[YearFigures], asked: Asked) -> tuple[list[YearFigures], int]:
    """The years up to the last asked for, and the position from which they are shown: the last ten of them."""
    until = [one for one in years if one.year <= asked.last]
    first = sum(one.year < asked.first for one in until)
    return until, max(first, len(until) - MOST_YEARS)


def filters_of(user: User, kinds: Sequence[tuple[str, str]], years: Sequence[int]) -> list[Filter]:
    told = [(one, f"{one}年") for one in years]
    return [
        Choice("kind", "类型", kinds),
        Within("organiser", "主办单位", user.scope(SEE_CAMPAIGNS.code), "organiser"),
        Choice("alone", "范围", [("yes", "只看本级")], any_label="含下级"),
        Choice("from", "从", told, any_label="最早"),
        Choice("to", "至", told, any_label="最近"),
    ]


def words_of(filters: Sequence[Filter], asked: QueryDict) -> str:
    return "；".join(filter(None, (in_words(one.shown(asked)) for one in filters)))


def cells_of(
    row: YearRow, years: Sequence[YearFigures], befores: Sequence[YearFigures | None], asked: Asked
) -> list[YearCell]:
    """`befores`: of each year shown the one before it."""
    return [
        YearCell(
            year.year,
            written(row.indicator, value),
            _records(row.indicator, year, before, asked) if value else "",
            written_difference(row.indicator, change) if before else "",
            written_share(row.indicator, change) if before else "",
        )
        for value, change, year, before in zip(
            row.values, row.differences, years, befores, strict=True
        )
    ]


def charts_of(years: Sequence[YearFigures]) -> list[dict[str, object]]:
    """The drawings of which there is something to draw; one year alone is compared with nothing."""
    if len(years) < 2:  # noqa: PLR2004
        return []
    drawings = (
        ("惠及户数和人数", "", (("户数", "households"), ("人数", "people"))),
        ("批准和到位金额", "元", (("批准", "held"), ("到位", "paid"))),
        ("上年也帮扶和今年新增", "个", (("上年也帮扶", "again"), ("今年新增", "fresh"))),
    )
    found: list[dict[str, object]] = []
    for title, unit, series in drawings:
        known = [one for one in years if getattr(one, series[0][1]) is not None]
        told = [
            {"name": name, "values": [getattr(one, code) for one in known]} for name, code in series
        ]
        if any(any(one["values"]) for one in told):
            data = {"labels": [f"{one.year}年" for one in known], "series": told}
            found.append({"title": title, "unit": unit, "data": data})
    return found


def columns_of(years: Sequence[YearFigures]) -> list[SheetColumn]:
    columns = [SheetColumn("指标", width=22), SheetColumn("单位", width=6)]
    columns += [SheetColumn(f"{one.year}年", "number", 14) for one in years]
    if len(years) > 1:
        columns += [SheetColumn("比上年增减", "number", 16), SheetColumn("增减比例", "number", 10)]
    return columns


def sheet_rows(rows: Sequence[YearRow]) -> list[list[object]]:
    """Figures as figures; shares and differences as they are read."""
    found = []
    for row in rows:
        one = row.indicator
        cells: list[object] = [one.label, one.unit]
        cells += [
            written(one, value) if value is None or one.sort in {"share", "days"} else value
            for value in row.values
        ]
        if len(row.values) > 1:
            cells += [written_difference(one, row.last), written_share(one, row.last)]
        found.append(cells)
    return found


def _records(
    indicator: Indicator, year: YearFigures, before: YearFigures | None, asked: Asked
) -> str:
    """Where what was counted is shown: in the campaign where it is the only one, else in their list."""
    whose = before if indicator.code == "gone" and before else year
    if indicator.records and len(whose.campaigns) == 1:
        name, _, narrowed = indicator.records.partition("?")
        url = reverse(f"campaigns:{name}", args=[whose.campaigns[0]])
        return f"{url}?{narrowed}" if narrowed else url
    if not indicator.records and indicator.code != "campaigns":
        return ""
    query: dict[str, object] = {"kind": asked.kind, "year": whose.year}
    if asked.organiser:
        query["organiser"] = asked.organiser.pk
    return f"{reverse('campaigns:list')}?{urlencode(query)}"


def _year(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else otherwise  # noqa: PLR2004
