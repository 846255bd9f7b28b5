"""Tasks: listed, assigned, accepted, completed, verified."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.pairing import permissions, queries, services
from assistance.pairing.forms import CompleteForm, TaskForm
from assistance.pairing.models import AssistanceTask, PairingGroup
from assistance.pairing.views.looks import task_tone
from ground.accounts.models import User
from ground.kernel import clock
from ground.web.lists import Choice, Column, Empty, ListPage, Span
from ground.web.pages import acting, carried_out, done, page, posted
from ground.web.trail import moments_of

SEE = permissions.SEE_GROUPS
OPEN = "open"


def _narrowed(rows: Any, value: str) -> Any:
    return (
        rows.filter(state__in=AssistanceTask.PENDING) if value == OPEN else rows.filter(state=value)
    )


TASKS = ListPage(
    title="帮扶任务",
    subtitle="本单位及所辖单位承办的任务，逾期的在最前",
    columns=[
        Column(
            "content", "任务", "link", url=lambda t: reverse("pairing:task", args=[t.pk]), width=40
        ),
        Column("agency", "承办单位", sort="agency__name", value=lambda t: t.agency.name),
        Column(
            "link_point",
            "双联点",
            sort="link_point__name",
            value=lambda t: t.link_point.name,
        ),
        Column("due_on", "完成期限", "date", sort="due_on"),
        Column("state", "状态", "badge", sort=["rank", "due_on"], tone=task_tone),
        Column("done_on", "完成日期", "date", sort="done_on"),
        Column("completion_note", "完成情况", export_only=True, width=40),
    ],
    ordering=["rank", "due_on"],
    search=["content", "agency__name", "link_point__name"],
    search_hint="任务、单位或双联点",
    filters=[
        Choice(
            "state",
            "状态",
            [(OPEN, "未完成（全部）"), *AssistanceTask.State.choices],
            narrow=_narrowed,
        ),
        Span("due", "完成期限", "due_on"),
    ],
    noun="件",
    empty=Empty(
        "还没有帮扶任务",
        "联系会议或牵头单位交办的任务会列在这里，快到期时工作台会提醒。",
        icon="task",
    ),
)


@require_GET
@page(SEE)
def task_list(request: HttpRequest) -> HttpResponse:
    rows = AssistanceTask.objects.of_agencies_of(acting(request), SEE.code)
    return TASKS.respond(request, queries.tasks_in_lists(rows))


@require_GET
@page(SEE)
def task_page(request: HttpRequest, pk: int) -> HttpResponse:
    return _shown(request, pk, CompleteForm(initial={"done_on": clock.today()}))


@page(permissions.ASSIGN_TASK)
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    user, code = acting(request), permissions.ASSIGN_TASK.code
    groups = PairingGroup.objects.led_by(user, code).select_related("link_point", "lead_agency")
    group = get_object_or_404(groups, pk=pk)
    form = TaskForm(posted(request), group=group)
    if request.method == "POST" and form.is_valid():
        task = carried_out(form, services.assign_task, by=user, group=group, **form.cleaned_data)
        if task:
            messages.success(request, f"任务已交办给{task.agency}")
            return redirect("pairing:group", pk)
    return render(request, "pairing/assign.html", {"form": form, "group": group})


@require_POST
@page(permissions.COMPLETE_TASK)
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    task = _own(request, pk)
    done(request, services.accept_task, said="任务已接受", by=acting(request), task=task)
    return redirect("pairing:task", pk)


@require_POST
@page(permissions.COMPLETE_TASK)
def complete(request: HttpRequest, pk: int) -> HttpResponse:
    task, form = _own(request, pk), CompleteForm(request.POST)
    said = form.cleaned_data if form.is_valid() else None
    if said and carried_out(form, services.complete_task, by=acting(request), task=task, **said):
        messages.success(request, "任务已办结，待核验")
        return redirect("pairing:task", pk)
    return _shown(request, pk, form)


@require_POST
@page(permissions.VERIFY_TASK)
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    tasks = AssistanceTask.objects.led_by(acting(request), permissions.VERIFY_TASK.code)
    task = get_object_or_404(tasks, pk=pk)
    done(request, services.verify_task, said="任务已核验", by=acting(request), task=task)
    return redirect("pairing:task", pk)


def _own(request: HttpRequest, pk: int) -> AssistanceTask:
    tasks = AssistanceTask.objects.of_agencies_of(acting(request), permissions.COMPLETE_TASK.code)
    return get_object_or_404(tasks, pk=pk)


def _shown(request: HttpRequest, pk: int, form: CompleteForm) -> HttpResponse:
    user = acting(request)
    visible = AssistanceTask.objects.visible_to(user, SEE.code)
    related = (
        "agency",
        "meeting",
        "link_point",
        "group__lead_agency",
        "done_by",
        "verified_by",
    )
    task = get_object_or_404(visible.select_related(*related), pk=pk)
    return render(
        request,
        "pairing/task.html",
        {
            "task": task,
            "tone": task_tone(task),
            "form": form,
            "moments": moments_of(task),
            "may": _may(user, task),
        },
    )


def _may(user: User, task: AssistanceTask) -> dict[str, bool]:
    """What this person may do with this task now; the services ask again."""
    one, state = AssistanceTask.objects.filter(pk=task.pk), AssistanceTask.State
    complete, verify = permissions.COMPLETE_TASK.code, permissions.VERIFY_TASK.code
    own = user.may(complete) and one.of_agencies_of(user, complete).exists()
    return {
        "accept": own and task.state == state.ASSIGNED,
        "complete": own and task.state in AssistanceTask.OPEN,
        "verify": task.state == state.DONE
        and task.done_by_id != user.pk
        and user.may(verify)
        and one.led_by(user, verify).exists(),
    }
