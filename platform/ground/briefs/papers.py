"""Papers that an office hands in (总结报告): one value, as PDF and for Word, in the log of exports."""

from importlib import resources
from typing import IO, Literal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from ground.accounts.models import Organisation
from ground.briefs import press
from ground.briefs.typesetting import Paper, paper_source
from ground.briefs.word import document_of
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.scanning import NUMBERS_OF_PEOPLE
from ground.privacy.gate import refuse_personal, texts_of_file
from ground.privacy.models import Release
from ground.web.leaving import TYPES, written_answer

Format = Literal["pdf", "docx"]


def paper_answer(
    request: HttpRequest, paper: Paper, *, kind: Format, organisation: Organisation
) -> HttpResponse:
    """The paper as a file, in the log of exports; every page bears the code of its line there.

    A person's number anywhere in it stops it: the refusal leads back with its sentence.
    """
    title = paper.article.title

    def write(file: IO[bytes], release: Release) -> int:
        content = (
            document_of(paper, release.line) if kind == "docx" else pdf_of(paper, release.line)
        )
        refuse_personal(texts_of_file(content, kind), kinds=NUMBERS_OF_PEOPLE)
        file.write(content)
        return 1

    try:
        return written_answer(
            request,
            title=title,
            name=f"{title}{'（草稿）' if paper.is_draft else ''}_{clock.today():%Y%m%d}.{kind}",
            content_type=TYPES[kind],
            write=write,
            organisation=organisation,
        )
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return HttpResponseRedirect(request.path)


def pdf_of(paper: Paper, line: str) -> bytes:
    """The pages of a paper; `line` stands at the foot of each."""
    room = resources.files("ground.briefs.typesetting")
    style = "\n".join(
        room.joinpath(name).read_text(encoding="utf-8") for name in ("brief.css", "paper.css")
    )
    return press.marked(press.sheet(str(paper_source(paper)), style).pdf, line)
