"""One complaint: what was said, for those who handle it; how far it is; what may be done now."""

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from assistance.complaints import looks, queries, rules, services
from assistance.complaints.forms import (
    AnswerForm,
    AssignForm,
    PapersForm,
    RefusalForm,
    ReviewForm,
    SortForm,
)
from assistance.complaints.models import Complaint, ComplaintPaper
from assistance.complaints.permissions import HANDLE_COMPLAINT, SEE_COMPLAINTS
from ground.accounts.models import User
from ground.audit.services import record
from ground.files import answers
from ground.kernel import clock
from ground.kernel.identifiers import masked_mobile, masked_name
from ground.web.pages import acting, page
from ground.web.trail import moments_of

State = Complaint.State


@dataclass
class Forms:
    """Forms that were sent and are shown again with their faults; the others are made anew."""

    sort: SortForm | None = None
    refusal: RefusalForm | None = None
    assign: AssignForm | None = None
    answer: AnswerForm | None = None
    review: ReviewForm | None = None
    papers: PapersForm | None = None
    sent: str = field(default="")


def seen(request: HttpRequest, pk: int, permission: str = SEE_COMPLAINTS.code) -> Complaint:
    rows = Complaint.objects.visible_to(acting(request), permission)
    found: Complaint = get_object_or_404(
        rows.select_related("unit", "office", "about_user", "received_by", "decided_by"), pk=pk
    )
    return found


@require_GET
@page(SEE_COMPLAINTS)
def complaint_page(request: HttpRequest, pk: int) -> HttpResponse:
    complaint = seen(request, pk)
    if _handles(acting(request), complaint):
        services.open_complaint(by=acting(request), complaint=complaint)
    return shown(request, complaint, Forms())


@require_GET
@page(HANDLE_COMPLAINT)
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """What was handed in; each opening is on the record."""
    visible = Complaint.objects.visible_to(acting(request), HANDLE_COMPLAINT.code)
    papers = ComplaintPaper.objects.filter(complaint__in=visible)
    found = get_object_or_404(papers.select_related("stored", "complaint"), pk=pk)
    record(acting(request), "complaints.paper_opened", found.complaint)
    answer = answers.shown(found.stored)
    answer["Cache-Control"] = "no-store"
    return answer


def shown(request: HttpRequest, complaint: Complaint, forms: Forms) -> HttpResponse:
    user, today, state = acting(request), clock.today(), complaint.state
    handles = _handles(user, complaint)
    turns = list(
        complaint.inquiries.select_related("handler", "assigned_by", "closed_by").order_by("turn")
    )
    last = turns[-1] if turns else None
    is_handler = last is not None and last.handler_id == user.pk and last.closed_on is None
    tone, countdown = looks.light_of(complaint, today, looks.warn_days(today))
    context = {
        "complaint": complaint,
        "tone": looks.tone_of(complaint),
        "light": {"tone": tone, "words": countdown},
        "steps": looks.steps_of(complaint),
        "handles": handles,
        "turns": [(one, rules.TURNS[one.turn - 1]) for one in turns],
        "papers": complaint.papers.select_related("stored", "added_by") if handles else [],
        "who": masked_name(complaint.who) if is_handler and complaint.who else "",
        "phone": masked_mobile(complaint.phone) if is_handler and complaint.phone else "",
        "is_handler": is_handler,
        "has_phone": bool(complaint.phone) if handles else False,
        "moments": moments_of(complaint),
        "waits_for_another": handles and is_handler and state == State.ANSWERED,
    }
    if handles:
        context |= _may(user, complaint, forms, is_handler=is_handler)
    return render(request, "complaints/complaint.html", context)


def _may(user: User, complaint: Complaint, forms: Forms, *, is_handler: bool) -> dict[str, object]:
    """The forms and buttons of the present state, for somebody who handles complaints."""
    state = complaint.state
    may: dict[str, object] = {}
    reviewed = complaint.inquiries.exists()
    if state == State.RECEIVED or (state == State.ACCEPTED and not reviewed):
        may["sort_form"] = forms.sort or SortForm(
            queries.units_to_name(user, HANDLE_COMPLAINT),
            initial={
                "kind": complaint.kind,
                "unit": complaint.unit.name if complaint.unit else "",
                "person": complaint.about_user.username if complaint.about_user else "",
            },
        )
    if state == State.RECEIVED:
        may["may_accept"] = complaint.unit_id is not None
        may["refusal_form"] = forms.refusal or RefusalForm()
    if state in {State.ACCEPTED, State.LOOKING}:
        may["assign_form"] = forms.assign or assign_form(complaint)
    if state == State.LOOKING and is_handler:
        last = queries.last_inquiry(complaint)
        may["answer_form"] = forms.answer or AnswerForm(
            initial={
                "report": last.report if last else "",
                "measures": last.measures if last else "",
                "answer": last.answer if last else "",
            }
        )
    may["may_close"] = state == State.ANSWERED and not is_handler
    last = queries.last_inquiry(complaint)
    until = last.review_until if last else None
    if state == State.CLOSED and until and until >= clock.today():
        may["review_form"] = forms.review or ReviewForm()
        may["review_until"] = until
    if state not in Complaint.ENDED:
        may["papers_form"] = forms.papers or PapersForm()
    return may


def assign_form(complaint: Complaint, *posted: object) -> AssignForm:
    people = queries.hearers(complaint.office, unit=complaint.unit, about_user=complaint.about_user)
    before = complaint.inquiries.filter(closed_on__isnull=False).order_by("-turn").first()
    barred = before.handler_id if before else None
    return AssignForm([one for one in people if one.pk != barred], *posted)


def _handles(user: User, complaint: Complaint) -> bool:
    rows = Complaint.objects.visible_to(user, HANDLE_COMPLAINT.code)
    return rows.filter(pk=complaint.pk).exists()
