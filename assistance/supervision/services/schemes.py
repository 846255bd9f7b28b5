"""Write a scheme, publish it, revise it; and what the calendar does to it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import Max, Sum

from assistance.supervision import queries
from assistance.supervision.events import SchemePublished, SelfScoringClosed, SelfScoringOpened
from assistance.supervision.measures import all_measures
from assistance.supervision.models import AssessmentScheme, ScoreItem, Sheet
from assistance.supervision.rules import schemes as rules
from assistance.supervision.rules.schemes import Item
from assistance.supervision.rules.template import DEFAULT
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken

State = AssessmentScheme.State


@transaction.atomic
def draft_scheme(
    *,
    by: User,
    office: Organisation,
    year: int,
    title: str,
    self_score_from: date,
    self_score_until: date,
    copied_from: AssessmentScheme | None = None,
) -> AssessmentScheme:
    """Begin a scheme: with the lines of another one (last year's), or with those of the template."""
    rules.check_dates(year=year, self_score_from=self_score_from, self_score_until=self_score_until)
    if not title.strip():
        raise RuleBroken("title_missing", "请填写方案名称", fields={"title": "不能为空"})
    office = Organisation.objects.select_for_update().get(pk=office.pk)
    versions = AssessmentScheme.objects.filter(office=office, year=year)
    latest = versions.aggregate(latest=Max("version"))["latest"] or 0
    if versions.filter(state=State.DRAFT).exists():
        raise RuleBroken(
            "draft_exists",
            f"{year}年度已有一份起草中的方案，请在原草稿上修改",
            fields={"year": "该年度已有草稿"},
        )
    scheme = AssessmentScheme.objects.create(
        office=office,
        year=year,
        version=latest + 1,
        title=title.strip(),
        full_marks=copied_from.full_marks if copied_from else Decimal(100),
        self_score_from=self_score_from,
        self_score_until=self_score_until,
        copied_from=copied_from,
        made_by=by,
    )
    lines = queries.item_rows(copied_from) if copied_from else DEFAULT
    _write_items(scheme, lines)
    record(by, "supervision.scheme_drafted", scheme, year=year, version=scheme.version)
    return scheme


@transaction.atomic
def edit_scheme(
    *,
    by: User,
    scheme: AssessmentScheme,
    title: str,
    full_marks: Decimal,
    self_score_from: date,
    self_score_until: date,
    items: Sequence[Item],
) -> AssessmentScheme:
    """Write the head and all lines of a draft anew."""
    scheme = queries.locked_scheme(scheme.pk)
    rules.check_state(scheme.state, State.DRAFT, doing="修改")
    rules.check_dates(
        year=scheme.year, self_score_from=self_score_from, self_score_until=self_score_until
    )
    if not title.strip():
        raise RuleBroken("title_missing", "请填写方案名称", fields={"title": "不能为空"})
    scheme.title = title.strip()
    scheme.full_marks = full_marks
    scheme.self_score_from = self_score_from
    scheme.self_score_until = self_score_until
    scheme.save()
    scheme.items.all().delete()
    kept = _write_items(scheme, items)
    record(by, "supervision.scheme_edited", scheme, items=len(kept))
    return scheme


@transaction.atomic
def drop_scheme(*, by: User, scheme: AssessmentScheme) -> None:
    """Throw a draft away. The trail keeps that there was one."""
    scheme = queries.locked_scheme(scheme.pk)
    rules.check_state(scheme.state, State.DRAFT, doing="删除")
    record(by, "supervision.scheme_dropped", scheme, year=scheme.year, version=scheme.version)
    scheme.delete()


@transaction.atomic
def publish_scheme(*, by: User, scheme: AssessmentScheme) -> AssessmentScheme:
    """Publish a draft: it is final now, and every agency has a sheet and its targets to sign.

    A new version takes the place of one that nobody has begun to score.
    """
    scheme = queries.locked_scheme(scheme.pk)
    basic = scheme.items.filter(kind=ScoreItem.Kind.BASIC).aggregate(total=Sum("maximum"))
    rules.check_publishable(
        state=scheme.state,
        basic_total=basic["total"] or Decimal(0),
        full_marks=scheme.full_marks,
        self_score_until=scheme.self_score_until,
        today=clock.today(),
    )
    former = (
        AssessmentScheme.objects.in_force()
        .select_for_update()
        .filter(office=scheme.office_id, year=scheme.year)
        .first()
    )
    if former:
        rules.check_state(former.state, State.PUBLISHED, doing="由新版代替")
        former.state = State.SUPERSEDED
        former.save(update_fields=["state"])
        record(by, "supervision.scheme_superseded", former, scheme=scheme.pk)
    scheme.state = State.PUBLISHED
    scheme.published_on = clock.today()
    scheme.save(update_fields=["state", "published_on"])
    enrolled = enrol_agencies(scheme)
    record(by, "supervision.scheme_published", scheme, sheets=enrolled)
    publish(SchemePublished(scheme_id=scheme.pk, office_id=scheme.office_id, year=scheme.year))
    return scheme


def revise_scheme(*, by: User, scheme: AssessmentScheme) -> AssessmentScheme:
    """Begin the next version of a published scheme, as a draft with its lines."""
    return draft_scheme(
        by=by,
        office=scheme.office,
        year=scheme.year,
        title=scheme.title,
        self_score_from=scheme.self_score_from,
        self_score_until=scheme.self_score_until,
        copied_from=scheme,
    )


def enrol_agencies(scheme: AssessmentScheme) -> int:
    """Give each agency that takes part a sheet, targets and an empty score for each item, once.

    In the caller's transaction. An agency that joins during the year is enrolled when it is next
    looked at; none is ever taken off. Three statements, however many agencies there are.
    """
    agencies = queries.agencies_assessed(scheme.office, scheme.year).exclude(
        pk__in=queries.agencies_of(scheme)
    )
    new = Sheet.objects.bulk_create(
        (Sheet(scheme=scheme, agency_id=pk) for pk in agencies.values_list("pk", flat=True)),
        batch_size=5000,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO supervision_targetcommitment
                (sheet_id, targets, promises, agency_signatory, office_signatory)
            SELECT sheet.id, '{}', '', '', '' FROM supervision_sheet sheet
             WHERE scheme_id = %s
               AND NOT EXISTS (SELECT FROM supervision_targetcommitment WHERE sheet_id = sheet.id)
            """,
            [scheme.pk],
        )
        cursor.execute(
            """
            INSERT INTO supervision_score
                (sheet_id, item_id, self_remark, sentence, counted, others, office_remark)
            SELECT sheet.id, item.id, '', '', '{}', '{}', ''
              FROM supervision_sheet sheet
              JOIN supervision_scoreitem item USING (scheme_id)
             WHERE scheme_id = %s
                ON CONFLICT (sheet_id, item_id) DO NOTHING
            """,
            [scheme.pk],
        )
    return len(new)


@transaction.atomic
def advance_on(*, on: date) -> None:
    """A day has begun: open self-scoring where it begins, close it where its days are over.

    Told twice, nothing happens twice: what has moved on is not found again.
    """
    waiting = AssessmentScheme.objects.filter(state=State.PUBLISHED, self_score_from__lte=on)
    for pk in waiting.order_by("pk").values_list("pk", flat=True):
        scheme = queries.locked_scheme(pk)
        if scheme.state == State.PUBLISHED:
            enrol_agencies(scheme)
            _move(scheme, State.SELF_SCORING)
            record(None, "supervision.self_scoring_opened", scheme)
            publish(SelfScoringOpened(scheme_id=pk, until=scheme.self_score_until))
    over = AssessmentScheme.objects.filter(state=State.SELF_SCORING, self_score_until__lt=on)
    for pk in over.order_by("pk").values_list("pk", flat=True):
        scheme = queries.locked_scheme(pk)
        if scheme.state == State.SELF_SCORING:
            missed = scheme.sheets.filter(state=Sheet.State.OPEN).update(state=Sheet.State.MISSED)
            _move(scheme, State.CHECKING)
            record(None, "supervision.self_scoring_closed", scheme, missing=missed)
            publish(SelfScoringClosed(scheme_id=pk, missing=missed))


def _move(scheme: AssessmentScheme, state: str) -> None:
    scheme.state = state
    scheme.save(update_fields=["state"])


def _write_items(scheme: AssessmentScheme, items: Sequence[Item]) -> list[ScoreItem]:
    kept = rules.check_items(items, measures=[one.code for one in all_measures()])
    return ScoreItem.objects.bulk_create(
        ScoreItem(
            scheme=scheme,
            position=position,
            code=item.code,
            section=item.section,
            content=item.content,
            criteria=item.criteria,
            kind=item.kind,
            maximum=item.maximum,
            method=ScoreItem.Method.COMPUTED if item.measure else ScoreItem.Method.JUDGED,
            measure=item.measure,
            scale=item.scale,
            evidence_wanted=item.evidence_wanted,
        )
        for position, item in enumerate(kept)
    )
