"""The first page: what waits for me, the figures of my scope, what I did last."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ground.audit.models import Entry
from ground.kernel import clock
from ground.web import trail
from ground.web.pages import SIGNED_IN, acting, page
from ground.web.workbench import charts_of, figures_of, waiting_for

LATEST = 6
COMING_AND_GOING = ["user.signed_in", "user.signed_out"]


@page(SIGNED_IN)
def workbench(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    waiting = waiting_for(user)
    by_group = sorted(waiting, key=lambda one: [w.group for w in waiting].index(one.group))
    groups = [
        {"label": label, "entries": list(entries)}
        for label, entries in groupby(by_group, key=lambda one: one.group)
    ]
    own = Entry.objects.filter(actor_id=user.pk).exclude(action__in=COMING_AND_GOING)
    context = {
        "today": clock.today(),
        "waiting": waiting,
        "groups": groups,
        "overdue": sum(one.urgency == one.urgency.OVERDUE for one in waiting),
        "figures": figures_of(user),
        "charts": sorted(charts_of(user), key=lambda one: not one.compares),
        "latest": [trail.said(entry) for entry in own.order_by("-pk")[:LATEST]],
        "roles": [membership.get_role_display() for membership in user.memberships.all()],
    }
    return render(request, "web/workbench.html", context)
