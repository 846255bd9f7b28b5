"""Lists of families: made, sent, their consents printed, their answers acted upon."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.checks import looks, papers, queries, rules, services
from assistance.checks.forms import BuildForm
from assistance.checks.models import CheckBatch, CheckPerson, CheckRequest
from assistance.checks.permissions import KEEP_CHECKS, SEE_CHECKS
from assistance.checks.views.scoped import batch_in_scope, request_in_scope
from assistance.households.looks import holder_of
from assistance.households.queries import with_holder
from ground.accounts.models import Organisation
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.identifiers import masked_name
from ground.web.leaving import file_answer, workbook_answer
from ground.web.lists import Action
from ground.web.pages import acting, carried_out, page

NAMED = 50


@page(SEE_CHECKS)
@require_GET
def list_batches(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    rows = CheckBatch.objects.visible_to(user, SEE_CHECKS.code)
    actions = []
    if user.may(KEEP_CHECKS.code):
        answers = reverse("intake:send", args=["checks.answers"])
        actions = [
            Action("回填核对结果", answers, "upload"),
            Action("编制核对名单", reverse("checks:build"), "add", "primary"),
        ]
    return looks.BATCHES.respond(request, queries.in_lists(rows), actions=actions)


@page(KEEP_CHECKS)
def build(request: HttpRequest) -> HttpResponse:
    """Choose by filter; see how many, and who cannot yet; then put exactly those on a list."""
    user = acting(request)
    waiting = queries.files_to_check(user, KEEP_CHECKS.code)
    units = Organisation.objects.filter(hardship_files__in=waiting).distinct().order_by("name")
    typed = request.POST if request.method == "POST" else request.GET or None
    form = BuildForm(units, typed)
    context: dict[str, Any] = {"form": form, "waiting": waiting.count()}
    if typed and form.is_valid():
        chosen = form.cleaned_data
        selected = _filtered(waiting, chosen)
        families = queries.askable(with_holder(selected)[: rules.MOST_FAMILIES], clock.today())
        ready = [one for one in families if not one.lacking]
        mark = queries.mark_of(one.file for one in ready)
        if request.method == "POST":
            if request.POST.get("mark") == mark:
                batch = carried_out(
                    form,
                    services.make_batch,
                    by=user,
                    organisation=user.organisation,
                    selected=[one.file for one in ready],
                    recipient=chosen["recipient"],
                )
                if batch:
                    messages.success(request, f"已编成 {batch.number}，核对后发出")
                    return redirect("checks:batch", batch.pk)
            else:
                messages.warning(request, "可以核对的家庭有了变化，请看过新的户数再编制")
        lacking = [one for one in families if one.lacking]
        context |= {
            "ready": len(ready),
            "people": sum(len(one.people) for one in ready),
            "lacking": [(one.file, holder_of(one.file), one.lacking) for one in lacking[:NAMED]],
            "lacking_count": len(lacking),
            "mark": mark,
            "chosen": chosen,
        }
    return render(request, "checks/build.html", context)


@page(SEE_CHECKS)
@require_GET
def batch_page(request: HttpRequest, pk: int) -> HttpResponse:
    batch = batch_in_scope(request, pk, SEE_CHECKS)
    requests = list(queries.with_people(CheckRequest.objects.filter(batch=batch)))
    lines: list[dict[str, Any]] = [
        {
            "request": one,
            "holder": masked_name(vars(one)["holder_name"] or ""),
            "people": sum(person.withdrawn_on is None for person in one.people.all()),
            "gone": queries.not_asked_again(one.people.all()),
            "answers": sum(queries.latest(person) is not None for person in one.people.all()),
            "tone": looks.request_tone(one),
        }
        for one in requests
    ]
    to_settle = sum(
        one["request"].state == "waiting" and _is_ready(one["request"]) for one in lines
    )
    context = {
        "batch": batch,
        "tone": looks.batch_tone(batch),
        "lines": lines,
        "sendings": batch.sendings.select_related("sent_by"),
        "to_settle": to_settle,
        "may_keep": acting(request).reaches(batch.organisation, KEEP_CHECKS.code),
        "is_late": batch.state == "sent" and batch.due_on and batch.due_on < clock.today(),
    }
    return render(request, "checks/batch.html", context)


@page(KEEP_CHECKS)
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the list out, with ID numbers: asked for a reason, logged, marked. Then it is sent.

    One transaction: a list that could not be made was not sent, and the other way round.
    """
    batch = batch_in_scope(request, pk, KEEP_CHECKS)
    with transaction.atomic():
        if request.method == "POST":
            try:
                services.send_batch(by=acting(request), batch=batch)
            except RuleBroken as broken:
                transaction.set_rollback(True)
                messages.error(request, broken.message)
                return redirect("checks:batch", pk)
        people = queries.people_to_send(batch)
        answer = workbook_answer(
            request,
            title=f"家庭经济状况核对名单 {batch.number}",
            columns=papers.COLUMNS,
            rows=papers.rows_of(people),
            count=len(people),
            organisation=batch.organisation,
            personal=True,
            filters=batch.recipient,
            back=reverse("checks:batch", args=[pk]),
        )
        if not isinstance(answer, FileResponse):
            transaction.set_rollback(True)
    return answer


@page(KEEP_CHECKS)
@require_GET
def authorisations(request: HttpRequest, pk: int) -> HttpResponse:
    """The list of the signed authorisations that goes with the batch, as PDF: masked."""
    batch = batch_in_scope(request, pk, KEEP_CHECKS)
    people = CheckPerson.objects.filter(request__batch=batch, withdrawn_on__isnull=True)
    people = people.exclude(request__state="withdrawn")
    rows = people.select_related("request__file", "consent__text").order_by("request", "pk")
    try:
        return file_answer(
            request,
            content=papers.authorisations_of(batch, list(rows)),
            title=f"核对授权书清单 {batch.number}",
            name=f"authorisations-{batch.number}.pdf",
            content_type="application/pdf",
            organisation=batch.organisation,
            inline=True,
        )
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return redirect("checks:batch", pk)


@page(KEEP_CHECKS)
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    batch = batch_in_scope(request, pk, KEEP_CHECKS)
    moved, left = services.settle_batch(by=acting(request), batch=batch)
    if moved:
        messages.success(request, f"已按核对结果办理 {moved} 户")
    if left:
        messages.error(request, f"有 {len(left)} 户没有办理：{'；'.join(left[:5])}")
    if not moved and not left:
        messages.warning(request, "没有可以办理的家庭：还在等答复")
    return redirect("checks:batch", pk)


@page(KEEP_CHECKS)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    one = request_in_scope(request, pk, KEEP_CHECKS)
    reason = request.POST.get("reason", "")
    try:
        services.withdraw_request(by=acting(request), request=one, reason=reason)
    except RuleBroken as broken:
        messages.error(request, broken.message)
    else:
        messages.success(request, "已撤出名单")
    return redirect("checks:batch", one.batch_id)


def _is_ready(one: CheckRequest) -> bool:
    people = list(one.people.all())
    found = any(answer.found for answer in map(queries.latest, people) if answer)
    return found or not queries.unanswered(people)


def _filtered(files: Any, chosen: dict[str, Any]) -> Any:
    if chosen["unit"]:
        files = files.filter(unit=chosen["unit"])
    if chosen["due_before"]:
        files = files.filter(gate_due_on__lte=chosen["due_before"])
    return files.order_by("gate_due_on", "pk")
