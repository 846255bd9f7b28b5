"""A family's check: answered by hand, explained; what was found beside what was declared."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from assistance.checks import looks, queries, rules, services
from assistance.checks.forms import AnswerForm, ExplainForm
from assistance.checks.models import CheckAnswer, CheckPerson
from assistance.checks.permissions import KEEP_CHECKS, SEE_CHECKS
from assistance.checks.views.scoped import file_in_scope, request_in_scope
from assistance.households.looks import holder_of
from assistance.households.models import Gate, HardshipFile
from assistance.households.permissions import REVEAL_PERSONAL
from assistance.households.queries import standing_of
from ground.accounts.models import below
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.identifiers import masked_name
from ground.web.pages import acting, page, refused


@page(KEEP_CHECKS)
@require_POST
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    one = request_in_scope(request, pk, KEEP_CHECKS)
    form = ExplainForm(request.POST)
    if form.is_valid() and not refused(
        form, services.explain_hit, by=acting(request), request=one, **form.cleaned_data
    ):
        messages.success(request, "核对发现已说明，档案进入下一环节")
        return redirect("households:file", one.file_id)
    return _file_page(request, file_in_scope(request, one.file_id, KEEP_CHECKS), explaining=form)


@page(KEEP_CHECKS)
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    seen = below("request__file__unit__path", acting(request).scope(KEEP_CHECKS.code))
    person = get_object_or_404(CheckPerson.objects.filter(seen).select_related("request"), pk=pk)
    form = AnswerForm(request.POST, prefix=f"p{pk}")
    if form.is_valid() and not refused(
        form,
        services.record_answer,
        by=acting(request),
        person=person,
        words=form.cleaned_data["words"],
        found=form.as_found(),
        answered_on=form.cleaned_data["answered_on"],
    ):
        messages.success(request, "核对答复已登记")
        return redirect("checks:file", person.request.file_id)
    file = file_in_scope(request, person.request.file_id, KEEP_CHECKS)
    return _file_page(request, file, answering={pk: form})


@page(REVEAL_PERSONAL, shows_personal=True)
@require_POST
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    seen = below("person__request__file__unit__path", acting(request).scope(REVEAL_PERSONAL.code))
    one = get_object_or_404(CheckAnswer.objects.filter(seen), pk=pk)
    reason, status = request.POST.get("reason", ""), 200
    try:
        text = services.reveal_answer(by=acting(request), answer=one, reason=reason)
    except RuleBroken as broken:
        text, status = broken.message, 422
    shown = HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)
    shown["Cache-Control"] = "no-store"
    return shown


@page(SEE_CHECKS)
@require_GET
def of_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The check of a family: what came back about whom, and what is to be done."""
    return _file_page(request, file_in_scope(request, pk, SEE_CHECKS))


@page(SEE_CHECKS)
@require_GET
def panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Declared beside found, for the file's page."""
    file = file_in_scope(request, pk, SEE_CHECKS)
    return render(request, "checks/panel.html", {"file": file, **_told(file)})


def _file_page(
    request: HttpRequest,
    file: HardshipFile,
    *,
    explaining: ExplainForm | None = None,
    answering: dict[int, AnswerForm] | None = None,
) -> HttpResponse:
    told = _told(file)
    one = told["check"]
    may_keep = acting(request).reaches(file.unit, KEEP_CHECKS.code)
    is_open = one is not None and one.state in {"waiting", "hit"} and one.batch.sent_on is not None
    typed = answering or {}
    people = [
        {
            "person": person,
            "name": masked_name(person.name),
            "answer": queries.latest(person),
            "words": _words(person),
            "form": (typed.get(person.pk) or _answer_form(person))
            if may_keep and is_open and not queries.consent_gone(person)
            else None,
            "open": person.pk in typed,
        }
        for person in (one.people.all() if one else [])
    ]
    context = {
        "file": file,
        "holder": holder_of(file),
        "standing": standing_of(file),
        **told,
        "people": people,
        "may_keep": may_keep,
        "may_reveal": acting(request).reaches(file.unit, REVEAL_PERSONAL.code),
        "explain": (explaining or ExplainForm())
        if may_keep and one is not None and one.state == "hit"
        else None,
    }
    return render(request, "checks/file.html", context)


def _answer_form(person: CheckPerson) -> AnswerForm:
    return AnswerForm(prefix=f"p{person.pk}", initial={"answered_on": clock.today()})


def _words(person: CheckPerson) -> str:
    if person.withdrawn_on:
        return "已撤回授权，答复不再使用"
    said = queries.latest(person)
    return rules.in_words(said.found, queries.FOUND_LABELS) if said else "待答复"


def _told(file: HardshipFile) -> dict[str, Any]:
    one = queries.request_of(file)
    people = list(one.people.all()) if one else []
    answered = any(queries.latest(person) for person in people)
    gone = queries.not_asked_again(people)
    is_at_gate = file.gate is not None and file.gate.kind == Gate.Kind.CHECK
    return {
        "check": one,
        "lacking": queries.askable([file], clock.today())[0].lacking if is_at_gate else "",
        "gone": "、".join(masked_name(person.name) for person in gone),
        "tone": looks.request_tone(one) if one else "",
        "compared": queries.compared(file, people) if answered else [],
    }
