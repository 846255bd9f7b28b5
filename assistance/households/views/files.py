"""The pages of families' files: listed, found, opened, completed, taken on their way, posted."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.criteria.rules import OUTCOMES
from assistance.criteria.views.looks import lines_of
from assistance.households import looks, queries, registries, services, showing
from assistance.households.forms import (
    AgreedForm,
    ApprovalForm,
    FindForm,
    NothingForm,
    OpenForm,
    OpinionForm,
    ReasonForm,
)
from assistance.households.models import HardshipFile, Member
from assistance.households.permissions import APPROVE_FILE, KEEP_FILES, REVEAL_PERSONAL, SEE_FILES
from assistance.households.rules import ACTION_LABELS, MOVES
from assistance.households.views.parts import file_in_scope, revealed
from ground.accounts.permissions import Permission
from ground.kernel import clock
from ground.web.lists import Action
from ground.web.pages import acting, carried_out, page

# What a step asks for, and who carries it out.
STEPS: dict[str, tuple[type[forms.Form], Callable[..., HardshipFile], str]] = {
    "submit": (NothingForm, services.submit_file, "已提交"),
    "review": (OpinionForm, services.review_file, "初审已登记"),
    "opine": (AgreedForm, services.give_opinion, "意见已签署"),
    "approve": (ApprovalForm, services.approve_file, "已批准"),
    "acknowledge": (NothingForm, services.acknowledge_file, "旧档已核认"),
    "return": (ReasonForm, services.return_file, "已退回补充"),
    "reject": (ReasonForm, services.reject_file, "已登记为不予建档"),
    "cancel": (ReasonForm, services.cancel_file, "档案已注销"),
}
ENDINGS = ("return", "reject", "cancel")


@page(SEE_FILES)
@require_GET
def list_files(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    files = HardshipFile.objects.visible_to(user, SEE_FILES.code)
    actions = [Action("找人", reverse("households:find"), "search")]
    if user.may(KEEP_FILES.code):
        actions.append(Action("登记建档", reverse("households:open"), "add", "primary"))
    return looks.files_for(user).respond(
        request,
        queries.with_holder(files),
        actions=actions,
        on_filter=registries.list_actions_for(user),
    )


@page(SEE_FILES)
def find(request: HttpRequest) -> HttpResponse:
    """A person's file. The answer to the POST is the page itself: nothing goes into an address."""
    form = FindForm(request.POST if request.method == "POST" else None)
    found = None
    if request.method == "POST" and form.is_valid():
        found = carried_out(form, queries.found, user=acting(request), **form.cleaned_data)
    rows = [looks.found_row(file, people) for file, people in found.files] if found else []
    context = {
        "form": form,
        "found": found,
        "rows": rows,
        "most": queries.FOUND_AT_MOST,
        "may_open": acting(request).may(KEEP_FILES.code),
    }
    return render(request, "households/find.html", context)


@page(KEEP_FILES)
def open_file(request: HttpRequest) -> HttpResponse:
    form = OpenForm(acting(request), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        file = carried_out(form, services.open_file, by=acting(request), **form.cleaned_data)
        if file:
            messages.success(request, f"已登记建档，档案编号 {file.file_no}，请继续完善")
            return redirect("households:section", file.pk, "head")
    return render(request, "households/open.html", {"form": form})


@page(SEE_FILES)
@require_GET
def show_file(request: HttpRequest, pk: int) -> HttpResponse:
    return _file_page(request, file_in_scope(request, pk, SEE_FILES))


@page(KEEP_FILES)
@require_POST
def take_step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """A step of those who keep the file."""
    return _step_taken(request, pk, action, KEEP_FILES)


@page(APPROVE_FILE)
@require_POST
def decide(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """A step of the approver."""
    return _step_taken(request, pk, action, APPROVE_FILE)


@page(REVEAL_PERSONAL, shows_personal=True)
@require_POST
def reveal(request: HttpRequest, pk: int, field: str) -> HttpResponse:
    file = file_in_scope(request, pk, REVEAL_PERSONAL)
    return revealed(request, services.reveal, file=file, field=field)


@page(REVEAL_PERSONAL, shows_personal=True)
@require_POST
def reveal_member(request: HttpRequest, pk: int, member_pk: int, field: str) -> HttpResponse:
    file = file_in_scope(request, pk, REVEAL_PERSONAL)
    member = get_object_or_404(Member, file=file, pk=member_pk)
    return revealed(request, services.reveal, file=file, field=field, member=member)


def _step_taken(request: HttpRequest, pk: int, action: str, permission: Permission) -> HttpResponse:
    """Take a step, or show the file again with what was typed and why not."""
    file = file_in_scope(request, pk, permission)
    if action not in _steps_of(file):
        raise Http404
    _, service, said = STEPS[action]
    form = _form_of(action, file, request.POST)
    if form.is_valid():
        moved = carried_out(form, service, by=acting(request), file=file, **form.cleaned_data)
        if moved:
            messages.success(request, said)
            return redirect("households:file", pk)
    if action not in queries.actions_for(acting(request), file):  # no form on the page to say it
        messages.error(
            request, "；".join(map(str, form.non_field_errors())) or "现在不能办理这一步"
        )
        return redirect("households:file", pk)
    return _file_page(request, file, action, form)


def _file_page(
    request: HttpRequest,
    file: HardshipFile,
    taken: str = "",
    typed: forms.Form | None = None,
) -> HttpResponse:
    """The file with everything this person may do about it; a refused step keeps what was typed."""
    user = acting(request)
    steps = list(file.steps.select_related("by", "gate"))
    verdict = queries.verdict_of(file, on=clock.today())
    actions = queries.actions_for(user, file)
    missing, held = queries.missing_of(file), queries.form_of(file)
    may_reveal = user.reaches(file.unit, REVEAL_PERSONAL.code)
    offered = [
        {
            "action": action,
            "label": label_of(action, file),
            "url": reverse(
                f"households:{'decide' if queries.is_for_approver(action, file) else 'step'}",
                args=[file.pk, action],
            ),
            "submit": label_of(action, file),
            "form": typed if action == taken and typed else _form_of(action, file),
            "open": action == taken,
        }
        for action in actions
        if action in _steps_of(file)
    ]
    context = {
        "file": file,
        "standing": queries.standing_of(file),
        "state_tone": looks.state_tone(file),
        "holder": looks.holder_of(file),
        "verdict": verdict,
        "lines": lines_of(verdict),
        "outcome": OUTCOMES[verdict.outcome],
        "sections": showing.sections_of(held, may_reveal=may_reveal),
        "members": held.members,
        "items": held.items,
        "related": showing.related_to(file),
        "way": looks.way_of(file, steps, list(file.route.gates.all()) if file.route else []),
        "moments": looks.moments_of(steps),
        "next_steps": [one for one in offered if one["action"] not in ENDINGS],
        "endings": [one for one in offered if one["action"] in ENDINGS],
        "may_complete": "complete" in actions,
        "may_amend": "amend" in actions,
        "may_split": "split" in actions,
        "merge_url": showing.merge_url(user, file),
        "missing": missing.blocking,
        "added": list(missing.added.values()),
        "doubts": queries.doubts_of(held),
        "may_reveal": may_reveal,
        "register_url": looks.register_url(file),
        "work": registries.work_at(file, user),
        "panels": registries.panels_of(file, user),
    }
    return render(request, "households/file.html", context)


def _steps_of(file: HardshipFile) -> set[str]:
    """The steps that are taken here: how a family on file leaves is the business of the reviews."""
    return set(STEPS) - ({"cancel"} if file.state == HardshipFile.State.ACTIVE else set())


def _form_of(action: str, file: HardshipFile, data: Any = None) -> forms.Form:
    if action == "approve":
        return ApprovalForm(data, concerns=registries.concerns_of(file))
    return STEPS[action][0](data)


def label_of(action: str, file: HardshipFile) -> str:
    """A step on its button: the gate's own name where the gate says it all."""
    if action in {"opine", "approve", "review"} and file.gate:
        return file.gate.label
    return ACTION_LABELS.get(action) or MOVES[action].label
