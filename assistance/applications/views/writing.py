"""An application begun, written, and its papers; a sealed value shown for a reason."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.applications import services
from assistance.applications.forms import AskForm, FindForm, OutsideForm, PaperForm
from assistance.applications.models import Application, ApplicationPaper
from assistance.applications.permissions import KEEP_APPLICATIONS
from assistance.applications.views.reading import seen, shown
from assistance.households.models import HardshipFile
from assistance.households.permissions import REVEAL_PERSONAL
from assistance.households.queries import with_holder
from ground.files import answers
from ground.kernel.errors import RuleBroken
from ground.kernel.identifiers import masked_name
from ground.web.pages import acting, carried_out, done, page, posted

KEEP = KEEP_APPLICATIONS


@page(KEEP)
def find(request: HttpRequest) -> HttpResponse:
    """Which family: then the form for its file."""
    form = FindForm(posted(request), initial={"file_no": request.GET.get("file_no", "")})
    if request.method == "POST" and form.is_valid():
        files = HardshipFile.objects.visible_to(acting(request), KEEP.code)
        file = files.filter(file_no=form.cleaned_data["file_no"].strip()).first()
        if file is not None:
            return redirect("applications:for_file", file.pk)
        form.add_error("file_no", "没有这个编号的档案，或不在您的管理范围内")
    return _form(request, form, "登记申请", "下一步")


@page(KEEP)
def for_file(request: HttpRequest, pk: int) -> HttpResponse:
    files = with_holder(HardshipFile.objects.visible_to(acting(request), KEEP.code))
    file = get_object_or_404(files.select_related("unit"), pk=pk)
    form = AskForm(posted(request), file=file)
    if request.method == "POST" and form.is_valid():
        made = carried_out(
            form, services.open_application, by=acting(request), file=file, asked=form.asks()
        )
        if made:
            messages.success(request, "申请已登记，请补齐材料后提交复核")
            return redirect("applications:application", made.pk)
    title = f"登记申请：{masked_name(file.holder_name or '')} {file.file_no}"  # type: ignore[attr-defined]
    return _form(request, form, title, "登记")


@page(KEEP)
def outside(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    form = OutsideForm(posted(request), user=user)
    if request.method == "POST" and form.is_valid():
        made = carried_out(
            form,
            services.open_outside,
            by=user,
            unit=form.cleaned_data["unit"],
            person=form.person(),
            asked=form.asks(),
        )
        if made:
            messages.success(request, "申请已登记，请补齐材料后提交复核")
            return redirect("applications:application", made.pk)
    return _form(request, form, "未建档家庭的申请", "登记")


@page(KEEP)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    one = seen(request, pk, KEEP.code)
    names = ("aid_type", "occasion", "asked", "out_of_pocket", "source_kind", "relative_note")
    initial: dict[str, Any] = {name: getattr(one, name) for name in names}
    initial["member"] = one.member_id
    initial["is_relative"] = {True: "yes", False: "no", None: ""}[one.is_relative]
    form = AskForm(posted(request), file=one.file, initial=initial)
    if request.method == "POST" and form.is_valid():
        changed = carried_out(
            form,
            services.change_application,
            by=acting(request),
            application=one,
            asked=form.asks(reason=one.reason),
        )
        if changed:
            messages.success(request, "已保存")
            return redirect("applications:application", pk)
    return _form(request, form, "修改申请", "保存", one)


@page(KEEP)
@require_POST
def add_paper(request: HttpRequest, pk: int) -> HttpResponse:
    one = seen(request, pk, KEEP.code)
    form = PaperForm(request.POST, request.FILES or None)
    if form.is_valid():

        def kept() -> ApplicationPaper:
            stored = form.cleaned_data["upload"].kept(by=acting(request))
            return services.add_paper(
                by=acting(request),
                application=one,
                kind=form.cleaned_data["kind"],
                stored=stored[0] if stored else None,
            )

        if carried_out(form, kept):
            messages.success(request, "材料已登记")
            return redirect("applications:application", pk)
    faults = [str(text) for texts in form.errors.values() for text in texts]
    messages.error(request, "；".join(faults) or "材料没有登记")
    return shown(request, one)


@page(KEEP)
@require_POST
def withdraw_paper(request: HttpRequest, pk: int) -> HttpResponse:
    paper = _paper(request, pk, KEEP.code)
    done(request, services.withdraw_paper, said="材料已撤回", by=acting(request), paper=paper)
    return redirect("applications:application", paper.application_id)


@page(REVEAL_PERSONAL, shows_personal=True)
@require_GET
def open_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The photo or document itself, kept by no cache; each opening is on the record."""
    paper = _paper(request, pk, REVEAL_PERSONAL.code)
    if paper.stored is None:
        return redirect("applications:application", paper.application_id)
    response = answers.shown(services.open_paper(by=acting(request), paper=paper))
    response["Cache-Control"] = "no-store"
    return response


@page(REVEAL_PERSONAL, shows_personal=True)
@require_POST
def reveal(request: HttpRequest, pk: int, field: str) -> HttpResponse:
    """A sealed value in plain text, once, or why not."""
    one = seen(request, pk, REVEAL_PERSONAL.code)
    status = 200
    try:
        text = services.reveal(
            by=acting(request),
            application=one,
            field=field,
            reason=request.POST.get("reason", ""),
        )
    except RuleBroken as broken:
        text, status = broken.message, 422
    response = HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)
    response["Cache-Control"] = "no-store"
    return response


def _paper(request: HttpRequest, pk: int, permission: str) -> ApplicationPaper:
    own = Application.objects.visible_to(acting(request), permission).values("pk")
    papers = ApplicationPaper.objects.select_related("application", "stored")
    return get_object_or_404(papers.filter(application__in=own), pk=pk)


def _form(
    request: HttpRequest, form: Any, title: str, submit: str, one: Application | None = None
) -> HttpResponse:
    back = {"list_title": "救助申请", "list_url": reverse("applications:list")}
    if one is not None:
        url = reverse("applications:application", args=[one.pk])
        back = {"list_title": str(one.get_aid_type_display()), "list_url": url}
    context = {**back, "form": form, "title": title, "submit": submit}
    return render(request, "web/admin/add.html", context)
