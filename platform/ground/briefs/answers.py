"""How an issue is answered as a file, by a page and by the API alike."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from ground.briefs import chat, press, queries
from ground.briefs.models import Issue, Printed
from ground.briefs.word_issue import word_of
from ground.kernel.scanning import NUMBERS_OF_PEOPLE
from ground.privacy import services as privacy
from ground.privacy.gate import refuse_personal, texts_of_file
from ground.web.leaving import TYPES, as_file, file_answer
from ground.web.outside import whole_address
from ground.web.pages import acting


def pdf_answer(request: HttpRequest, printed: Printed) -> HttpResponse:
    return _answer(request, bytes(printed.pdf), printed.sha256, f"{_title(printed.issue)}.pdf")


def word_answer(request: HttpRequest, printed: Printed) -> HttpResponse:
    """The signed text for Word. Its signature has looked through it for personal numbers."""
    title = _title(printed.issue)
    document = queries.document_of(printed.issue)
    content = word_of(
        document,
        pages=press.starts(bytes(printed.pdf)),
        photos=queries.photos_for_word(document),
    )
    return file_answer(
        request,
        content=content,
        title=title,
        name=f"{title}.docx",
        content_type=TYPES["docx"],
        public=None,
    )


def text_answer(request: HttpRequest, printed: Printed) -> HttpResponse:
    title = _title(printed.issue)
    return file_answer(
        request,
        content=chat_of(printed.issue).encode(),
        title=title,
        name=f"{title}.txt",
        content_type="text/plain; charset=utf-8",
        public=None,
    )


def chat_of(issue: Issue) -> str:
    """A signed issue in a few lines for a chat."""
    link = whole_address(reverse("briefs:issue", args=[issue.pk]))
    return chat.text_of(queries.document_of(issue), link=link)


def _title(issue: Issue) -> str:
    return f"{issue.series.title}{queries.line_of(issue)}"


def pdf_response(request: HttpRequest, pdf: bytes, sha256: str, name: str) -> HttpResponse:
    """A PDF that no guard has passed yet: a draft, a bulletin. Raises RuleBroken `private_inside`."""
    refuse_personal(texts_of_file(pdf, "pdf"), kinds=NUMBERS_OF_PEOPLE)
    return _answer(request, pdf, sha256, name)


def _answer(request: HttpRequest, pdf: bytes, sha256: str, name: str) -> HttpResponse:
    """As a file with a Chinese name, in the log of exports, and nothing that looks like a page."""
    title = name.removesuffix(".pdf")
    one = privacy.release(by=acting(request), title=title, format="pdf")
    privacy.completed(release=one, content=pdf)
    answer = as_file(pdf, name=name, content_type=TYPES["pdf"])
    answer["Content-Length"] = str(len(pdf))
    answer["Cache-Control"] = "private, no-cache"
    answer["ETag"] = f'"{sha256}"'
    return answer
