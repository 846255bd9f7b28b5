"""Papers of a problem: 交办单, 确认单 (with the enterprise's link as a QR code), 销号单."""

from typing import Any

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET

from assistance.problems import permissions, queries, services, tokens
from assistance.problems.models import EnterpriseProblem
from assistance.problems.views.page import overseen, seen
from ground.kernel import clock
from ground.web.pages import page

State = EnterpriseProblem.State


@require_GET
@page(permissions.SEE_PROBLEMS)
def dispatch_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """交办单: what goes to the agency, to be filed with its answer."""
    problem = seen(request, pk)
    if problem.task is None or problem.state in {State.REGISTERED, State.REFUSED}:
        raise Http404
    return _paper(request, problem, "problems/dispatch_paper.html")


@require_GET
@page(permissions.SEE_PROBLEMS)
def closing_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """销号单: what was done, what the enterprise said, who struck it off."""
    problem = seen(request, pk)
    if problem.state != State.CLOSED:
        raise Http404
    return _paper(request, problem, "problems/closing_paper.html")


@require_GET
@page(permissions.ASK_CONFIRMATION)
def asking_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """确认单: the answer and a QR code by which the enterprise says what it thinks of it."""
    overseen(request, pk, permissions.ASK_CONFIRMATION.code)
    problem = seen(request, pk)
    answer = queries.last_answer(problem)
    if answer is None or not services.opens(answer, answer.link_number, clock.today()):
        raise Http404
    url = request.build_absolute_uri(tokens.confirm_url(answer))
    return _paper(request, problem, "problems/asking_paper.html", qr=qr_of(url))


def qr_of(url: str) -> SafeString:
    """A QR code as an SVG that takes its size from the page's style."""
    drawn = segno.make(url, error="m", micro=False)
    svg = drawn.svg_inline(svgclass="problem-qr", lineclass=None, omitsize=True, border=2)
    return mark_safe(svg)  # noqa: S308 -- drawn here, from a link made here


def _paper(
    request: HttpRequest, problem: EnterpriseProblem, template: str, **more: Any
) -> HttpResponse:
    shares = problem.task.shares.all() if problem.task else ()
    return render(
        request,
        template,
        {
            "problem": problem,
            "co_agencies": "、".join(one.agency.name for one in shares),
            "answer": queries.last_answer(problem),
            "today": clock.today(),
            **more,
        },
    )
