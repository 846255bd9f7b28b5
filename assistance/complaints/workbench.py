"""What waits about complaints: to take up, to give out, to look into, to close; what is late."""

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.urls import reverse

from assistance.complaints import queries
from assistance.complaints.models import Complaint, ComplaintQuerySet, Inquiry
from assistance.complaints.permissions import HANDLE_COMPLAINT, SEE_COMPLAINTS
from ground.accounts.models import User
from ground.kernel import clock
from ground.web.workbench import Tile, Urgency, Waiting, figures, waiting

GROUP = "投诉举报"
State = Complaint.State


@waiting(order=15, permission=HANDLE_COMPLAINT)
def complaints_to_handle(user: User) -> list[Waiting]:
    rows = Complaint.objects.visible_to(user, HANDLE_COMPLAINT.code)
    open_turn = Inquiry.objects.filter(complaint=OuterRef("pk"), closed_on__isnull=True)
    own = Exists(open_turn.filter(handler=user))
    lines = [
        ("投诉举报待受理", "received", rows.filter(state=State.RECEIVED)),
        ("投诉举报待指定承办人", "accepted", rows.filter(state=State.ACCEPTED)),
        ("由您承办的投诉举报", "looking", rows.filter(own, state=State.LOOKING)),
        ("投诉举报待审核办结", "answered", rows.filter(~own, state=State.ANSWERED)),
    ]
    return [one for title, state, among in lines for one in _line(title, state, among)]


@figures(order=14, permission=SEE_COMPLAINTS)
def complaints_standing(user: User) -> list[Tile]:
    rows = Complaint.objects.visible_to(user, SEE_COMPLAINTS.code)
    counted = rows.aggregate(
        standing=Count("pk", filter=~Q(state__in=Complaint.ENDED)),
        late=Count("pk", filter=queries.overdue(clock.today())),
    )
    url = reverse("complaints:list")
    if not counted["standing"]:
        return []
    return [
        Tile("未办结投诉举报", counted["standing"], "件", f"{url}?state=standing"),
        Tile(
            "超期投诉举报",
            counted["late"],
            "件",
            f"{url}?state=overdue",
            tone="bad" if counted["late"] else "",
        ),
    ]


def _line(title: str, state: str, rows: ComplaintQuerySet) -> list[Waiting]:
    today = clock.today()
    found = rows.order_by().aggregate(number=Count("pk"), first=Min("due_on"))
    if not found["number"]:
        return []
    late = found["first"] < today
    return [
        Waiting(
            title,
            f"{reverse('complaints:list')}?state={state}",
            detail=f"最早的{found['first']}到期",
            since=found["first"],
            urgency=Urgency.OVERDUE if late else Urgency.SOON,
            group=GROUP,
            count=found["number"],
        )
    ]
