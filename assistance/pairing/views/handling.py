"""What is done with a task, one step at a time."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from assistance.pairing import permissions, services
from assistance.pairing.forms import CompleteForm, PostponeForm
from assistance.pairing.models import AssistanceTask, Postponement
from assistance.pairing.views.tasks import task_shown
from ground.accounts.models import User
from ground.web.pages import acting, carried_out, done, page, posted
from ground.web.uploads import Chosen

COMPLETE, VERIFY, ASSIGN = (
    permissions.COMPLETE_TASK,
    permissions.VERIFY_TASK,
    permissions.ASSIGN_TASK,
)


@require_POST
@page(COMPLETE)
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    task = _own(request, pk)
    done(request, services.accept_task, said="任务已接受", by=acting(request), task=task)
    return redirect("pairing:task", pk)


@require_POST
@page(COMPLETE)
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    task = _own(request, pk)
    return _with_reason(request, services.return_task, task, "任务已退回交办人")


@require_POST
@page(COMPLETE)
def complete(request: HttpRequest, pk: int) -> HttpResponse:
    task, form = _own(request, pk), CompleteForm(request.POST, request.FILES)
    if form.is_valid():
        completed = carried_out(
            form, _completed, by=acting(request), task=task, **form.cleaned_data
        )
        if completed:
            messages.success(request, "任务已办结，待核验")
            return redirect("pairing:task", pk)
    return task_shown(request, pk, form)


def _completed(*, by: User, evidence: Chosen, **said: Any) -> AssistanceTask:
    return services.complete_task(by=by, evidence=evidence.kept(by=by), **said)


@page(COMPLETE)
def postpone(request: HttpRequest, pk: int) -> HttpResponse:
    task, form = _own(request, pk), PostponeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        asked = carried_out(
            form, services.ask_postponement, by=acting(request), task=task, **form.cleaned_data
        )
        if asked:
            messages.success(request, "延期申请已提交，批复前原期限仍然有效")
            return redirect("pairing:task", pk)
    return render(request, "pairing/postpone.html", {"form": form, "task": task})


@require_POST
@page(permissions.DECIDE_POSTPONEMENT)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Say yes or no to the wish for a later day that waits with this task."""
    code = permissions.DECIDE_POSTPONEMENT.code
    tasks = AssistanceTask.objects.overseen_by(acting(request), code)
    task = get_object_or_404(tasks, pk=pk)
    asked = get_object_or_404(task.postponements, state=Postponement.State.ASKED)
    granted = request.POST.get("granted") == "1"
    done(
        request,
        services.decide_postponement,
        said="已同意延期" if granted else "已答复不同意延期",
        by=acting(request),
        postponement=asked,
        granted=granted,
        opinion=request.POST.get("opinion", ""),
    )
    return redirect("pairing:task", pk)


@require_POST
@page(VERIFY)
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    task = _led(request, pk)
    done(request, services.verify_task, said="任务已核验", by=acting(request), task=task)
    return redirect("pairing:task", pk)


@require_POST
@page(VERIFY)
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    task = _led(request, pk)
    return _with_reason(request, services.send_back_task, task, "任务已发回继续办理")


@require_POST
@page(ASSIGN)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    rows = AssistanceTask.objects.given_out_by(acting(request), ASSIGN.code)
    task = get_object_or_404(rows, pk=pk)
    return _with_reason(request, services.cancel_task, task, "任务已取消")


def _with_reason(
    request: HttpRequest, service: Callable[..., Any], task: AssistanceTask, said: str
) -> HttpResponse:
    reason = request.POST.get("reason", "")
    done(request, service, said=said, by=acting(request), task=task, reason=reason)
    return redirect("pairing:task", task.pk)


def _own(request: HttpRequest, pk: int) -> AssistanceTask:
    tasks = AssistanceTask.objects.of_agencies_of(acting(request), COMPLETE.code)
    return get_object_or_404(tasks.select_related("agency", "link_point"), pk=pk)


def _led(request: HttpRequest, pk: int) -> AssistanceTask:
    tasks = AssistanceTask.objects.led_by(acting(request), VERIFY.code)
    return get_object_or_404(tasks, pk=pk)
