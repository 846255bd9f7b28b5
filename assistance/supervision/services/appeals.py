"""Objections to provisional scores, heard by another person than scored."""

from decimal import Decimal

from django.db import transaction

from assistance.supervision import queries
from assistance.supervision.events import AppealDecided, AppealRaised
from assistance.supervision.models import Appeal, AssessmentScheme, Score
from assistance.supervision.rules import schemes as rules
from assistance.supervision.rules import scoring
from assistance.supervision.services.totals import add_up
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.four_eyes import check_another

State = AssessmentScheme.State


@transaction.atomic
def raise_appeal(*, by: User, score: Score, reason: str, evidence: str = "") -> Appeal:
    """Object to one provisional score, once, within the days of appeal."""
    sheet = queries.locked_sheet(score.sheet_id)
    rules.check_state(sheet.scheme.state, State.PROVISIONAL, doing="申诉")
    reason = scoring.check_appeal(
        today=clock.today(), until=sheet.scheme.appeal_until, reason=reason
    )
    score = Score.objects.select_related("item").get(pk=score.pk)
    if Appeal.objects.filter(score=score).exists():
        raise RuleBroken("appeal_exists", "该指标已提出过申诉，请勿重复提出")
    if score.office_by_id is None or score.final is None:
        raise RuleBroken("not_scored", "该指标还没有综评得分，不能申诉")
    appeal = Appeal.objects.create(
        score=score,
        reason=reason,
        evidence=evidence.strip(),
        raised_by=by,
        raised_on=clock.today(),
        scored_by_id=score.office_by_id,
        score_before=score.final,
    )
    record(by, "supervision.appeal_raised", appeal, score=score.pk, before=str(score.final))
    publish(AppealRaised(appeal_id=appeal.pk, agency_id=sheet.agency_id))
    return appeal


@transaction.atomic
def decide_appeal(*, by: User, appeal: Appeal, score: Decimal, reason: str) -> Appeal:
    """Decide an objection: the score that holds now, the former one or another, and why."""
    appeal = (
        Appeal.objects.select_for_update(of=("self",))
        .select_related("score__item", "score__sheet__scheme")
        .get(pk=appeal.pk)
    )
    sheet = queries.locked_sheet(appeal.score.sheet_id)
    rules.check_state(sheet.scheme.state, State.PROVISIONAL, doing="复核申诉")
    if appeal.state != Appeal.State.RAISED:
        raise RuleBroken("appeal_decided", "这件申诉已经复核")
    said = "打分的人不能复核自己的打分，请由另一人复核"
    check_another(by=by.pk, than=appeal.scored_by_id, message=said)
    check_another(by=by.pk, than=appeal.raised_by_id, message="提出申诉的人不能复核自己的申诉")
    item = appeal.score.item
    points = scoring.check_score(code=item.code, maximum=item.maximum, score=score)
    if not reason.strip():
        raise RuleBroken("reason_missing", "请写明复核理由", fields={"reason": "不能为空"})
    changed = points != appeal.score_before
    appeal.state = Appeal.State.UPHELD if changed else Appeal.State.DISMISSED
    appeal.score_after = points
    appeal.decided_by = by
    appeal.decided_on = clock.today()
    appeal.decision = reason.strip()
    appeal.save()
    if changed:
        Score.objects.filter(pk=appeal.score_id).update(final=points)
        add_up(sheet.scheme, "final", only=[sheet.pk])
    record(
        by,
        "supervision.appeal_decided",
        appeal,
        before=str(appeal.score_before),
        after=str(points),
    )
    publish(AppealDecided(appeal_id=appeal.pk, agency_id=sheet.agency_id, changed=changed))
    return appeal
