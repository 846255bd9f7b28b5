"""Compute the measured items of all agencies: read first, outside of any lock, then write at once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.urls import reverse

from assistance.supervision import queries
from assistance.supervision.events import ScoresComputed
from assistance.supervision.measures import Tally, measure_of, tallies
from assistance.supervision.measures.registry import Span
from assistance.supervision.models import AssessmentScheme, ScoreItem, Sheet, TargetCommitment
from assistance.supervision.rules import schemes as rules
from assistance.supervision.rules.scales import Measured, Points, points_of, scale_of
from assistance.supervision.services.totals import add_up
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.jobs import services as jobs
from ground.jobs.models import Job
from ground.kernel import clock

KIND = "supervision.compute"
State = AssessmentScheme.State
OPEN = (State.PUBLISHED, State.SELF_SCORING, State.CHECKING)


@dataclass(frozen=True)
class Computed:
    """What one agency gets on one item, with what it follows from."""

    sheet_id: int
    agency_id: int
    item_id: int
    tally: Tally
    points: Points


def ask_to_compute(*, by: User, scheme: AssessmentScheme) -> Job:
    """Ask for the computing of a scheme: a job of seconds, for however many agencies."""
    rules.check_state(scheme.state, *OPEN, doing="计算得分")
    return jobs.ask(
        by=by,
        kind=KIND,
        title=f"{scheme.title} 计算得分",
        organisation=scheme.office,
        inputs={"scheme": scheme.pk},
        opens=reverse("supervision:sheets", args=[scheme.pk]),
    )


def to_compute(
    scheme: AssessmentScheme,
    span: Span,
    said: Callable[[int, int, str], None] | None = None,
) -> Iterator[Computed]:
    """Compute every measured item for every agency: two statements an item, none an agency."""
    sheets = list(Sheet.objects.filter(scheme=scheme).values_list("pk", "agency_id"))
    targets = _targets(scheme)
    items = list(scheme.items.filter(method=ScoreItem.Method.COMPUTED))
    for number, item in enumerate(items):
        if said:
            said(number, len(items), f"正在计算：{item.content}")
        yield from _of_item(item, span, sheets, targets)


def _of_item(
    item: ScoreItem,
    span: Span,
    sheets: list[tuple[int, int]],
    targets: dict[int, dict[str, str]],
) -> Iterator[Computed]:
    one, scale = measure_of(item.measure), scale_of(item.scale, maximum=item.maximum)
    found, per = tallies(one, span, queries.agencies_of(item.scheme))
    nothing = Tally(base=Decimal(0))
    for sheet_id, agency_id in sheets:
        tally = found.get(agency_id, nothing)
        target = targets.get(sheet_id, {}).get(item.code)
        measured = Measured(
            value=tally.value,
            base=tally.base,
            target=Decimal(target) if target else None,
            unit=one.unit,
            per=per,
            part=span.part,
        )
        points = points_of(scale, measured, maximum=item.maximum)
        yield Computed(sheet_id, agency_id, item.pk, tally, points)


@transaction.atomic
def keep_computed(*, by: User | None, scheme: AssessmentScheme, rows: list[Computed]) -> int:
    """Freeze computed scores with the keys of their records: one COPY, one UPDATE, one sum.

    An answer that comes when the result is already announced is refused, not written.
    """
    scheme = queries.locked_scheme(scheme.pk)
    rules.check_state(scheme.state, *OPEN, doing="计算得分")
    with connection.cursor() as cursor:
        cursor.execute(
            """
            CREATE TEMPORARY TABLE computed_now (
                sheet_id bigint, item_id bigint, computed numeric, value numeric, base numeric,
                sentence text, counted bigint[], others bigint[]
            ) ON COMMIT DROP
            """
        )
        with cursor.copy("COPY computed_now FROM STDIN") as copy:
            for row in rows:
                copy.write_row(_written(row))
        cursor.execute("ANALYZE computed_now")
        cursor.execute(
            """
            UPDATE supervision_score score
               SET computed = now.computed, value = now.value, base = now.base,
                   sentence = now.sentence, counted = now.counted, others = now.others
              FROM computed_now now
             WHERE score.sheet_id = now.sheet_id AND score.item_id = now.item_id
            """
        )
        kept = int(cursor.rowcount)
        cursor.execute("DROP TABLE computed_now")
    add_up(scheme, "computed")
    scheme.computed_at = clock.now()
    scheme.save(update_fields=["computed_at"])
    record(by, "supervision.scores_computed", scheme, scores=kept)
    publish(ScoresComputed(scheme_id=scheme.pk, scores=kept))
    return kept


def _written(row: Computed) -> tuple[Any, ...]:
    tally = row.tally
    return (
        row.sheet_id,
        row.item_id,
        row.points.score,
        tally.value,
        tally.base,
        row.points.sentence[:200],
        list(tally.counted),
        list(tally.others),
    )


def _targets(scheme: AssessmentScheme) -> dict[int, dict[str, str]]:
    """The targets of agencies that have their own."""
    found = TargetCommitment.objects.filter(sheet__scheme=scheme).exclude(targets={})
    return dict(found.values_list("sheet_id", "targets"))
