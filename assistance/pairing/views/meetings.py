"""Meetings, with the tasks that they give."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from assistance.pairing import permissions, services
from assistance.pairing.forms import MeetingForm, TaskRow, TaskRows, agencies_of
from assistance.pairing.models import LiaisonMeeting, PairingGroup
from assistance.pairing.rules import NewTask
from ground.accounts.models import User
from ground.files.answers import shown
from ground.kernel import clock
from ground.web.pages import acting, page, posted
from ground.web.rows import carried_out_with, is_adding_row, one_more
from ground.web.uploads import Chosen

PREFIX = "tasks"


@page(permissions.RECORD_MEETING)
def record_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    user, code = acting(request), permissions.RECORD_MEETING.code
    groups = PairingGroup.objects.led_by(user, code).select_related("link_point", "lead_agency")
    group = get_object_or_404(groups, pk=pk)
    given = {"group": group}
    if is_adding_row(request.POST):
        typed, rows = one_more(request.POST, MeetingForm, TaskRows, PREFIX, form_kwargs=given)
        form = MeetingForm(initial=typed, group=group)
    else:
        form = MeetingForm(
            posted(request), request.FILES or None, group=group, initial={"held_on": clock.today()}
        )
        rows = TaskRows(posted(request), prefix=PREFIX, form_kwargs=given)
        if request.method == "POST":
            valid, rows_valid = form.is_valid(), rows.is_valid()
            if not rows_valid:
                form.add_error(None, "交办任务中有填写错误，请看标出的各项")
            if valid and rows_valid:
                meeting = carried_out_with(
                    rows,
                    form,
                    _recorded,
                    by=user,
                    group=group,
                    tasks=[_task(row) for row in rows.filled()],
                    **form.cleaned_data,
                )
                if meeting:
                    messages.success(request, "联系会议已登记")
                    return redirect("pairing:group", pk)
    blank = TaskRow(prefix=f"{PREFIX}-__prefix__", group=group)
    return render(
        request,
        "pairing/record_meeting.html",
        {
            "form": form,
            "rows": rows,
            "blank": blank,
            "group": group,
            "agencies": list(agencies_of(group)),
        },
    )


def _recorded(*, by: User, minutes: Chosen, **said: Any) -> LiaisonMeeting:
    kept = minutes.kept(by=by)
    return services.record_meeting(by=by, minutes=kept[0] if kept else None, **said)


@require_GET
@page(permissions.SEE_GROUPS)
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes of a meeting, for whoever sees the meeting."""
    seen = LiaisonMeeting.objects.visible_to(acting(request), permissions.SEE_GROUPS.code)
    meeting = get_object_or_404(seen.select_related("minutes"), pk=pk)
    if meeting.minutes is None:
        raise Http404
    return shown(meeting.minutes)


def _task(row: Form) -> NewTask:
    said = row.cleaned_data
    return NewTask(agency=said["agency"], content=said["content"], due_on=said["due_on"])
