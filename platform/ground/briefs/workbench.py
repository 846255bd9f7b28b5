"""What waits at the desk, for the leader, and for a unit whose article came back."""

from datetime import timedelta

from django.urls import reverse

from ground.accounts.models import User
from ground.briefs import queries
from ground.briefs.models import Contribution, Instruction, Issue
from ground.briefs.permissions import (
    ANSWER_INSTRUCTION,
    EDIT_ISSUE,
    INSTRUCT,
    READ_BRIEFS,
    SEND_CONTRIBUTION,
    SIGN_ISSUE,
)
from ground.kernel import clock
from ground.web.workbench import Tile, Urgency, Waiting, figures, waiting

SHOWN = 5
WORDS = 30  # of an instruction, in a line
RETURNED_DAYS = 30


@waiting(order=70, permission=SIGN_ISSUE)
def issues_to_sign(user: User) -> list[Waiting]:
    rows = (
        Issue.objects.visible_to(user, SIGN_ISSUE.code)
        .filter(state=Issue.State.IN_REVIEW)
        .exclude(edited_by=user)
        .select_related("series")
    )
    return [
        Waiting(
            title=f"{one.series} {one.year}年新一期待签发",
            url=reverse("briefs:review", args=[one.pk]),
            urgency=Urgency.SOON,
            group="待签发简报",
        )
        for one in rows[:SHOWN]
    ]


@waiting(order=71, permission=EDIT_ISSUE)
def contributions_to_handle(user: User) -> list[Waiting]:
    return [
        Waiting(
            title=one.title,
            url=reverse("briefs:contribution", args=[one.pk]),
            detail=str(one.organisation),
            since=one.received_on,
            group="待处理来稿",
        )
        for one in queries.contributions_to_handle(user)[:SHOWN]
    ]


@waiting(order=72, permission=EDIT_ISSUE)
def issues_sent_back(user: User) -> list[Waiting]:
    rows = (
        Issue.objects.visible_to(user, EDIT_ISSUE.code)
        .filter(state=Issue.State.EDITING)
        .exclude(sent_back_reason="")
        .select_related("series")
    )
    return [
        Waiting(
            title=f"{one.series} {one.year}年新一期被退回",
            url=reverse("briefs:desk", args=[one.pk]),
            detail=one.sent_back_reason,
            urgency=Urgency.SOON,
            group="退回的简报",
        )
        for one in rows[:SHOWN]
    ]


@waiting(order=73, permission=SEND_CONTRIBUTION)
def contributions_returned(user: User) -> list[Waiting]:
    """Articles of one's own unit that came back in the last weeks."""
    rows = queries.contributions_sent(user).filter(
        state=Contribution.State.RETURNED,
        organisation_id=user.organisation_id,
        received_on__gte=clock.today() - timedelta(days=RETURNED_DAYS),
    )
    return [
        Waiting(
            title=f"《{one.title}》被退稿",
            url=reverse("briefs:contribution", args=[one.pk]),
            detail=one.return_reason,
            since=one.received_on,
            group="退稿",
        )
        for one in rows[:SHOWN]
    ]


@waiting(order=74, permission=ANSWER_INSTRUCTION)
def instructions_to_answer(user: User) -> list[Waiting]:
    """What leaders want done by one's own organisations."""
    rows = queries.to_answer(user).filter(state=Instruction.State.GIVEN).order_by("due_on")
    return [
        Waiting(
            title=f"批示：{one.words[:WORDS]}",
            url=reverse("briefs:instruction", args=[one.pk]),
            detail=f"{one.given_by}，{one.organisation}，{one.due_on} 前办结"
            + (f"；退回：{one.sent_back_why}" if one.sent_back_why else ""),
            since=one.given_on,
            urgency=Urgency.OVERDUE if one.due_on < clock.today() else Urgency.SOON,
            group="批示办理",
        )
        for one in rows.select_related("organisation", "given_by")[:SHOWN]
    ]


@waiting(order=75, permission=INSTRUCT)
def answers_to_judge(user: User) -> list[Waiting]:
    rows = queries.to_judge(user).filter(state=Instruction.State.ANSWERED)
    return [
        Waiting(
            title=f"批示办理情况待审阅：{one.words[:WORDS]}",
            url=reverse("briefs:instruction", args=[one.pk]),
            detail=str(one.organisation),
            since=one.answered_on,
            group="批示办理",
        )
        for one in rows.select_related("organisation").order_by("answered_on")[:SHOWN]
    ]


@figures(order=70, permission=READ_BRIEFS)
def issues_of_the_year(user: User) -> list[Tile]:
    year = clock.today().year
    count = queries.readable_issues(user).filter(year=year, state__in=queries.PUBLIC_STATES).count()
    return [Tile(label="今年简报", value=count, unit="期", url=reverse("briefs:issues"))]
