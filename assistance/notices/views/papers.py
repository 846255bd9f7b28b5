"""The sheet on the screen, for the printer and as PDF (`?as=pdf`); the pictures of it on its wall."""

from importlib import resources

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from assistance.notices import queries, services
from assistance.notices.forms import PicturesForm
from assistance.notices.models import Notice, NoticePicture
from assistance.notices.permissions import KEEP_NOTICES, SEE_NOTICES
from assistance.notices.views.notices import framed, seen
from ground.briefs import press
from ground.files import answers
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.web.leaving import file_answer
from ground.web.pages import acting, carried_out, page, posted
from ground.web.uploads import Chosen


@require_GET
@page(SEE_NOTICES)
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Its templates get the sheet, and nothing else of the families."""
    notice = seen(request, pk)
    try:
        shown = queries.sheet_of(notice)
        if request.GET.get("as") == "pdf":
            return _pdf(request, notice, shown)
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return redirect("notices:notice", pk)
    return render(request, "notices/sheet.html", {"sheet": shown, "pk": pk})


def pdf_of(shown: queries.Sheet) -> bytes:
    """An A4 poster."""
    html = render_to_string("notices/poster.html", {"sheet": shown})
    style = resources.files("assistance.notices").joinpath("poster.css").read_text(encoding="utf-8")
    return press.sheet(html, style).pdf


def _pdf(request: HttpRequest, notice: Notice, shown: queries.Sheet) -> HttpResponse:
    return file_answer(
        request,
        content=pdf_of(shown),
        title=f"公示单 {shown.mark}",
        name=f"{shown.mark}.pdf",
        content_type="application/pdf",
        organisation=notice.organisation,
        rows=len(shown.lines),
        inline=True,
        public=[shown.phone],
    )


@page(KEEP_NOTICES)
def add_pictures(request: HttpRequest, pk: int) -> HttpResponse:
    notice = seen(request, pk, KEEP_NOTICES)
    form = PicturesForm(
        posted(request),
        request.FILES or None,
        initial={"kind": NoticePicture.Kind.PLACE, "taken_on": clock.today()},
    )
    if request.method == "POST" and form.is_valid():
        kept = carried_out(form, _kept, request=request, notice=notice, **form.cleaned_data)
        if kept:
            messages.success(request, "已登记")
            return redirect("notices:notice", pk)
    return framed(request, form, "登记现场照片或盖章的公示单", "登记", notice)


def _kept(*, request: HttpRequest, notice: Notice, pictures: Chosen, **said: object) -> Notice:
    user = acting(request)
    kept = pictures.kept(by=user)
    return services.add_pictures(by=user, notice=notice, pictures=kept, **said)  # type: ignore[arg-type]


@require_GET
@page(SEE_NOTICES)
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    return answers.shown(_picture(request, pk).stored)


@require_GET
@page(SEE_NOTICES)
def picture_small(request: HttpRequest, pk: int) -> HttpResponse:
    return answers.thumbnail(_picture(request, pk).stored)


def _picture(request: HttpRequest, pk: int) -> NoticePicture:
    visible = Notice.objects.visible_to(acting(request), SEE_NOTICES.code)
    pictures = NoticePicture.objects.filter(notice__in=visible).select_related("stored")
    return get_object_or_404(pictures, pk=pk)
