"""The figures of an issue: computed while it is edited, frozen once it is signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from ground.accounts.models import Organisation, below
from ground.briefs import facts
from ground.briefs.facts import Count, Record
from ground.briefs.models import Issue, IssueFigure
from ground.briefs.rules import printing
from ground.briefs.rules.citing import SHOWN_SPAN, Key
from ground.briefs.rules.spans import span_of
from ground.kernel import money
from ground.kernel.periods import Period
from ground.web.outside import whole_address

PUBLIC_STATES = (Issue.State.SIGNED, Issue.State.TYPESET)
FROZEN_STATES = (*PUBLIC_STATES, Issue.State.WITHDRAWN)


@dataclass(frozen=True, kw_only=True)
class ShownFigure:
    """A figure of an issue, computed now or frozen. `code` is its key (see `rules.citing`).

    `printed` is False where the data page leaves it out. `area` and `period` say what it counts.
    """

    code: str
    label: str
    unit: str
    value: Decimal
    query: str
    as_of_event: int
    records: Sequence[Record]
    frozen: bool
    period: Period
    area: Organisation
    charted: str = ""
    printed: bool = True

    @property
    def told(self) -> str:
        """Of what span, of whom, as of which event: what a reader sees who points at it."""
        first, last = (
            f"{on.year}年{on.month}月{on.day}日"
            for on in (self.period.starts_on, self.period.ends_on)
        )
        return f"{self.label}：{first}至{last}，{self.area}，截至第{self.as_of_event}号事件"

    @property
    def shown(self) -> str:
        return money.shown_short(self.value)


def figures_of(issue: Issue, count: Count = facts.compute) -> list[ShownFigure]:
    """The figures of an issue in order: counted while it is edited, frozen once signed."""
    if issue.state in FROZEN_STATES:
        rows = issue.figures.select_related("organisation", "issue__series__organisation")
        return [_frozen(row) for row in rows]
    return [computed(issue, Key(one.code), count) for one in facts.facts()]


def figure_or_404(issue: Issue, code: str) -> ShownFigure:
    """One figure of an issue by its key; Http404 where it has none."""
    if issue.state in FROZEN_STATES:
        return _frozen(get_object_or_404(issue.figures.select_related("organisation"), key=code))
    key = Key.read(code)
    known = {one.code: one for one in facts.facts()}
    if key.fact not in known or str(key) != code:
        raise Http404
    if key.unit and not _units_of(issue).filter(pk=key.unit).exists():
        raise Http404
    return computed(issue, key)


def period_of(issue: Issue) -> Period:
    return Period(starts_on=issue.starts_on, ends_on=issue.ends_on)


def figure_link(issue: Issue, code: str) -> str:
    """The absolute address at which a figure opens to its records."""
    return whole_address(reverse("briefs:figure", args=[issue.pk, code]))


def computed(
    issue: Issue, key: Key, count: Count = facts.compute, area: Organisation | None = None
) -> ShownFigure:
    """A figure as it is now; `key.unit` is the issue's office or below it, `area` that unit where known."""
    one = facts.fact_of(key.fact)
    office = issue.series.organisation
    if area is None:
        area = _units_of(issue).get(pk=key.unit) if key.unit else office
    period = span_of(period_of(issue), key.span)
    figure = count(one, area, period)
    value = Decimal(figure.value)
    return ShownFigure(
        code=str(key),
        label=_label(one.label, key, area),
        unit=one.unit,
        value=value,
        query=figure.query,
        as_of_event=figure.as_of_event,
        records=figure.records,
        frozen=False,
        charted=one.charted if str(key) == one.code else "",
        printed=printing.is_printed(
            value, left_out=one.code in issue.left_out, even_zero=one.code in issue.zeros
        ),
        period=period,
        area=area,
    )


def _units_of(issue: Issue) -> QuerySet[Organisation]:
    return Organisation.objects.filter(below("path", [issue.series.organisation.path]))


def _label(label: str, key: Key, area: Organisation) -> str:
    told = [str(area)] if key.unit else []
    told += [SHOWN_SPAN[key.span]] if key.span else []
    return f"{label}（{'，'.join(told)}）" if told else label


def _frozen(row: IssueFigure) -> ShownFigure:
    issue = row.issue
    return ShownFigure(
        code=row.key,
        label=row.label,
        unit=row.unit,
        value=row.value,
        query=row.query,
        as_of_event=row.as_of_event,
        records=[
            Record(
                label=one["label"],
                url=one["url"],
                value=None if one["value"] is None else Decimal(one["value"]),
            )
            for one in row.records
        ],
        frozen=True,
        printed=row.on_data_page,
        period=Period(
            starts_on=row.starts_on or issue.starts_on, ends_on=row.ends_on or issue.ends_on
        ),
        area=row.organisation or issue.series.organisation,
    )
