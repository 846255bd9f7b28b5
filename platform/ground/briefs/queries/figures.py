"""The figures of an issue: computed while it is edited, frozen once it is signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from ground.briefs import facts
from ground.briefs.facts import Record
from ground.briefs.models import Issue, IssueFigure
from ground.briefs.rules import printing
from ground.kernel import money
from ground.kernel.periods import Period
from ground.web.outside import whole_address

PUBLIC_STATES = (Issue.State.SIGNED, Issue.State.TYPESET)
FROZEN_STATES = (*PUBLIC_STATES, Issue.State.WITHDRAWN)


@dataclass(frozen=True, kw_only=True)
class ShownFigure:
    """A figure of an issue, computed now or frozen; `printed` is False where it is left out."""

    code: str
    label: str
    unit: str
    value: Decimal
    query: str
    as_of_event: int
    records: Sequence[Record]
    frozen: bool
    charted: str = ""
    printed: bool = True

    @property
    def shown(self) -> str:
        return money.shown_short(self.value)


def figures_of(issue: Issue) -> list[ShownFigure]:
    """The figures of an issue in order: computed now while it is edited, frozen once signed."""
    if issue.state in FROZEN_STATES:
        return [_frozen(row) for row in issue.figures.all()]
    return [_computed(issue, one) for one in facts.facts()]


def figure_or_404(issue: Issue, code: str) -> ShownFigure:
    """One figure of an issue; Http404 where it has none of this code."""
    if issue.state in FROZEN_STATES:
        return _frozen(get_object_or_404(issue.figures, fact=code))
    known = {one.code: one for one in facts.facts()}
    if code not in known:
        raise Http404
    return _computed(issue, known[code])


def figure_link(issue: Issue, code: str) -> str:
    """The absolute address at which a figure opens to its records."""
    return whole_address(reverse("briefs:figure", args=[issue.pk, code]))


def _computed(issue: Issue, one: facts.Fact) -> ShownFigure:
    period = Period(starts_on=issue.starts_on, ends_on=issue.ends_on)
    figure = facts.compute(one, issue.series.organisation, period)
    value = Decimal(figure.value)
    return ShownFigure(
        code=one.code,
        label=one.label,
        unit=one.unit,
        value=value,
        query=figure.query,
        as_of_event=figure.as_of_event,
        records=figure.records,
        frozen=False,
        charted=one.charted,
        printed=printing.is_printed(
            value, left_out=one.code in issue.left_out, even_zero=one.code in issue.zeros
        ),
    )


def _frozen(row: IssueFigure) -> ShownFigure:
    return ShownFigure(
        code=row.fact,
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
    )
