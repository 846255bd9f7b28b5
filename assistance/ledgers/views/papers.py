"""The papers of one family: its file form and the copy that is for itself."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from assistance.households.models import HardshipFile
from assistance.ledgers import services
from assistance.ledgers.answers import handed_out
from assistance.ledgers.forms import OwnCopyForm
from assistance.ledgers.permissions import GIVE_OWN_COPY, MAKE_LEDGER, SEE_LEDGERS
from assistance.ledgers.services.papers import Format
from ground.web.leaving import ReasonForm
from ground.web.pages import acting, carried_out, page


@page(SEE_LEDGERS)
@require_GET
def panel(request: HttpRequest, pk: int) -> HttpResponse:
    """A part of the file's page: which papers there are."""
    return render(request, "ledgers/panel.html", {"file": _file(request, pk, SEE_LEDGERS.code)})


@page(SEE_LEDGERS)
@require_GET
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    return _asked(request, _file(request, pk, SEE_LEDGERS.code))


@page(MAKE_LEDGER, shows_personal=True)
@require_POST
def form_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    return _form(request, pk, "pdf")


@page(MAKE_LEDGER, shows_personal=True)
@require_POST
def form_docx(request: HttpRequest, pk: int) -> HttpResponse:
    return _form(request, pk, "docx")


@page(GIVE_OWN_COPY, shows_personal=True)
@require_POST
def own_copy(request: HttpRequest, pk: int) -> HttpResponse:
    file = _file(request, pk, GIVE_OWN_COPY.code)
    form = OwnCopyForm(request.POST)
    if form.is_valid():
        copy = carried_out(
            form, services.own_copy, by=acting(request), file=file, **form.cleaned_data
        )
        if copy:
            return handed_out(request, copy.content, "pdf", f"本人信息_{file.file_no}.pdf")
    return _asked(request, file, own=form, status=422)


def _form(request: HttpRequest, pk: int, kind: Format) -> HttpResponse:
    file = _file(request, pk, MAKE_LEDGER.code)
    form = ReasonForm(request.POST)
    if form.is_valid():
        content = carried_out(
            form,
            services.form_of_family,
            by=acting(request),
            file=file,
            kind=kind,
            reason=form.cleaned_data["reason"],
        )
        if content:
            return handed_out(request, content, kind, f"困难职工档案表_{file.file_no}.{kind}")
    return _asked(request, file, form=form, status=422)


def _asked(
    request: HttpRequest,
    file: HardshipFile,
    *,
    form: Any = None,
    own: Any = None,
    status: int = 200,
) -> HttpResponse:
    user = acting(request)
    context = {
        "file": file,
        "form": form or ReasonForm(),
        "own": own or OwnCopyForm(),
        "may_make": user.reaches(file.unit, MAKE_LEDGER.code),
        "may_give": user.reaches(file.unit, GIVE_OWN_COPY.code),
    }
    return render(request, "ledgers/papers.html", context, status=status)


def _file(request: HttpRequest, pk: int, permission: str) -> HardshipFile:
    files = HardshipFile.objects.visible_to(acting(request), permission).select_related("unit")
    found: HardshipFile = get_object_or_404(files, pk=pk)
    return found
