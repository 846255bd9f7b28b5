"""What waits: drafts to complete, applications to review and to decide."""

from django.db.models import Count, Min
from django.urls import reverse

from assistance.applications.models import Application, ApplicationQuerySet
from assistance.applications.permissions import (
    DECIDE_APPLICATIONS,
    KEEP_APPLICATIONS,
    REVIEW_APPLICATIONS,
)
from ground.accounts.models import User
from ground.web.workbench import Urgency, Waiting, waiting

GROUP = "救助申请"
State = Application.State


@waiting(order=37, permission=KEEP_APPLICATIONS)
def drafts_to_complete(user: User) -> list[Waiting]:
    """One's own drafts: begun, or sent back."""
    rows = Application.objects.visible_to(user, KEEP_APPLICATIONS.code).filter(
        state=State.DRAFT, made_by=user
    )
    return _line("救助申请待完善", "draft", rows, "applied_on", Urgency.LATER)


@waiting(order=38, permission=REVIEW_APPLICATIONS)
def applications_to_review(user: User) -> list[Waiting]:
    """Those that other people made."""
    rows = Application.objects.visible_to(user, REVIEW_APPLICATIONS.code).filter(
        state=State.RECOMMENDED
    )
    rows = rows.exclude(made_by=user).exclude(recommended_by=user)
    return _line("救助申请待复核", "recommended", rows, "recommended_on", Urgency.SOON)


@waiting(order=39, permission=DECIDE_APPLICATIONS)
def applications_to_decide(user: User) -> list[Waiting]:
    rows = Application.objects.visible_to(user, DECIDE_APPLICATIONS.code).filter(
        state=State.REVIEWED
    )
    rows = rows.exclude(made_by=user).exclude(recommended_by=user).exclude(reviewed_by=user)
    return _line("救助申请待审批", "reviewed", rows, "reviewed_on", Urgency.SOON)


def _line(
    title: str, state: str, rows: ApplicationQuerySet, day: str, urgency: Urgency
) -> list[Waiting]:
    found = rows.order_by().aggregate(number=Count("pk"), since=Min(day))
    if not found["number"]:
        return []
    return [
        Waiting(
            title,
            f"{reverse('applications:list')}?state={state}",
            since=found["since"],
            urgency=urgency,
            group=GROUP,
            count=found["number"],
        )
    ]
