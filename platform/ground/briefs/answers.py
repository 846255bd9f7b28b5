"""How the PDF is answered, by a page and by the API alike."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from ground.briefs import queries
from ground.briefs.models import Printed


def pdf_answer(printed: Printed) -> HttpResponse:
    issue = printed.issue
    name = f"{issue.series.title}{queries.line_of(issue)}.pdf"
    return pdf_response(bytes(printed.pdf), printed.sha256, name)


def pdf_response(pdf: bytes, sha256: str, name: str) -> HttpResponse:
    """The PDF as a file with a Chinese name, and nothing that a browser could take for a page."""
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Length"] = str(len(pdf))
    answer["Cache-Control"] = "private, no-cache"
    answer["ETag"] = f'"{sha256}"'
    return answer
