"""What waits on the workbench: reviews to do, proposals to decide, files that somebody should look at."""

from datetime import timedelta

from django.db.models import Count, Min, Q
from django.urls import reverse

from assistance.households.models import HardshipFile
from assistance.households.permissions import SEE_FILES
from assistance.reviews import permissions, queries
from assistance.reviews.models import Proposal, Review
from ground.accounts.models import User
from ground.kernel import clock
from ground.web.workbench import Urgency, Waiting, waiting

GROUP = "动态管理"
SOON = timedelta(days=14)
MOST_LISTS = 6
MOST_FILES = 20_000


@waiting(order=34, permission=permissions.KEEP_REVIEWS)
def reviews_due(user: User) -> list[Waiting]:
    """Reviews of one's own or nobody's that are due soon, and those that are late."""
    today = clock.today()
    rows = (
        Review.objects.visible_to(user, permissions.KEEP_REVIEWS.code)
        .open()
        .filter(Q(reviewer=user) | Q(reviewer__isnull=True), due_on__lte=today + SOON)
    )
    found = rows.aggregate(
        number=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)), since=Min("due_on")
    )
    if not found["number"]:
        return []
    late = found["late"]
    return [
        Waiting(
            title="家庭待复核",
            url=f"{reverse('reviews:list')}?state=open",
            detail=f"其中 {late} 户已逾期" if late else "",
            since=found["since"],
            urgency=Urgency.OVERDUE if late else Urgency.SOON,
            group=GROUP,
            count=found["number"],
        )
    ]


@waiting(order=35, permission=permissions.DECIDE_PROPOSALS)
def proposals_to_decide(user: User) -> list[Waiting]:
    rows = Proposal.objects.visible_to(user, permissions.DECIDE_PROPOSALS.code).filter(
        state=Proposal.State.OPEN
    )
    found = rows.exclude(proposed_by=user).aggregate(number=Count("pk"), since=Min("proposed_on"))
    return _line("退出与调整待审批", f"{reverse('reviews:proposals')}?state=open", found)


@waiting(order=36, permission=permissions.KEEP_REVIEWS)
def families_to_tell(user: User) -> list[Waiting]:
    """Exits of which the family does not know yet: nobody can decide them."""
    rows = Proposal.objects.visible_to(user, permissions.KEEP_REVIEWS.code).filter(
        state=Proposal.State.OPEN, kind=Proposal.Kind.EXIT, informed_on__isnull=True
    )
    found = rows.aggregate(number=Count("pk"), since=Min("proposed_on"))
    return _line(
        "脱困退档待告知家庭", f"{reverse('reviews:proposals')}?state=open&kind=exit", found
    )


@waiting(order=37, permission=permissions.KEEP_REVIEWS)
def work_lists_with_files(user: User) -> list[Waiting]:
    """The first work lists on which files stand; for a whole province only where they are.

    Counting a list may read every file of one's scope: the workbench does that for a county, not more.
    """
    files = HardshipFile.objects.visible_to(user, SEE_FILES.code).order_by()
    if files.values("pk")[: MOST_FILES + 1].count() > MOST_FILES:
        return [Waiting(title="疑点名单", url=reverse("reviews:lists"), group="疑点名单")]
    counted = [one for one in queries.counted_lists(user).value if one.number]
    return [
        Waiting(
            title=one.work_list.label,
            url=reverse("reviews:work_list", args=[one.work_list.code]),
            detail="还有更多" if one.is_more else "",
            group="疑点名单",
            count=one.number,
        )
        for one in counted[:MOST_LISTS]
    ]


def _line(title: str, url: str, found: dict[str, object]) -> list[Waiting]:
    if not found["number"]:
        return []
    return [
        Waiting(
            title=title,
            url=url,
            since=found["since"],  # type: ignore[arg-type]
            urgency=Urgency.SOON,
            group=GROUP,
            count=found["number"],  # type: ignore[arg-type]
        )
    ]
