"""What waits at the desk, for the leader, and for a unit whose article came back."""

from datetime import timedelta

from django.urls import reverse

from ground.accounts.models import User
from ground.briefs import queries
from ground.briefs.models import Contribution, Issue
from ground.briefs.permissions import EDIT_ISSUE, READ_BRIEFS, SEND_CONTRIBUTION, SIGN_ISSUE
from ground.kernel import clock
from ground.web.workbench import Tile, Urgency, Waiting, figures, waiting

SHOWN = 5
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


@figures(order=70, permission=READ_BRIEFS)
def issues_of_the_year(user: User) -> list[Tile]:
    year = clock.today().year
    count = queries.readable_issues(user).filter(year=year, state__in=queries.PUBLIC_STATES).count()
    return [Tile(label="今年简报", value=count, unit="期", url=reverse("briefs:issues"))]
