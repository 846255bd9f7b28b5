"""Papers of a problem on the screen, for the printer and as PDF (`?as=pdf`)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from assistance.problems import papers, permissions, queries, services, tokens
from assistance.problems.models import EnterpriseProblem
from assistance.problems.papers import Paper
from assistance.problems.views.page import overseen, seen
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.web.leaving import file_answer
from ground.web.outside import whole_address
from ground.web.pages import page

State = EnterpriseProblem.State


@require_GET
@page(permissions.SEE_PROBLEMS)
def dispatch_paper(request: HttpRequest, pk: int) -> HttpResponse:
    problem = seen(request, pk)
    if problem.state in {State.REGISTERED, State.REFUSED}:
        raise Http404
    return _shown(request, problem, papers.dispatch_paper(problem, queries.last_answer(problem)))


@require_GET
@page(permissions.SEE_PROBLEMS)
def closing_paper(request: HttpRequest, pk: int) -> HttpResponse:
    problem = seen(request, pk)
    if problem.state != State.CLOSED:
        raise Http404
    return _shown(request, problem, papers.closing_paper(problem, queries.last_answer(problem)))


@require_GET
@page(permissions.ASK_CONFIRMATION)
def asking_paper(request: HttpRequest, pk: int) -> HttpResponse:
    overseen(request, pk, permissions.ASK_CONFIRMATION.code)
    problem, today = seen(request, pk), clock.today()
    answer = queries.last_answer(problem)
    if answer is None or not services.opens(answer, answer.link_number, today):
        raise Http404
    url = whole_address(tokens.confirm_url(answer))
    return _shown(request, problem, papers.asking_paper(problem, answer, url, today))


def _shown(request: HttpRequest, problem: EnterpriseProblem, paper: Paper | None) -> HttpResponse:
    if paper is None:
        raise Http404
    if request.GET.get("as") == "pdf":
        return _pdf(request, problem, paper)
    return render(request, "problems/paper.html", {"problem": problem, "paper": paper})


def _pdf(request: HttpRequest, problem: EnterpriseProblem, paper: Paper) -> HttpResponse:
    try:
        return file_answer(
            request,
            content=papers.pdf_of(paper),
            title=f"{paper.title} {problem.pk}",
            name=f"problem-{problem.pk}.pdf",
            content_type="application/pdf",
            inline=True,
        )
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return redirect(request.path)
