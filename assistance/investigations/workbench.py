"""What waits on the workbench: families to be looked at, and what was found not to be so."""

from django.db.models import Count, Min, Q
from django.urls import reverse

from assistance.investigations import queries
from assistance.investigations.models import HomeInvestigation
from assistance.investigations.permissions import RECORD_INVESTIGATION
from ground.accounts.models import User
from ground.kernel import clock
from ground.web.workbench import Urgency, Waiting, waiting

GROUP = "困难职工档案"


@waiting(order=34, permission=RECORD_INVESTIGATION)
def homes_to_visit(user: User) -> list[Waiting]:
    """Families at the gate of the home visit; those found untrue wait for the keeper's decision."""
    today = clock.today()
    files = queries.files_to_visit(user, RECORD_INVESTIGATION.code)
    untrue = Q(
        pk__in=HomeInvestigation.objects.standing()
        .filter(purpose="filing", conclusion="false")
        .filter(file__gate__kind="investigation")
        .values("file")
    )
    found = files.aggregate(
        number=Count("pk", filter=~untrue),
        late=Count("pk", filter=Q(gate_due_on__lt=today) & ~untrue),
        since=Min("gate_since"),
        untrue=Count("pk", filter=untrue),
    )
    url = f"{reverse('households:list')}?gate=investigation"
    lines = []
    if found["number"]:
        late = found["late"]
        lines.append(
            Waiting(
                title="待入户",
                url=reverse("investigations:record"),
                detail=f"其中 {late} 户已超过期限"
                if late
                else "两人入户，手机上登记，没有网络也可以",
                since=found["since"],
                urgency=Urgency.OVERDUE if late else Urgency.LATER,
                group=GROUP,
                count=found["number"],
            )
        )
    if found["untrue"]:
        lines.append(
            Waiting(
                title="入户调查不符，待退回或不予建档",
                url=url,
                urgency=Urgency.SOON,
                group=GROUP,
                count=found["untrue"],
            )
        )
    return lines
