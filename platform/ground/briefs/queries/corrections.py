"""What has changed in the records since an issue was signed: its figures, counted again."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ground.briefs import facts
from ground.briefs.models import Issue
from ground.briefs.queries.figures import ShownFigure, figures_of
from ground.briefs.rules.citing import Key
from ground.kernel import money


@dataclass(frozen=True, kw_only=True)
class Correction:
    """A figure of a signed issue that the records give otherwise today."""

    then: ShownFigure
    now: Decimal

    @property
    def shown(self) -> str:
        return money.shown_short(self.now)


def corrections_of(issue: Issue) -> Sequence[Correction]:
    """The figures of a signed issue that are another number now, in their order."""
    again = ((one, counted_now(one)) for one in figures_of(issue) if one.frozen)
    return [
        Correction(then=one, now=now) for one, now in again if now is not None and now != one.value
    ]


def counted_now(figure: ShownFigure) -> Decimal | None:
    """What the records give today; None where the fact is counted no longer."""
    declared = {one.code: one for one in facts.facts()}
    one = declared.get(Key.read(figure.code).fact)
    return facts.value_of(one, figure.area, figure.period) if one else None
