"""What waits on the workbench: families to be asked about, late answers, answers and findings to act upon."""

from django.db.models import Min
from django.urls import reverse

from assistance.checks import queries
from assistance.checks.models import CheckBatch, CheckRequest
from assistance.checks.permissions import KEEP_CHECKS
from ground.accounts.models import User
from ground.kernel import clock
from ground.web.workbench import Urgency, Waiting, waiting

GROUP = "困难职工档案"
LIST = "checks:list"


@waiting(order=35, permission=KEEP_CHECKS)
def families_to_ask_about(user: User) -> list[Waiting]:
    files = queries.files_to_check(user, KEEP_CHECKS.code)
    number = files.count()
    if not number:
        return []
    return [
        Waiting(
            title="待编入核对名单",
            url=reverse("checks:build"),
            since=files.aggregate(first=Min("gate_since"))["first"],
            group=GROUP,
            count=number,
        )
    ]


@waiting(order=36, permission=KEEP_CHECKS)
def lists_out(user: User) -> list[Waiting]:
    """Lists that were made and not sent, and those whose answer is late."""
    batches = CheckBatch.objects.visible_to(user, KEEP_CHECKS.code)
    late = batches.filter(state=CheckBatch.State.SENT, due_on__lt=clock.today())
    lines = [
        ("核对名单待发出", "building", batches.filter(state="building").count(), Urgency.LATER),
        ("核对逾期未答复", "sent", late.count(), Urgency.OVERDUE),
    ]
    return [
        Waiting(
            title=title,
            url=f"{reverse(LIST)}?state={state}",
            urgency=urgency,
            group=GROUP,
            count=number,
        )
        for title, state, number, urgency in lines
        if number
    ]


@waiting(order=37, permission=KEEP_CHECKS)
def findings_to_explain(user: User) -> list[Waiting]:
    requests = CheckRequest.objects.visible_to(user, KEEP_CHECKS.code)
    number = requests.filter(state=CheckRequest.State.HIT).count()
    if not number:
        return []
    return [
        Waiting(
            title="核对有发现，待核实说明",
            url=f"{reverse('households:list')}?gate=check",
            urgency=Urgency.SOON,
            group=GROUP,
            count=number,
        )
    ]
