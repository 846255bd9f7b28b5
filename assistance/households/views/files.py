"""The pages of families' files: listed, found, opened, completed, taken on their way, posted."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.households import looks, queries, services
from assistance.households.forms import (
    CompleteForm,
    FindForm,
    InvestigationForm,
    MemberRow,
    MemberRows,
    NothingForm,
    OpenForm,
    OpinionForm,
    ReasonForm,
)
from assistance.households.models import HardshipFile, Member
from assistance.households.permissions import APPROVE_FILE, KEEP_FILES, REVEAL_PERSONAL, SEE_FILES
from assistance.households.rules import MOVES, is_for_approver
from ground.accounts.models import Organisation
from ground.accounts.permissions import Permission
from ground.kernel.errors import RuleBroken
from ground.web.lists import Action, Choice
from ground.web.pages import acting, carried_out, page
from ground.web.rows import carried_out_with, is_adding_row, one_more

# What a step asks for, and who carries it out. The order is the order on the page.
STEPS: dict[str, tuple[type[forms.Form], Callable[..., HardshipFile], str]] = {
    "submit": (NothingForm, services.submit_file, "已提交，等待初审"),
    "review": (OpinionForm, services.review_file, "初审已登记"),
    "investigate": (InvestigationForm, services.investigate_file, "入户调查已登记"),
    "check": (OpinionForm, services.check_file, "经济状况核对已登记"),
    "post_notice": (NothingForm, services.post_notice, "已张榜公示，可以打印公示单"),
    "approve": (OpinionForm, services.approve_file, "已批准建档"),
    "return": (ReasonForm, services.return_file, "已退回补充"),
    "reject": (ReasonForm, services.reject_file, "已登记为不予建档"),
    "exit": (ReasonForm, services.exit_file, "已脱困退档"),
    "cancel": (ReasonForm, services.cancel_file, "档案已注销"),
}
SAID_ON_BUTTON = {
    "review": "登记初审",
    "investigate": "登记入户调查",
    "check": "登记核对结果",
}
ENDINGS = ("return", "reject", "exit", "cancel")


@page(SEE_FILES)
@require_GET
def list_files(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    files = HardshipFile.objects.visible_to(user, SEE_FILES.code)
    units = Organisation.objects.filter(hardship_files__in=files).distinct()
    years = files.order_by().values_list("opened_on__year", flat=True).distinct()
    filters = [
        *looks.FILES.filters,
        Choice("unit", "所在单位", lambda: [(one.pk, one.name) for one in units]),
        Choice(
            "year",
            "申请年度",
            lambda: [(year, f"{year}年") for year in sorted(years, reverse=True)],
            field="opened_on__year",
        ),
    ]
    actions = [Action("找人", reverse("households:find"), "search")]
    if user.may(KEEP_FILES.code):
        actions.append(Action("登记建档", reverse("households:open"), "add", "primary"))
    listed = replace(looks.FILES, filters=filters)
    return listed.respond(request, queries.with_holder(files), actions=actions)


@page(SEE_FILES)
def find(request: HttpRequest) -> HttpResponse:
    """A person's file. The answer to the POST is the page itself: nothing goes into an address."""
    form = FindForm(request.POST if request.method == "POST" else None)
    found = None
    if request.method == "POST" and form.is_valid():
        found = carried_out(form, queries.found, user=acting(request), **form.cleaned_data)
    rows = [(file, looks.holder_of(file), looks.state_tone(file)) for file in found or []]
    context = {"form": form, "found": found, "rows": rows, "most": queries.FOUND_AT_MOST}
    return render(request, "households/find.html", context)


@page(KEEP_FILES)
def open_file(request: HttpRequest) -> HttpResponse:
    form = OpenForm(acting(request), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        file = carried_out(form, services.open_file, by=acting(request), **form.cleaned_data)
        if file:
            messages.success(request, f"已登记建档，档案编号 {file.file_no}，请继续完善")
            return redirect("households:complete", file.pk)
    return render(request, "households/open.html", {"form": form})


@page(SEE_FILES)
@require_GET
def show_file(request: HttpRequest, pk: int) -> HttpResponse:
    return _file_page(request, _file(request, pk, SEE_FILES))


@page(KEEP_FILES)
@require_POST
def take_step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """A step of those who keep the file."""
    return _step_taken(request, pk, action, KEEP_FILES, set(STEPS) - {"approve", "exit"})


@page(APPROVE_FILE)
@require_POST
def decide(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """A step of the approver."""
    return _step_taken(request, pk, action, APPROVE_FILE, {"approve", *ENDINGS})


@page(KEEP_FILES)
def complete(request: HttpRequest, pk: int) -> HttpResponse:
    file = _file(request, pk, KEEP_FILES)
    if file.state != HardshipFile.State.DRAFT:
        messages.error(request, f"档案现在是“{file.get_state_display()}”，退回补充后才能修改")
        return redirect("households:file", pk)
    members = list(file.members.all())
    holder = next(one for one in members if one.relation == Member.Relation.HOLDER)
    kept = {name for name in ("mobile", "address") if getattr(file, name)}
    kept |= {"holder_id_no"} if holder.id_no else set()
    if is_adding_row(request.POST):
        typed, rows = one_more(request.POST, CompleteForm, MemberRows, "members")
        form = CompleteForm(initial=typed, kept=kept)
    elif request.method == "POST":
        form, rows = (
            CompleteForm(request.POST, kept=kept),
            MemberRows(request.POST, prefix="members"),
        )
        if form.is_valid() and rows.is_valid():
            done = carried_out_with(
                rows,
                form,
                services.complete_file,
                by=acting(request),
                file=file,
                members=[row.as_member() for row in rows.filled() if isinstance(row, MemberRow)],
                **form.cleaned_data,
            )
            if done:
                return _completed(request, done)
    else:
        form = CompleteForm(initial=_initial(file), kept=kept)
        others = [one for one in members if one != holder]
        rows = MemberRows(
            prefix="members",
            initial=[
                {"relation": one.relation, "name": one.name, "kept": bool(one.id_no)}
                for one in others
            ],
        )
    context = {"file": file, "form": form, "rows": rows, "holder": looks.holder_of(file)}
    return render(request, "households/complete.html", context)


@page(SEE_FILES)
@require_GET
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """The public notice to print. Its template gets the notice, and nothing else of the family."""
    file = _file(request, pk, SEE_FILES)
    found = queries.notice_of(file)
    if found is None:
        messages.error(request, "这份档案没有在公示，公示后才能打印公示单")
        return redirect("households:file", pk)
    back_url = reverse("households:file", args=[pk])
    return render(request, "households/notice.html", {"notice": found, "back_url": back_url})


@page(REVEAL_PERSONAL)
@require_POST
def reveal(request: HttpRequest, pk: int, field: str) -> HttpResponse:
    return _revealed(request, _file(request, pk, REVEAL_PERSONAL), field=field)


@page(REVEAL_PERSONAL)
@require_POST
def reveal_member(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    file = _file(request, pk, REVEAL_PERSONAL)
    member = get_object_or_404(Member, file=file, pk=member_pk)
    return _revealed(request, file, field="id_no", member=member)


def _step_taken(
    request: HttpRequest, pk: int, action: str, permission: Permission, known: set[str]
) -> HttpResponse:
    """Take a step, or show the file again with what was typed and why not."""
    if action not in known:
        raise Http404
    file = _file(request, pk, permission)
    form_class, service, said = STEPS[action]
    form = form_class(request.POST)
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


def _revealed(request: HttpRequest, file: HardshipFile, **what: Any) -> HttpResponse:
    reason = request.POST.get("reason", "")
    status = 200
    try:
        text = services.reveal(by=acting(request), file=file, reason=reason, **what)
    except RuleBroken as broken:
        text, status = broken.message, 422
    response = HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)
    response["Cache-Control"] = "no-store"
    return response


def _file(request: HttpRequest, pk: int, permission: Permission) -> HardshipFile:
    files = HardshipFile.objects.visible_to(acting(request), permission.code)
    return get_object_or_404(queries.with_holder(files).select_related("unit__division"), pk=pk)


def _file_page(
    request: HttpRequest,
    file: HardshipFile,
    taken: str = "",
    typed: forms.Form | None = None,
) -> HttpResponse:
    """The file with everything this person may do about it; a refused step keeps what was typed."""
    user = acting(request)
    steps = list(file.steps.select_related("by"))
    actions = queries.actions_for(user, file)
    offered = [
        {
            "action": action,
            "label": MOVES[action].label,
            "url": reverse(
                f"households:{'decide' if is_for_approver(action, file.state) else 'step'}",
                args=[file.pk, action],
            ),
            "submit": SAID_ON_BUTTON.get(action, MOVES[action].label),
            "form": typed if action == taken and typed else STEPS[action][0](),
            "open": action == taken,
        }
        for action in actions
        if action in STEPS
    ]
    context = {
        "file": file,
        "state_tone": looks.state_tone(file),
        "holder": looks.holder_of(file),
        "income": queries.income_of(file),
        "members": list(file.members.all()),
        "way": looks.way_of(file, steps),
        "moments": looks.moments_of(steps),
        "next_steps": [one for one in offered if one["action"] not in ENDINGS],
        "endings": [one for one in offered if one["action"] in ENDINGS],
        "may_complete": "complete" in actions,
        "missing": list(queries.missing_of(file).values()) if "complete" in actions else [],
        "may_reveal": user.may(REVEAL_PERSONAL.code) and _covers(request, file),
        "register_url": looks.register_url(file),
    }
    return render(request, "households/file.html", context)


def _covers(request: HttpRequest, file: HardshipFile) -> bool:
    scope = acting(request).scope(REVEAL_PERSONAL.code)
    return any(file.unit.path.startswith(path) for path in scope)


def _completed(request: HttpRequest, file: HardshipFile) -> HttpResponse:
    """Saved; with the second button it is handed in at once, and what is missing is said."""
    if "submit_too" in request.POST:
        try:
            services.submit_file(by=acting(request), file=file)
        except RuleBroken as broken:
            messages.warning(request, f"已保存，还没有提交：{broken.message}")
            return redirect("households:complete", file.pk)
        messages.success(request, "已保存并提交，等待初审")
    else:
        messages.success(request, "已保存")
    return redirect("households:file", file.pk)


def _initial(file: HardshipFile) -> dict[str, Any]:
    names = ("category", "tier", "primary_cause", "situation", "annual_income", "rigid_expenses")
    return {name: getattr(file, name) for name in names}
