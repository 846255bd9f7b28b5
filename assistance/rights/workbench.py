"""What waits: requests to answer, lists to approve, files whose storage is over."""

from django.db.models import Count, Min
from django.urls import reverse

from assistance.households.models import HardshipFile
from assistance.rights import queries
from assistance.rights.models import Disposal, PersonRequest
from assistance.rights.permissions import DECIDE_REQUESTS, HANDLE_REQUESTS
from ground.accounts.models import User
from ground.kernel import clock
from ground.web.workbench import Urgency, Waiting, waiting

GROUP = "个人信息权利"
MOST = 1000  # beyond, the number stands for “at least”


@waiting(order=46, permission=HANDLE_REQUESTS)
def requests_to_answer(user: User) -> list[Waiting]:
    rows = PersonRequest.objects.visible_to(user, HANDLE_REQUESTS.code).filter(state="open")
    found = rows.aggregate(number=Count("pk"), due=Min("due_on"))
    if not found["number"]:
        return []
    late = found["due"] < clock.today()
    return [
        Waiting(
            title="个人信息权利申请待答复",
            url=f"{reverse('rights:requests')}?state=open",
            detail=f"最早的应在 {found['due']} 前答复",
            urgency=Urgency.OVERDUE if late else Urgency.SOON,
            group=GROUP,
            count=found["number"],
        )
    ]


@waiting(order=47, permission=DECIDE_REQUESTS)
def disposals_to_decide(user: User) -> list[Waiting]:
    rows = Disposal.objects.visible_to(user, DECIDE_REQUESTS.code).filter(state="proposed")
    number = rows.exclude(proposed_by=user).count()
    if not number:
        return []
    url = f"{reverse('rights:disposals')}?state=proposed"
    return [Waiting(title="销毁清册待批准", url=url, group=GROUP, count=number)]


@waiting(order=48, permission=HANDLE_REQUESTS)
def storage_is_over(user: User) -> list[Waiting]:
    files = HardshipFile.objects.kept_for(user, HANDLE_REQUESTS.code)
    number = len(queries.over_due(files, clock.today(), most=MOST))
    if not number:
        return []
    url = reverse("rights:propose")
    return [Waiting(title="档案保存期满待销毁", url=url, group=GROUP, count=number)]
