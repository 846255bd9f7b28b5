"""Meetings, with the tasks that they give."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from assistance.pairing import permissions, services
from assistance.pairing.forms import MeetingForm, TaskRow, TaskRows, agencies_of
from assistance.pairing.models import PairingGroup
from assistance.pairing.rules import NewTask
from ground.kernel import clock
from ground.web.pages import acting, page, posted
from ground.web.rows import carried_out_with, is_adding_row, one_more

PREFIX = "tasks"


@page(permissions.RECORD_MEETING)
def record_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    user, code = acting(request), permissions.RECORD_MEETING.code
    groups = PairingGroup.objects.led_by(user, code).select_related("link_point", "lead_agency")
    group = get_object_or_404(groups, pk=pk)
    given = {"group": group}
    if is_adding_row(request.POST):
        typed, rows = one_more(request.POST, MeetingForm, TaskRows, PREFIX, form_kwargs=given)
        form = MeetingForm(initial=typed)
    else:
        form = MeetingForm(posted(request), initial={"held_on": clock.today()})
        rows = TaskRows(posted(request), prefix=PREFIX, form_kwargs=given)
        if request.method == "POST":
            valid, rows_valid = form.is_valid(), rows.is_valid()
            if not rows_valid:
                form.add_error(None, "交办任务中有填写错误，请看标出的各项")
            if valid and rows_valid:
                meeting = carried_out_with(
                    rows,
                    form,
                    services.record_meeting,
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


def _task(row: Form) -> NewTask:
    said = row.cleaned_data
    return NewTask(agency=said["agency"], content=said["content"], due_on=said["due_on"])
