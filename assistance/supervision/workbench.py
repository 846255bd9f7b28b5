"""What waits: scores to give oneself, targets to sign, appeals to hear, results and bulletins to settle."""

from django.urls import reverse

from assistance.supervision import permissions
from assistance.supervision.models import Appeal, AssessmentScheme, Bulletin, Sheet
from ground.accounts.models import User
from ground.kernel import clock
from ground.web.workbench import Urgency, Waiting, waiting

MOST = 10
State = AssessmentScheme.State


@waiting(order=17, permission=permissions.SELF_SCORE)
def own_sheets(user: User) -> list[Waiting]:
    """Targets to sign, then scores to give oneself."""
    code = permissions.SELF_SCORE.code
    open_ = Sheet.objects.visible_to(user, code).filter(state=Sheet.State.OPEN)
    to_sign = open_.filter(scheme__state=State.PUBLISHED, commitment__agency_signed_on__isnull=True)
    to_score = open_.filter(scheme__state=State.SELF_SCORING)
    found = [
        Waiting(
            title=f"签订{sheet.scheme.year}年目标责任书",
            url=reverse("supervision:commitment", args=[sheet.pk]),
            detail=sheet.agency.name,
            since=sheet.scheme.published_on,
            group="督查考核",
        )
        for sheet in to_sign.select_related("scheme", "agency").order_by("pk")[:MOST]
    ]
    return found + [
        Waiting(
            title=f"自评：{sheet.scheme.title}",
            url=reverse("supervision:sheet", args=[sheet.pk]),
            detail=f"{sheet.agency.name} · 截止{sheet.scheme.self_score_until}",
            since=sheet.scheme.self_score_until,
            urgency=Urgency.SOON,
            group="督查考核",
        )
        for sheet in to_score.select_related("scheme", "agency").order_by("pk")[:MOST]
    ]


@waiting(order=18, permission=permissions.DECIDE_APPEALS)
def appeals_to_hear(user: User) -> list[Waiting]:
    appeals = (
        Appeal.objects.kept_by(user, permissions.DECIDE_APPEALS.code)
        .filter(state=Appeal.State.RAISED)
        .exclude(scored_by=user)
        .exclude(raised_by=user)
        .select_related("score__item", "score__sheet__agency")
        .order_by("pk")[:MOST]
    )
    return [
        Waiting(
            title=f"复核申诉：{appeal.score.sheet.agency}",
            url=reverse("supervision:appeal", args=[appeal.pk]),
            detail=str(appeal.score.item),
            since=appeal.raised_on,
            group="督查考核",
        )
        for appeal in appeals
    ]


@waiting(order=18, permission=permissions.CONFIRM_RESULTS)
def results_to_confirm(user: User) -> list[Waiting]:
    schemes = (
        AssessmentScheme.objects.kept_by(user, permissions.CONFIRM_RESULTS.code)
        .filter(state=State.PROVISIONAL, appeal_until__lt=clock.today())
        .exclude(announced_by=user)
        .order_by("pk")[:MOST]
    )
    return [
        Waiting(
            title=f"审定考核结果：{scheme.title}",
            url=reverse("supervision:scheme", args=[scheme.pk]),
            detail="申诉期限已满",
            since=scheme.appeal_until,
            group="督查考核",
        )
        for scheme in schemes
    ]


@waiting(order=19, permission=permissions.RELEASE_BULLETIN)
def bulletins_to_release(user: User) -> list[Waiting]:
    bulletins = (
        Bulletin.objects.kept_by(user, permissions.RELEASE_BULLETIN.code)
        .filter(state=Bulletin.State.DRAFT)
        .exclude(edited_by=user)
        .order_by("pk")[:MOST]
    )
    return [
        Waiting(
            title=f"印发：{bulletin.title}",
            url=reverse("supervision:bulletin", args=[bulletin.pk]),
            detail="数据已算好，请核对文字后印发",
            since=bulletin.drafted_on,
            group="督查通报",
        )
        for bulletin in bulletins
    ]
