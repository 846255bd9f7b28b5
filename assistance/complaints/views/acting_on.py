"""What people do with a complaint: each step a post, shown again with its faults."""

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from assistance.complaints import queries, services
from assistance.complaints.forms import (
    AnswerForm,
    PapersForm,
    RefusalForm,
    ReviewForm,
    SortForm,
)
from assistance.complaints.models import Complaint
from assistance.complaints.permissions import HANDLE_COMPLAINT
from assistance.complaints.views.lists import gone
from assistance.complaints.views.page import Forms, assign_form, seen, shown
from ground.accounts.models import User
from ground.kernel.errors import RuleBroken
from ground.web.pages import acting, carried_out, done, page, taken
from ground.web.uploads import Chosen

HANDLE = HANDLE_COMPLAINT


@require_POST
@page(HANDLE)
def sort(request: HttpRequest, pk: int) -> HttpResponse:
    complaint = _seen(request, pk)
    form = SortForm(queries.units_to_name(acting(request), HANDLE), request.POST)
    done_with = _taken(request, complaint, form, services.sort_complaint, "已保存")
    if done_with is None:
        return shown(request, complaint, Forms(sort=form))
    visible = Complaint.objects.visible_to(acting(request), HANDLE.code)
    return done_with if visible.filter(pk=pk).exists() else gone(request)


@require_POST
@page(HANDLE)
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    return _pressed(request, pk, services.accept_complaint, "已受理，请指定承办人")


@require_POST
@page(HANDLE)
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    complaint, form = _seen(request, pk), RefusalForm(request.POST)
    said = "已登记不予受理，反映人可以看到理由"
    answer = _taken(request, complaint, form, services.refuse_complaint, said)
    return answer or shown(request, complaint, Forms(refusal=form))


@require_POST
@page(HANDLE)
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    complaint = _seen(request, pk)
    form = assign_form(complaint, request.POST)
    answer = _taken(request, complaint, form, services.assign_handler, "已交办")
    return answer or shown(request, complaint, Forms(assign=form))


@require_POST
@page(HANDLE)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    complaint, form = _seen(request, pk), AnswerForm(request.POST)
    said = "办理结果已提交，请另一人审核办结"
    handed_in = _taken(request, complaint, form, services.answer_complaint, said)
    return handed_in or shown(request, complaint, Forms(answer=form))


@require_POST
@page(HANDLE)
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    reason = request.POST.get("reason", "")
    return _pressed(request, pk, services.send_back, "已退回承办人", reason=reason)


@require_POST
@page(HANDLE)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    return _pressed(request, pk, services.close_complaint, "已办结，反映人可以看到答复")


@require_POST
@page(HANDLE)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    complaint, form = _seen(request, pk), ReviewForm(request.POST)
    said = "已登记复查申请，请指定原承办人以外的人承办"
    answer = _taken(request, complaint, form, services.ask_review, said)
    return answer or shown(request, complaint, Forms(review=form))


@require_POST
@page(HANDLE)
def add_papers(request: HttpRequest, pk: int) -> HttpResponse:
    complaint, user = _seen(request, pk), acting(request)
    form = PapersForm(request.POST, request.FILES or None)
    if form.is_valid():
        added = carried_out(form, _kept, user=user, complaint=complaint, **form.cleaned_data)
        if added:
            return redirect(_page(pk))
    return shown(request, complaint, Forms(papers=form))


def _kept(*, user: User, complaint: Complaint, papers: Chosen) -> Complaint:
    return services.add_papers(by=user, complaint=complaint, papers=papers.kept(by=user))


@require_POST
@page(HANDLE, shows_personal=True)
def reveal(request: HttpRequest, pk: int, objector: str) -> HttpResponse:
    """`objector`: `who` or `phone`, one at a time, as plain text."""
    complaint, status = _seen(request, pk), 200
    try:
        text = services.reveal_complainant(
            by=acting(request),
            complaint=complaint,
            field=objector,
            reason=request.POST.get("reason", ""),
        )
    except RuleBroken as broken:
        text, status = broken.message, 422
    response = HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)
    response["Cache-Control"] = "no-store"
    return response


def _taken(
    request: HttpRequest,
    complaint: Complaint,
    form: forms.Form,
    service: Callable[..., object],
    said: str,
) -> HttpResponse | None:
    """Back to the complaint once the step is taken; None where its form is to be shown again."""
    then = _page(complaint.pk)
    return taken(request, form, service, said=said, then=then, complaint=complaint)


def _pressed(
    request: HttpRequest, pk: int, service: object, said: str, **typed: object
) -> HttpResponse:
    complaint = _seen(request, pk)
    done(request, service, said=said, by=acting(request), complaint=complaint, **typed)  # type: ignore[arg-type]
    return redirect(_page(pk))


def _seen(request: HttpRequest, pk: int) -> Complaint:
    return seen(request, pk, HANDLE.code)


def _page(pk: int) -> str:
    return reverse("complaints:complaint", args=[pk])
