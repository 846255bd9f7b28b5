"""A batch is put away, and its dossier taken out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from assistance.aid import queries, services
from assistance.aid.forms_of_receipts import ArchiveForm
from assistance.aid.models import Batch
from assistance.aid.permissions import ARCHIVE_BATCH, SEE_AID
from assistance.aid.views.receipts import batch_or_404
from ground.accounts.models import User
from ground.kernel.errors import RuleBroken
from ground.privacy.permissions import TAKE_OUT_PERSONAL
from ground.web.leaving import ReasonForm
from ground.web.pages import acting, carried_out, page, posted


@page(ARCHIVE_BATCH)
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a batch away: what is there, what is missing, and why."""
    batch = batch_or_404(request, pk, ARCHIVE_BATCH)
    progress = queries.progress_of(batch)
    form = ArchiveForm(posted(request), missing=progress.missing)
    if request.method == "POST" and form.is_valid():
        put_away = carried_out(
            form,
            services.archive_batch,
            by=acting(request),
            batch=batch,
            reason=form.cleaned_data.get("reason", ""),
        )
        if put_away:
            messages.success(request, "批次已归档，不能再改")
            return redirect("aid:batch", pk)
    facts = {
        "batch": batch,
        "form": form,
        "stands": _in_the_way(acting(request), batch),
        "progress": progress,
        "papers": queries.papers_of(batch),
        "collectors": queries.collectors_in(batch),
        "notice": queries.notice_of(batch),
        "approvals": queries.approvals_of(batch),
    }
    return render(request, "aid/archive.html", facts)


def _in_the_way(user: User, batch: Batch) -> str:
    try:
        services.check_archivable(by=user, batch=batch)
    except RuleBroken as broken:
        return broken.message
    return ""


@page(TAKE_OUT_PERSONAL)
def dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the dossier, and say what for; a job makes it."""
    batch = batch_or_404(request, pk, SEE_AID)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        asked = carried_out(
            form, services.ask_dossier, by=acting(request), batch=batch, **form.cleaned_data
        )
        if asked:
            return redirect("web:job", asked.key)
    facts = {
        "form": form,
        "title": f"导出卷宗：{batch.name}",
        "says": "花名册、审批、公示、签名、签领表和银行回单合成一份 PDF；含姓名，请写明用途",
        "back": reverse("aid:batch", args=[pk]),
    }
    return render(request, "aid/asked.html", facts)
