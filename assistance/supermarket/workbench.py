from datetime import date

from django.db.models import Count, Min, Sum
from django.urls import reverse

from assistance.supermarket.models import Difference, Issue
from assistance.supermarket.permissions import SEE_SUPERMARKET, SETTLE_DIFFERENCES
from ground.accounts.models import User
from ground.kernel import clock
from ground.kernel.money import shown
from ground.web.workbench import Tile, Urgency, Waiting, figures, waiting

GROUP = "爱心超市"


@waiting(order=65, permission=SETTLE_DIFFERENCES)
def differences_to_settle(user: User) -> list[Waiting]:
    rows = Difference.objects.visible_to(user, SETTLE_DIFFERENCES.code).filter(decision="")
    found = rows.exclude(handed_by=user).aggregate(number=Count("pk"), first=Min("issue__on"))
    if not found["number"]:
        return []
    return [
        Waiting(
            "柜台离线发放的差异待处理",
            f"{reverse('supermarket:differences')}?open=open",
            "",
            found["first"],
            Urgency.SOON,
            GROUP,
            found["number"],
        )
    ]


@figures(order=60, permission=SEE_SUPERMARKET)
def issued_this_year(user: User) -> list[Tile]:
    year = clock.today().year
    rows = Issue.objects.visible_to(user, SEE_SUPERMARKET.code).filter(
        on__range=(date(year, 1, 1), date(year, 12, 31)), reversal=None
    )
    told = rows.aggregate(
        value=Sum("value"), number=Count("pk"), families=Count("file", distinct=True)
    )
    if not told["number"]:
        return []
    return [
        Tile(
            "今年爱心超市发放",
            shown(told["value"]),
            "元",
            reverse("supermarket:issues"),
            f"{told['number']} 次，{told['families']} 户",
        )
    ]
