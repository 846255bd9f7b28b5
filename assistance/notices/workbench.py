"""What waits about notices: pictures, results, objections, the last days."""

from datetime import timedelta

from django.db.models import Count, Max, Min, Q
from django.urls import reverse

from assistance.notices import permissions, queries
from assistance.notices.models import Notice, Objection
from ground.accounts.models import User
from ground.kernel import clock
from ground.web.workbench import Urgency, Waiting, waiting

GROUP = "公示"
SOON = timedelta(days=2)


@waiting(order=35, permission=permissions.KEEP_NOTICES)
def notices_to_look_after(user: User) -> list[Waiting]:
    """The photograph is wanted before the last day, the result after it."""
    visible = Notice.objects.visible_to(user, permissions.KEEP_NOTICES.code)
    url, soon = reverse("notices:list"), clock.today() + SOON
    lines = []
    bare = queries.without_photo(visible).aggregate(number=Count("pk"), first=Min("last_day"))
    if bare["number"]:
        lines.append(
            Waiting(
                title="公示缺张贴现场照片",
                url=f"{url}?lacking=photo",
                detail=f"请在截止日前拍好，最早的{bare['first']}截止",
                since=bare["first"],
                urgency=Urgency.SOON if bare["first"] <= soon else Urgency.LATER,
                group=GROUP,
                count=bare["number"],
            )
        )
    ends = visible.filter(state=Notice.State.HANGING, last_day__lte=soon).aggregate(
        number=Count("pk"), last=Max("last_day")
    )
    if ends["number"]:
        lines.append(
            Waiting(
                title="公示即将期满",
                url=f"{url}?state={Notice.State.HANGING}",
                detail="期满无异议自动进入下一环节",
                since=ends["last"],
                urgency=Urgency.SOON,
                group=GROUP,
                count=ends["number"],
            )
        )
    passed = queries.without_result(visible).aggregate(number=Count("pk"), since=Min("ended_on"))
    if passed["number"]:
        lines.append(
            Waiting(
                title="公示期满，待登记结果和盖章日期",
                url=f"{url}?lacking=result",
                since=passed["since"],
                group=GROUP,
                count=passed["number"],
            )
        )
    return lines


@waiting(order=36, permission=permissions.KEEP_OBJECTIONS)
def objections_to_settle(user: User) -> list[Waiting]:
    found = (
        Objection.objects.visible_to(user, permissions.KEEP_OBJECTIONS.code)
        .exclude(state=Objection.State.CLOSED)
        .aggregate(
            raised=Count("pk", filter=Q(state=Objection.State.RAISED)),
            investigated=Count("pk", filter=Q(state=Objection.State.INVESTIGATED)),
            since=Min("raised_on"),
        )
    )
    url = reverse("notices:objections")
    titles = {"raised": "公示异议待调查", "investigated": "公示异议待认定"}
    return [
        Waiting(
            title=title,
            url=f"{url}?state={state}",
            since=found["since"],
            urgency=Urgency.SOON,
            group=GROUP,
            count=found[state],
        )
        for state, title in titles.items()
        if found[state]
    ]
