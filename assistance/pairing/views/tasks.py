"""Tasks: listed, shown, given out, given anew."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from assistance.pairing import permissions, queries, services
from assistance.pairing.forms import (
    CompleteForm,
    ReassignAnywhereForm,
    ReassignForm,
    TaskForm,
    start_of,
)
from assistance.pairing.models import AssistanceTask, PairingGroup, Postponement, TaskEvidence
from assistance.pairing.views.looks import light_of, light_tone, task_tone
from ground.accounts.models import Organisation, User
from ground.files.answers import shown, thumbnail
from ground.kernel import clock
from ground.web.lists import Choice, Column, Empty, ListPage, Span
from ground.web.pages import acting, carried_out, page, posted
from ground.web.trail import moments_of

SEE = permissions.SEE_GROUPS
OPEN, LATE = "open", "late"


def _in_state(rows: Any, value: str) -> Any:
    return rows.pending() if value == OPEN else rows.filter(state=value)


def _at_level(rows: Any, value: str) -> Any:
    if value == LATE:
        return rows.pending().filter(due_on__lt=clock.today())
    return rows.pending().filter(level=int(value))


TASKS = ListPage(
    title="帮扶任务",
    subtitle="本单位及所辖单位承办、协办的任务，逾期的在最前",
    columns=[
        Column(
            "content", "任务", "link", url=lambda t: reverse("pairing:task", args=[t.pk]), width=40
        ),
        Column("link_point", "双联点", sort="link_point__name", value=lambda t: t.link_point.name),
        Column("assigned_on", "交办日期", "date", sort="assigned_on", export_only=True),
        Column("agency", "承办单位", sort="agency__name", value=lambda t: t.agency.name),
        Column("helping", "协办单位", value=lambda t: t.helping or "", export_only=True),
        Column(
            "cadre",
            "责任人",
            value=lambda t: t.cadre.name if t.cadre else "",
            export_only=True,
            width=12,
        ),
        Column("due_on", "完成期限", "date", sort="due_on"),
        Column("first_due_on", "原定期限", "date", export_only=True),
        Column(
            "light", "督办", "badge", sort=["-level", "due_on"], value=light_of, tone=light_tone
        ),
        Column("state", "状态", "badge", sort=["rank", "due_on"], tone=task_tone),
        Column("done_on", "完成日期", "date", sort="done_on"),
        Column("completion_note", "完成情况", export_only=True, width=40),
        Column("stated_reason", "退回、发回或取消原因", export_only=True, width=30),
        Column("verified_on", "销号日期", "date", export_only=True),
    ],
    ordering=["rank", "due_on"],
    search=["content", "agency__name", "link_point__name"],
    search_hint="任务、单位或双联点",
    filters=[
        Choice(
            "state",
            "状态",
            [(OPEN, "未完成（全部）"), *AssistanceTask.State.choices],
            narrow=_in_state,
        ),
        Choice(
            "level",
            "督办",
            [(LATE, "已逾期（全部）"), (1, "提醒"), (2, "黄牌"), (3, "红牌"), (4, "报领导")],
            narrow=_at_level,
        ),
        Span("due", "完成期限", "due_on"),
    ],
    noun="件",
    empty=Empty(
        "还没有帮扶任务",
        "联系会议、牵头单位或双联办交办的任务会列在这里，快到期时工作台会提醒。",
        icon="task",
    ),
)


@require_GET
@page(SEE)
def task_list(request: HttpRequest) -> HttpResponse:
    rows = AssistanceTask.objects.concerning(acting(request), SEE.code)
    return TASKS.respond(request, queries.tasks_in_lists(rows))


@require_GET
@page(SEE)
def task_page(request: HttpRequest, pk: int) -> HttpResponse:
    return task_shown(request, pk, CompleteForm(initial={"done_on": clock.today()}))


@require_GET
@page(SEE)
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """A file beside a task, for whoever sees the task; `?small` for its small picture."""
    tasks = AssistanceTask.objects.visible_to(acting(request), SEE.code).order_by().values("pk")
    rows = TaskEvidence.objects.filter(task__in=tasks).select_related("file")
    one = get_object_or_404(rows, pk=pk)
    return thumbnail(one.file) if "small" in request.GET else shown(one.file)


@page(permissions.ASSIGN_TASK)
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    user, code = acting(request), permissions.ASSIGN_TASK.code
    groups = PairingGroup.objects.led_by(user, code).select_related("link_point", "lead_agency")
    group = get_object_or_404(groups, pk=pk)
    start = {"due_on": queries.usual_due_on(group.link_point.division)}
    form = TaskForm(posted(request), group=group, initial=start)
    if request.method == "POST" and form.is_valid():
        task = carried_out(form, services.assign_task, by=user, group=group, **form.cleaned_data)
        if task:
            messages.success(request, f"任务已交办给{task.agency}")
            return redirect("pairing:group", pk)
    return render(request, "pairing/assign.html", {"form": form, "group": group})


@page(permissions.ASSIGN_TASK)
def reassign(request: HttpRequest, pk: int) -> HttpResponse:
    user, code = acting(request), permissions.ASSIGN_TASK.code
    led = AssistanceTask.objects.given_out_by(user, code)
    task = get_object_or_404(led.select_related("group", "agency", "link_point__division"), pk=pk)
    start = start_of(task, queries.usual_due_on(task.link_point.division))
    form: ReassignForm | ReassignAnywhereForm
    if task.group is not None:
        form = ReassignForm(posted(request), group=task.group, initial=start)
    else:
        among = Organisation.objects.visible_to(user, code).filter(is_active=True)
        form = ReassignAnywhereForm(posted(request), among=among, initial=start)
    if request.method == "POST" and form.is_valid():
        given = carried_out(form, services.reassign_task, by=user, task=task, **form.cleaned_data)
        if given:
            messages.success(request, f"任务已重新交办给{given.agency}")
            return redirect("pairing:task", pk)
    return render(request, "pairing/reassign.html", {"form": form, "task": task})


def task_shown(request: HttpRequest, pk: int, form: CompleteForm) -> HttpResponse:
    user = acting(request)
    visible = AssistanceTask.objects.visible_to(user, SEE.code)
    related = (
        "agency",
        "cadre",
        "meeting",
        "link_point",
        "group__lead_agency",
        "done_by",
        "verified_by",
        "assigned_by",
    )
    task = get_object_or_404(visible.select_related(*related), pk=pk)
    postponements = list(task.postponements.select_related("asked_by", "decided_by"))
    asked = next((one for one in postponements if one.state == Postponement.State.ASKED), None)
    return render(
        request,
        "pairing/task.html",
        {
            "task": task,
            "tone": task_tone(task),
            "light": light_of(task),
            "light_tone": light_tone(task),
            "overdue": task.state in AssistanceTask.PENDING and task.due_on < clock.today(),
            "shares": [one.agency for one in task.shares.select_related("agency")],
            "evidence": list(task.evidence.select_related("file")),
            "postponements": postponements,
            "asked": asked,
            "form": form,
            "moments": moments_of(task),
            "may": _may(user, task, asked),
        },
    )


def _may(user: User, task: AssistanceTask, asked: Postponement | None) -> dict[str, bool]:
    """What this person may do with this task now; the services ask again."""
    one, state = AssistanceTask.objects.filter(pk=task.pk), AssistanceTask.State
    complete, verify = permissions.COMPLETE_TASK.code, permissions.VERIFY_TASK.code
    give, decide = permissions.ASSIGN_TASK.code, permissions.DECIDE_POSTPONEMENT.code
    own = user.may(complete) and one.of_agencies_of(user, complete).exists()
    checks = task.state == state.DONE and user.may(verify) and one.led_by(user, verify).exists()
    gives = (
        task.state in AssistanceTask.PENDING
        and user.may(give)
        and one.given_out_by(user, give).exists()
    )
    is_open = own and task.state in AssistanceTask.OPEN
    return {
        "accept": own and task.state == state.ASSIGNED,
        "return": is_open,
        "complete": is_open,
        "postpone": is_open and asked is None,
        "decide": asked is not None
        and asked.asked_by_id != user.pk
        and user.may(decide)
        and one.overseen_by(user, decide).exists(),
        "verify": checks and task.done_by_id != user.pk,
        "send_back": checks,
        "reassign": gives,
        "cancel": gives,
    }
