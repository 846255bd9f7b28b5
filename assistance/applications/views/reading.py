"""Applications listed, and one of them with everything this person may do about it."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from assistance.applications import permissions, queries
from assistance.applications.forms import DecideForm, PaperForm, ReviewForm
from assistance.applications.models import Application
from assistance.applications.rules import OPEN
from assistance.applications.views import looks
from assistance.households.permissions import REVEAL_PERSONAL
from assistance.standards.rules import PAPERS, tell
from assistance.standards.views.looks import lines_of
from ground.accounts.models import User
from ground.kernel import clock
from ground.kernel.identifiers import masked_id, masked_mobile
from ground.web.lists import Action
from ground.web.pages import acting, page
from ground.web.subjects import link_of
from ground.web.trail import moments_of

SEE, KEEP, REVIEW, DECIDE = (
    permissions.SEE_APPLICATIONS,
    permissions.KEEP_APPLICATIONS,
    permissions.REVIEW_APPLICATIONS,
    permissions.DECIDE_APPLICATIONS,
)
State = Application.State


@page(SEE)
@require_GET
def application_list(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    actions = []
    if user.may(KEEP.code):
        actions = [
            Action("未建档家庭申请", reverse("applications:outside"), "inbox"),
            Action("登记申请", reverse("applications:new"), "add", "primary"),
        ]
    rows = queries.in_lists(Application.objects.visible_to(user, SEE.code))
    return looks.list_for(user, SEE.code).respond(request, rows, actions=actions)


@page(SEE)
@require_GET
def application_page(request: HttpRequest, pk: int) -> HttpResponse:
    return shown(request, seen(request, pk, SEE.code))


def seen(request: HttpRequest, pk: int, permission: str) -> Application:
    visible = Application.objects.visible_to(acting(request), permission)
    people = ("made_by", "recommended_by", "reviewed_by", "decided_by", "standard")
    return get_object_or_404(queries.in_lists(visible).select_related(*people), pk=pk)


def shown(
    request: HttpRequest,
    one: Application,
    *,
    reviewing: forms.Form | None = None,
    deciding: forms.Form | None = None,
) -> HttpResponse:
    """The application; a refused step keeps what was typed."""
    user, today = acting(request), clock.today()
    is_open = one.state in OPEN
    if is_open:
        proposal, facts = queries.proposal_of(one, on=today)
        amount, cap = proposal.amount, proposal.cap
        unknown, lines = list(proposal.unknown), lines_of(tell(proposal, facts))
        wanted = queries.papers_wanted(one, on=today)
    else:
        amount, cap = one.proposed_amount, one.proposal.get("cap")
        unknown = one.proposal.get("unknown", [])
        lines, wanted = lines_of(looks.sentences_kept(one)), ()
    held = queries.held_of(one)
    context: dict[str, Any] = {
        "application": one,
        "family": looks.family_of(one),
        "tone": looks.TONES[State(one.state)],
        "way": looks.steps_of(one),
        "people": looks.people_of(one),
        "amount": amount,
        "cap": cap,
        "unknown": unknown,
        "lines": lines,
        "differs": one.state == State.REVIEWED and amount != one.proposed_amount,
        "missing": queries.missing_of(one, on=today) if one.state == State.DRAFT else [],
        "wanted": [{"label": PAPERS[kind], "held": kind in held} for kind in wanted],
        "papers": one.papers.select_related("stored", "added_by"),
        "number": masked_id(one.id_no) if one.file_id is None and one.id_no else "",
        "mobile": masked_mobile(one.mobile) if one.file_id is None and one.mobile else "",
        "may_reveal": user.reaches(one.unit, REVEAL_PERSONAL.code),
        "file_link": link_of(f"households.file:{one.file_id}", user) if one.file_id else None,
        "payment_link": link_of(f"aid.payment:{one.payment_id}", user) if one.payment_id else None,
        "moments": moments_of(one),
        **_offered(user, one, amount, reviewing, deciding),
    }
    return render(request, "applications/application.html", context)


def _offered(
    user: User,
    one: Application,
    amount: Any,
    reviewing: forms.Form | None,
    deciding: forms.Form | None,
) -> dict[str, Any]:
    """The steps that this person may take now, and why not where it is their own work."""
    keeps = user.reaches(one.unit, KEEP.code)
    makers = {one.made_by_id, one.recommended_by_id}
    offered: dict[str, Any] = {
        "may_keep": keeps and one.state == State.DRAFT,
        "may_add": keeps and one.state in OPEN,
        "may_withdraw": keeps and one.state in OPEN,
        "paper_form": PaperForm() if keeps and one.state in OPEN else None,
    }
    if one.state == State.RECOMMENDED and user.reaches(one.unit, REVIEW.code):
        own = user.pk in makers
        offered["own_review"] = own
        offered["reviewing"] = None if own else reviewing or ReviewForm()
    if one.state == State.REVIEWED and user.reaches(one.unit, DECIDE.code):
        own = user.pk in makers | {one.reviewed_by_id}
        offered["own_decision"] = own
        offered["deciding"] = (
            None if own else deciding or DecideForm(initial={"amount": amount or ""})
        )
    return offered
