"""How the PDF is answered, by a page and by the API alike."""

from django.http import HttpRequest, HttpResponse

from ground.briefs import queries
from ground.briefs.models import Printed
from ground.kernel.scanning import NUMBERS_OF_PEOPLE
from ground.privacy import services as privacy
from ground.privacy.gate import refuse_personal, texts_of_file
from ground.web.leaving import TYPES, as_file
from ground.web.pages import acting


def pdf_answer(request: HttpRequest, printed: Printed) -> HttpResponse:
    issue = printed.issue
    name = f"{issue.series.title}{queries.line_of(issue)}.pdf"
    return _answer(request, bytes(printed.pdf), printed.sha256, name)


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
