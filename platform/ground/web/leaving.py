"""One way for files to leave: written down, looked through, marked, answered."""

import tempfile
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import IO, cast

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import content_disposition_header

from ground.accounts.models import Organisation
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.scanning import NUMBERS_OF_PEOPLE
from ground.kernel.texts import LONGEST_REASON
from ground.privacy import services
from ground.privacy.gate import refuse_personal, texts_of_file
from ground.privacy.models import Release
from ground.sheets.writing import EXCEL_TYPE, MOST_ROWS, SheetColumn, workbook
from ground.web.pages import acting, show_personal


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="用途",
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
        help_text="给谁、做什么用；不要写个人号码",
    )


TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": EXCEL_TYPE,
    "html": "text/html",
    "csv": "text/csv",
}
FORMATS = {content_type: kind for kind, content_type in TYPES.items()}


def workbook_answer(
    request: HttpRequest,
    *,
    title: str,
    columns: Sequence[SheetColumn],
    rows: Iterable[Sequence[object]],
    count: int,
    name: str = "",
    organisation: Organisation | None = None,
    personal: bool = False,
    filters: str = "",
    back: str = "",
    marks: Sequence[str] = (),
) -> HttpResponse:
    """A table as a workbook, in the log of exports. `organisation` is whose rows they are.

    With `personal` it asks for a reason first and needs the permission; without, a person's number in
    any cell stops it. A refusal leads `back` (default: this page) with its sentence; so do more rows
    than a workbook takes, before one of them is read.
    """
    if count > MOST_ROWS:
        messages.error(request, f"共{count:,}条，超过一次导出的上限{MOST_ROWS:,}条，请先筛选")
        return HttpResponseRedirect(back or request.path)
    if personal and request.method != "POST":
        return ask_reason(request, title=title, count=count)
    reason = request.POST.get("reason", "") if personal else ""
    release = None
    try:
        release = services.release(
            by=acting(request),
            organisation=organisation,
            title=title,
            rows=count,
            personal=personal,
            reason=reason,
            filters=filters,
        )
        file = workbook(
            title,
            columns,
            rows,
            personal=personal,
            code=release.shown_code,
            line=release.line if personal else "",
            marks=marks,
        )
    except RuleBroken as broken:
        if release is not None:
            services.refused(release=release, broken=broken)
        elif personal:
            return ask_reason(request, title=title, count=count, broken=broken)
        messages.error(request, broken.message)
        return HttpResponseRedirect(back or request.path)
    services.completed(release=release, content=file)
    if personal:
        show_personal(request)
    answer = FileResponse(
        file,
        as_attachment=True,
        filename=name or f"{title}_{clock.today():%Y%m%d}.xlsx",
        content_type=EXCEL_TYPE,
    )
    return cast("HttpResponse", answer)  # a stream; to every caller it is a response all the same


def file_answer(
    request: HttpRequest,
    *,
    content: bytes,
    title: str,
    name: str,
    content_type: str,
    organisation: Organisation | None = None,
    rows: int | None = None,
    inline: bool = False,
    public: Collection[str] | None = (),
) -> HttpResponse:
    """A file that was made already, in the log of exports. Raises RuleBroken `private_inside`.

    `public` are numbers that may stand in it; None: it is a paper whose making has looked through it,
    or one for the very person it is about.
    """
    kind = FORMATS.get(content_type, name.rpartition(".")[2])
    release = services.release(
        by=acting(request), organisation=organisation, title=title, rows=rows, format=kind[:8]
    )
    if public is not None:
        try:
            refuse_personal(texts_of_file(content, kind), kinds=NUMBERS_OF_PEOPLE, public=public)
        except RuleBroken as broken:
            services.refused(release=release, broken=broken)
            raise
    services.completed(release=release, content=content)
    return as_file(content, name=name, content_type=content_type, inline=inline)


def written_answer(
    request: HttpRequest,
    *,
    title: str,
    name: str,
    content_type: str,
    write: Callable[[IO[bytes], Release], int],
    organisation: Organisation | None = None,
    personal: bool = False,
) -> HttpResponse:
    """A file too large for memory, written to disk and answered as a stream, in the log of exports.

    `write` gives the number of its rows, and looks through what it writes unless it is `personal`:
    then the request brings the reason, and the permission is needed. Raises RuleBroken as they do.
    """
    release = services.release(
        by=acting(request),
        organisation=organisation,
        title=title,
        personal=personal,
        reason=request.POST.get("reason", "") if personal else "",
        format=name.rpartition(".")[2][:8],
    )
    file = tempfile.TemporaryFile()  # noqa: SIM115 -- the answer closes it when it is sent
    try:
        rows = write(file, release)
    except RuleBroken as broken:
        file.close()
        services.refused(release=release, broken=broken)
        raise
    services.completed(release=release, content=file, rows=rows)
    if personal:
        show_personal(request)
    answer = FileResponse(file, as_attachment=True, filename=name, content_type=content_type)
    answer["Cache-Control"] = "private, no-store"
    return cast("HttpResponse", answer)


def kept_file_answer(
    request: HttpRequest,
    *,
    content: Callable[[], bytes],
    title: str,
    name: str,
    content_type: str,
    organisation: Organisation,
    rows: int,
) -> HttpResponse:
    """A file of personal data whose bytes are fixed, in the log of exports, for a reason.

    It carries no code: its hash, which the log keeps, is what it is known by. `content` is opened only
    once the person may have it.
    """
    if request.method != "POST":
        return ask_reason(request, title=title, count=rows, is_marked=False)
    kind = FORMATS.get(content_type, name.rpartition(".")[2])
    try:
        release = services.release(
            by=acting(request),
            organisation=organisation,
            title=title,
            rows=rows,
            personal=True,
            reason=request.POST.get("reason", ""),
            format=kind[:8],
        )
    except RuleBroken as broken:
        return ask_reason(request, title=title, count=rows, broken=broken, is_marked=False)
    opened = content()
    services.completed(release=release, content=opened)
    show_personal(request)
    return as_file(opened, name=name, content_type=content_type)


def as_file(content: bytes, *, name: str, content_type: str, inline: bool = False) -> HttpResponse:
    """Bytes as a file under its name, Chinese as it may be: no cache keeps it, no browser guesses at it."""
    answer = HttpResponse(content, content_type=content_type)
    disposition = content_disposition_header(as_attachment=not inline, filename=name)
    answer["Content-Disposition"] = disposition or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def ask_reason(
    request: HttpRequest,
    *,
    title: str,
    count: int,
    broken: RuleBroken | None = None,
    is_marked: bool = True,
) -> HttpResponse:
    """Ask what personal data is taken out for, before it is; a file of fixed bytes bears no mark."""
    form = ReasonForm(request.POST if broken else None)
    if broken and form.is_valid():
        form.add_error("reason", broken.message)
    facts = {
        "title": title,
        "count": count,
        "form": form,
        "back": request.path,
        "is_marked": is_marked,
    }
    return render(request, "web/release_reason.html", facts, status=422 if broken else 200)
