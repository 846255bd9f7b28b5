"""Points that people give: the agency for itself, the office for everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import F

from assistance.supervision import queries
from assistance.supervision.events import SelfScored
from assistance.supervision.models import AssessmentScheme, Score, ScoreEvidence, ScoreItem, Sheet
from assistance.supervision.rules import schemes as rules
from assistance.supervision.rules import scoring
from assistance.supervision.services.totals import add_up
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.files.models import StoredFile
from ground.kernel import clock
from ground.kernel.errors import RuleBroken

State = AssessmentScheme.State


@dataclass(frozen=True)
class GivenScore:
    """What somebody wrote into one line of a sheet, by the code of its item."""

    code: str
    score: Decimal | None
    remark: str = ""


@transaction.atomic
def save_self_scores(*, by: User, sheet: Sheet, given: Sequence[GivenScore]) -> Sheet:
    """Keep what the agency has written so far; it may be incomplete."""
    sheet = _own_sheet(sheet)
    _write_self(sheet, given)
    record(by, "supervision.self_score_saved", sheet)
    return sheet


@transaction.atomic
def hand_in_self_scores(*, by: User, sheet: Sheet, given: Sequence[GivenScore]) -> Sheet:
    """Hand the agency's own scores in: every line has one."""
    sheet = _own_sheet(sheet)
    scores = _write_self(sheet, given)
    scoring.check_complete(
        [
            one.item.code
            for one in scores
            if one.self_score is None and one.item.kind == ScoreItem.Kind.BASIC
        ],
        doing="提交",
    )
    sheet.state = Sheet.State.SELF_SCORED
    sheet.self_scored_by = by
    sheet.self_scored_on = clock.today()
    sheet.save(update_fields=["state", "self_scored_by", "self_scored_on"])
    sheet.refresh_from_db()
    record(by, "supervision.self_scored", sheet, total=str(sheet.self_total))
    publish(SelfScored(sheet_id=sheet.pk, agency_id=sheet.agency_id))
    return sheet


@transaction.atomic
def add_evidence(*, by: User, score: Score, files: Sequence[StoredFile]) -> list[ScoreEvidence]:
    """Put files behind a line of the agency's own sheet, while it may still be scored."""
    sheet = queries.locked_sheet(score.sheet_id)
    _check_open(sheet.scheme, doing="上传佐证材料")
    added = [
        ScoreEvidence.objects.get_or_create(score=score, file=file, defaults={"added_by": by})[0]
        for file in files
    ]
    record(by, "supervision.evidence_added", score, files=len(files))
    return added


@transaction.atomic
def check_sheet(*, by: User, sheet: Sheet, given: Sequence[GivenScore]) -> Sheet:
    """Keep the office's scores on one sheet. Where they differ from the records, it says why."""
    scheme = queries.locked_scheme(sheet.scheme_id)
    rules.check_state(scheme.state, State.SELF_SCORING, State.CHECKING, doing="核查评分")
    sheet = queries.locked_sheet(sheet.pk)
    scores = {one.item.code: one for one in sheet.scores.select_related("item")}
    changed = []
    for one in given:
        score = scores[one.code]
        points = scoring.check_score(
            code=one.code,
            maximum=score.item.maximum,
            score=one.score,
            remark=one.remark,
            field=f"office_{one.code}",
        )
        if (points, one.remark.strip()) == (score.office_score, score.office_remark):
            continue
        if points is not None:
            scoring.check_explained(
                score=points, computed=score.computed, remark=one.remark, code=one.code
            )
        score.office_score = points
        score.office_remark = one.remark.strip()
        score.office_by = by if points is not None else None
        changed.append(score)
    Score.objects.bulk_update(changed, ["office_score", "office_remark", "office_by"])
    add_up(scheme, "office", only=[sheet.pk])
    sheet.refresh_from_db()
    record(by, "supervision.scores_checked", sheet, items=[one.item.code for one in changed])
    return sheet


@transaction.atomic
def adopt_computed(*, by: User, scheme: AssessmentScheme) -> int:
    """Take the computed score as the office's, wherever nobody has scored: how many that were."""
    scheme = queries.locked_scheme(scheme.pk)
    rules.check_state(scheme.state, State.SELF_SCORING, State.CHECKING, doing="采用系统得分")
    adopted = Score.objects.filter(
        sheet__scheme=scheme, computed__isnull=False, office_score__isnull=True
    ).update(office_score=F("computed"), office_by=by)
    if not adopted:
        raise RuleBroken("nothing_to_adopt", "没有可采用的系统得分：请先计算得分，或已全部采用")
    add_up(scheme, "office")
    record(by, "supervision.computed_adopted", scheme, scores=adopted)
    return adopted


@transaction.atomic
def adopt_self_scores(*, by: User, scheme: AssessmentScheme) -> int:
    """Take the agencies' own score on judged items, wherever nobody has scored.

    Who has not scored itself gets nothing on those; nobody gets a bonus that it did not ask for.
    """
    scheme = queries.locked_scheme(scheme.pk)
    rules.check_state(scheme.state, State.CHECKING, doing="采用自评得分")
    judged = Score.objects.filter(
        sheet__scheme=scheme, item__method=ScoreItem.Method.JUDGED, office_score__isnull=True
    )
    adopted = judged.filter(self_score__isnull=False).update(
        office_score=F("self_score"), office_by=by
    )
    adopted += judged.filter(self_score__isnull=True).update(
        office_score=Decimal(0), office_by=by, office_remark="未自评"
    )
    if not adopted:
        raise RuleBroken("nothing_to_adopt", "人工评定的指标都已打分")
    add_up(scheme, "office")
    record(by, "supervision.computed_adopted", scheme, scores=adopted)
    return adopted


def _own_sheet(sheet: Sheet) -> Sheet:
    sheet = queries.locked_sheet(sheet.pk)
    rules.check_state(sheet.scheme.state, State.SELF_SCORING, doing="自评")
    if sheet.state != Sheet.State.OPEN:
        raise RuleBroken(
            "already_handed_in", "本单位的自评已经提交，不能再改；有异议可在结果反馈后申诉"
        )
    return sheet


def _check_open(scheme: AssessmentScheme, *, doing: str) -> None:
    rules.check_state(
        scheme.state, State.PUBLISHED, State.SELF_SCORING, State.CHECKING, doing=doing
    )


def _write_self(sheet: Sheet, given: Sequence[GivenScore]) -> list[Score]:
    scores = {one.item.code: one for one in sheet.scores.select_related("item")}
    for one in given:
        score = scores[one.code]
        score.self_score = scoring.check_score(
            code=one.code,
            maximum=score.item.maximum,
            score=one.score,
            remark=one.remark,
            field=f"self_{one.code}",
        )
        score.self_remark = one.remark.strip()
    Score.objects.bulk_update(scores.values(), ["self_score", "self_remark"])
    add_up(sheet.scheme, "self", only=[sheet.pk])
    return list(scores.values())
