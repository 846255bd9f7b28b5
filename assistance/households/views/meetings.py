"""Meetings: many files talked over at once, each with its decision; the minutes behind a permission."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from assistance.households import queries, services
from assistance.households.models import FileMeeting, Gate, HardshipFile
from assistance.households.permissions import KEEP_FILES, SEE_FILES
from assistance.households.services.meetings import Decided
from assistance.households.way_forms import MeetingForm
from ground.files import answers
from ground.kernel import clock
from ground.kernel.identifiers import masked_name
from ground.web.lists import Action, Column, Empty, ListPage, Span
from ground.web.pages import acting, carried_out, page, posted

MOST = 60  # what a meeting can talk over
MEETINGS = ListPage(
    title="会议研究",
    subtitle="一次会议研究多户，每户同意、退回补充或不予建档",
    parent=("困难职工档案", "households:list"),
    columns=[
        Column(
            "held_on",
            "会议日期",
            "link",
            sort="held_on",
            url=lambda one: reverse("households:meeting", args=[one.pk]),
        ),
        Column("organisation", "研究单位", value=lambda one: one.organisation.name),
        Column("number", "户数", "number"),
        Column("people", "参加人"),
        Column("recorded_by", "登记人"),
    ],
    search=["people", "decisions__file__file_no"],
    search_hint="参加人或档案编号",
    filters=[Span("held", "会议日期", "held_on")],
    ordering=["-held_on", "-pk"],
    noun="次",
    empty=Empty("还没有会议研究", "档案到“会议研究”环节后，在这里一次登记多户的决定。", "meeting"),
)


@require_GET
@page(SEE_FILES)
def meeting_list(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    actions = []
    if user.may(KEEP_FILES.code):
        actions.append(Action("登记会议", reverse("households:hold_meeting"), "add", "primary"))
    rows = FileMeeting.objects.visible_to(user, SEE_FILES.code).distinct()
    rows = rows.select_related("organisation", "recorded_by")
    return MEETINGS.respond(
        request, rows.annotate(number=Count("decisions", distinct=True)), actions=actions
    )


@page(KEEP_FILES)
def hold(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    waiting = queries.with_holder(
        HardshipFile.objects.visible_to(user, KEEP_FILES.code).filter(
            state=HardshipFile.State.UNDERWAY, gate__kind=Gate.Kind.MEETING
        )
    ).order_by("unit__path", "pk")
    files = list(waiting[:MOST])
    only = request.GET.get("file", "")
    initial: dict[str, Any] = {"organisation": user.organisation_id, "held_on": clock.today()}
    initial |= {f"decision-{one.pk}": "agree" for one in files if not only or str(one.pk) == only}
    form = MeetingForm(user, files, posted(request), request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        meeting = carried_out(form, _held, request=request, typed=form)
        if meeting:
            messages.success(request, "会议研究已登记，各户已按决定办理")
            return redirect("households:meeting", meeting.pk)
    context = {"form": form, "rows": form.rows(), "more": waiting.count() - len(files)}
    return render(request, "households/hold_meeting.html", context)


def _held(*, request: HttpRequest, typed: MeetingForm) -> FileMeeting:
    user, said = acting(request), typed.cleaned_data
    decided = [
        Decided(file=one, decision=said[f"decision-{one.pk}"], opinion=said[f"opinion-{one.pk}"])
        for one in typed.files_of_meeting
        if said[f"decision-{one.pk}"]
    ]
    kept = said["minutes"].kept(by=user)
    return services.hold_meeting(
        by=user,
        organisation=said["organisation"],
        held_on=said["held_on"],
        people=said["people"],
        decided=decided,
        minutes=kept[0] if kept else None,
    )


@require_GET
@page(KEEP_FILES)
def of_file(request: HttpRequest, pk: int) -> HttpResponse:
    visible = HardshipFile.objects.visible_to(acting(request), KEEP_FILES.code)
    get_object_or_404(visible, pk=pk)
    return redirect(f"{reverse('households:hold_meeting')}?file={pk}")


@require_GET
@page(SEE_FILES)
def meeting_page(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = _seen(request, pk)
    files = queries.with_holder(HardshipFile.objects.filter(meeting_decisions__meeting=meeting))
    names = {one.pk: masked_name(getattr(one, "holder_name", "") or "") for one in files}
    rows = [
        {"decision": one, "name": names[one.file_id]}
        for one in meeting.decisions.select_related("file__unit")
    ]
    return render(request, "households/meeting.html", {"meeting": meeting, "rows": rows})


@require_GET
@page(SEE_FILES)
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = _seen(request, pk)
    if meeting.minutes is None:
        raise Http404
    return answers.shown(meeting.minutes)


def _seen(request: HttpRequest, pk: int) -> FileMeeting:
    visible = FileMeeting.objects.visible_to(acting(request), SEE_FILES.code)
    return get_object_or_404(
        visible.select_related("organisation", "recorded_by", "minutes"), pk=pk
    )
