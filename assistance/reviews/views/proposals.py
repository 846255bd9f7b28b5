"""Proposals: listed, made, the family told, decided by another; families outside the files."""

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.criteria.views.looks import lines_of
from assistance.households import queries as households
from assistance.households.models import HardshipFile
from assistance.households.permissions import SEE_FILES
from assistance.reviews import permissions, queries, services
from assistance.reviews.forms import (
    DecideForm,
    InformForm,
    ProposeForm,
    UnfiledForm,
    VerifyForm,
    WithdrawForm,
)
from assistance.reviews.models import Proposal, UnfiledFamily
from assistance.reviews.views import looks
from ground.kernel import clock
from ground.web.lists import Action, Within
from ground.web.pages import acting, carried_out, page, posted, taken

SEE, KEEP, DECIDE = (
    permissions.SEE_REVIEWS,
    permissions.KEEP_REVIEWS,
    permissions.DECIDE_PROPOSALS,
)


@page(SEE)
@require_GET
def proposal_list(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    filters = [
        *looks.PROPOSALS.filters,
        Within("unit", "所在单位", user.scope(SEE.code), "file__unit"),
    ]
    rows = queries.proposals_in_lists(Proposal.objects.visible_to(user, SEE.code))
    return replace(looks.PROPOSALS, filters=filters).respond(request, rows)


@page(KEEP)
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    files = HardshipFile.objects.visible_to(acting(request), KEEP.code)
    file = get_object_or_404(files, pk=pk)
    form = ProposeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        made = carried_out(
            form, services.propose, by=acting(request), file=file, **form.cleaned_data
        )
        if made:
            messages.success(request, "已提出，请登记告知家庭的情况，由审批人审批")
            return redirect("reviews:proposal", made.pk)
    return render(
        request,
        "web/admin/add.html",
        {
            "form": form,
            "title": f"提出退出或调整 {file.file_no}",
            "list_title": f"档案 {file.file_no}",
            "list_url": reverse("households:file", args=[file.pk]),
            "submit": "提出",
        },
    )


@page(SEE)
@require_GET
def proposal_page(request: HttpRequest, pk: int) -> HttpResponse:
    return _proposal(request, _seen(request, pk, SEE.code))


@page(KEEP)
@require_POST
def inform(request: HttpRequest, pk: int) -> HttpResponse:
    proposal, form = _seen(request, pk, KEEP.code), InformForm(request.POST)
    told = taken(
        request,
        form,
        services.inform_family,
        said="已登记告知家庭",
        then=looks.proposal_url(proposal),
        proposal=proposal,
    )
    return told or _proposal(request, proposal, informing=form)


@page(DECIDE)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    proposal, form = _seen(request, pk, DECIDE.code), DecideForm(request.POST)
    if form.is_valid():
        done = carried_out(
            form,
            services.decide_proposal,
            by=acting(request),
            proposal=proposal,
            accept=form.cleaned_data["accept"] == "yes",
            decision=form.cleaned_data["decision"],
        )
        if done:
            messages.success(request, done.get_state_display())
            return redirect("reviews:proposals")
    return _proposal(request, proposal, deciding=form)


@page(KEEP)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    proposal, form = _seen(request, pk, KEEP.code), WithdrawForm(request.POST)
    back = taken(
        request,
        form,
        services.withdraw_proposal,
        said="已撤回",
        then=looks.proposal_url(proposal),
        proposal=proposal,
    )
    return back or _proposal(request, proposal, withdrawing=form)


@page(SEE)
@require_GET
def unfiled_list(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    rows = UnfiledFamily.objects.visible_to(user, SEE.code).select_related("unit", "file")
    actions = []
    if user.may(KEEP.code):
        actions.append(Action("登记家庭", reverse("reviews:record_unfiled"), "add", "primary"))
    return looks.UNFILED.respond(request, rows, actions=actions)


@page(KEEP)
def record_unfiled(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    form = UnfiledForm(user, posted(request), initial={"found_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        family = carried_out(form, services.record_unfiled, by=user, **form.cleaned_data)
        if family:
            messages.success(request, "已登记，请核实")
            return redirect("reviews:verify", family.pk)
    return render(
        request,
        "web/admin/add.html",
        {
            "form": form,
            "title": "登记未建档家庭",
            "list_title": "未建档家庭",
            "list_url": reverse("reviews:unfiled"),
            "submit": "登记",
        },
    )


@page(SEE)
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    """A family outside the files; who keeps the reviews says whether it was missed."""
    user = acting(request)
    families = UnfiledFamily.objects.visible_to(user, SEE.code)
    family = get_object_or_404(families.select_related("unit", "file", "verified_by"), pk=pk)
    keeps = user.reaches(family.unit, KEEP.code)
    form = VerifyForm(posted(request), initial={"verified_on": clock.today()})
    if request.method == "POST" and keeps and form.is_valid():
        file = _file_named(request, form)
        if not form.errors:
            done = carried_out(
                form,
                services.verify_unfiled,
                by=user,
                family=family,
                verified_on=form.cleaned_data["verified_on"],
                is_missed=form.cleaned_data["is_missed"] == "yes",
                file=file,
            )
            if done:
                messages.success(request, "已核实")
                return redirect("reviews:unfiled")
    context = {
        "family": family,
        "said": looks.verdict_of(family),
        "keeps": keeps,
        "form": form if keeps and family.verified_on is None else None,
    }
    return render(request, "reviews/unfiled.html", context)


def _file_named(request: HttpRequest, form: VerifyForm) -> HardshipFile | None:
    number = form.cleaned_data["file_no"].strip()
    if not number:
        return None
    files = HardshipFile.objects.visible_to(acting(request), SEE_FILES.code)
    file = files.filter(file_no=number).first()
    if file is None:
        form.add_error("file_no", "没有这个编号的档案，或不在您的管理范围内")
    return file


def _seen(request: HttpRequest, pk: int, permission: str) -> Proposal:
    proposals = Proposal.objects.visible_to(acting(request), permission)
    rows = queries.proposals_in_lists(proposals).select_related(
        "file__unit__division", "file__gate", "file__clue", "proposed_by", "decided_by", "review"
    )
    return get_object_or_404(rows, pk=pk)


def _proposal(request: HttpRequest, proposal: Proposal, **typed: forms.Form) -> HttpResponse:
    user, file = acting(request), proposal.file
    is_open = proposal.state == Proposal.State.OPEN
    reached = {code: user.reaches(file.unit, code) for code in (KEEP.code, DECIDE.code)}
    own = proposal.proposed_by_id == user.pk
    context: dict[str, Any] = {
        "proposal": proposal,
        "file": file,
        "holder": looks.holder_of(proposal),
        "tone": looks.PROPOSAL_TONES[Proposal.State(proposal.state)],
        "lines": lines_of(households.verdict_of(file, on=clock.today())),
        "may_see_objection": any(reached.values()),
        "own": own,
    }
    if is_open and reached[KEEP.code]:
        context["informing"] = typed.get("informing") or InformForm(
            initial={"informed_on": clock.today()}
        )
        if own:
            context["withdrawing"] = typed.get("withdrawing") or WithdrawForm()
    if is_open and reached[DECIDE.code] and not own:
        context["deciding"] = typed.get("deciding") or DecideForm()
    return render(request, "reviews/proposal.html", context)
