"""Pages of home investigations: listed, typed on a phone, shown, printed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.households.models import HardshipFile
from assistance.households.permissions import REVEAL_PERSONAL
from assistance.households.queries import standing_of, with_holder
from assistance.investigations import looks, papers, queries, services
from assistance.investigations.forms import SeenForm
from assistance.investigations.models import HomeInvestigation, InvestigationPhoto
from assistance.investigations.permissions import RECORD_INVESTIGATION, SEE_INVESTIGATIONS
from ground.accounts.models import below
from ground.accounts.permissions import Permission
from ground.files import answers
from ground.kernel.errors import RuleBroken
from ground.web.leaving import file_answer
from ground.web.lists import Action
from ground.web.pages import ANYONE, acting, done, page


@page(SEE_INVESTIGATIONS)
@require_GET
def list_investigations(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    rows = HomeInvestigation.objects.visible_to(user, SEE_INVESTIGATIONS.code)
    actions = []
    if user.may(RECORD_INVESTIGATION.code):
        url = reverse("investigations:record")
        actions.append(Action("登记入户调查", url, "add", "primary"))
    return looks.INVESTIGATIONS.respond(request, queries.in_lists(rows), actions=actions)


@page(RECORD_INVESTIGATION)
@require_GET
def record(request: HttpRequest) -> HttpResponse:
    """The page on which an investigation is typed; `investigations/record.js` keeps and sends it."""
    return render(request, "investigations/record.html", {"form": SeenForm()})


@page(ANYONE)
@require_GET
def record_shell(request: HttpRequest) -> HttpResponse:
    """The same page without anything of anybody: what a phone keeps."""
    return render(request, "investigations/record_shell.html", {"form": SeenForm()})


@page(RECORD_INVESTIGATION)
@require_GET
def of_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The work of a file's gate: on to the page where it is typed."""
    file = _file(request, pk, RECORD_INVESTIGATION)
    return redirect(f"{reverse('investigations:record')}?file={file.pk}")


@page(SEE_INVESTIGATIONS)
@require_GET
def panel(request: HttpRequest, pk: int) -> HttpResponse:
    """The investigations of a file, for the file's page."""
    file = _file(request, pk, SEE_INVESTIGATIONS)
    rows = queries.in_lists(HomeInvestigation.objects.filter(file=file))
    lines = [(one, looks.state_of(one), looks.tone_of(one)) for one in rows]
    may_record = acting(request).reaches(file.unit, RECORD_INVESTIGATION.code)
    context = {"file": file, "lines": lines, "may_record": may_record}
    return render(request, "investigations/panel.html", context)


@page(SEE_INVESTIGATIONS)
@require_GET
def investigation_page(request: HttpRequest, pk: int) -> HttpResponse:
    one = _one(request, pk, SEE_INVESTIGATIONS)
    may_withdraw = one.state == "recorded" and acting(request).reaches(
        one.file.unit, RECORD_INVESTIGATION.code
    )
    context = {
        "one": one,
        "holder": looks.holder_of(one),
        "standing": standing_of(one.file),
        "state": looks.state_of(one),
        "tone": looks.tone_of(one),
        "items": one.items.all(),
        "photos": one.photos.all(),
        "may_withdraw": may_withdraw,
        "may_reveal": acting(request).reaches(one.file.unit, REVEAL_PERSONAL.code),
    }
    return render(request, "investigations/investigation.html", context)


@page(RECORD_INVESTIGATION)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    one = _one(request, pk, RECORD_INVESTIGATION)
    done(
        request,
        services.withdraw_investigation,
        said="已撤回",
        by=acting(request),
        investigation=one,
        reason=request.POST.get("reason", ""),
    )
    return redirect("investigations:investigation", pk)


@page(REVEAL_PERSONAL, shows_personal=True)
@require_POST
def reveal(request: HttpRequest, pk: int, field: str) -> HttpResponse:
    one = _one(request, pk, REVEAL_PERSONAL)
    reason = request.POST.get("reason", "")
    status = 200
    try:
        text = services.reveal(by=acting(request), investigation=one, field=field, reason=reason)
    except RuleBroken as broken:
        text, status = broken.message, 422
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)
    answer["Cache-Control"] = "no-store"
    return answer


@page(SEE_INVESTIGATIONS)
@require_GET
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """A photo, or with `?small` its small picture, for whoever sees the investigation."""
    seen = below("investigation__file__unit__path", acting(request).scope(SEE_INVESTIGATIONS.code))
    rows = InvestigationPhoto.objects.filter(seen).select_related("file")
    shown = get_object_or_404(rows, pk=pk)
    return (answers.thumbnail if "small" in request.GET else answers.shown)(shown.file)


@page(SEE_INVESTIGATIONS)
@require_GET
def signature(request: HttpRequest, pk: int, whose: str) -> HttpResponse:
    """The signature of the family, or of an investigator by index."""
    one = _one(request, pk, SEE_INVESTIGATIONS)
    signed = one.family_signature
    if whose != "family":
        found = [each.signature for each in one.investigators.all() if str(each.index) == whose]
        signed = found[0] if found else None
    if signed is None:
        raise Http404
    return answers.shown(signed)


@page(SEE_INVESTIGATIONS)
@require_GET
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """入户调查表 as it was filled, as PDF: masked, without what is sealed."""
    one = _one(request, pk, SEE_INVESTIGATIONS)
    return _paper(request, papers.filled(one), one.file, f"investigation-{one.pk}.pdf")


@page(RECORD_INVESTIGATION)
@require_GET
def blank(request: HttpRequest, pk: int) -> HttpResponse:
    """入户调查表 for a family, to be filled by hand, as PDF."""
    file = _file(request, pk, RECORD_INVESTIGATION)
    return _paper(request, papers.blank(file), file, f"investigation-form-{file.pk}.pdf")


def _paper(
    request: HttpRequest, paper: papers.Paper, file: HardshipFile, name: str
) -> HttpResponse:
    try:
        return file_answer(
            request,
            content=papers.pdf_of(paper),
            title=f"入户调查表 {file.file_no}",
            name=name,
            content_type="application/pdf",
            organisation=file.unit,
            inline=True,
        )
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return redirect("households:file", file.pk)


def _one(request: HttpRequest, pk: int, permission: Permission) -> HomeInvestigation:
    rows = HomeInvestigation.objects.visible_to(acting(request), permission.code)
    full = queries.in_lists(rows).select_related(
        "file__unit", "file__gate", "recorded_by", "withdrawn_by", "family_signature"
    )
    return get_object_or_404(full.prefetch_related("items", "photos"), pk=pk)


def _file(request: HttpRequest, pk: int, permission: Permission) -> HardshipFile:
    files = HardshipFile.objects.visible_to(acting(request), permission.code)
    return get_object_or_404(with_holder(files), pk=pk)
