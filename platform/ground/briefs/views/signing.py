"""The leader's page: read the proof, sign it or send it back. Made for a phone first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from ground.briefs import queries, services
from ground.briefs.models import Issue
from ground.briefs.permissions import SIGN_ISSUE
from ground.briefs.rules import numbering
from ground.briefs.views.desk import issue_in, proof
from ground.web.pages import acting, done, page


@page(SIGN_ISSUE)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting(request)
    issue = issue_in(request, pk, SIGN_ISSUE)
    if issue.state != Issue.State.IN_REVIEW:
        return redirect("briefs:issue", issue.pk)
    figures = queries.figures_of(issue)
    as_text = request.GET.get("as") == "text"
    number = queries.next_number(issue.series, issue.year)
    context = {
        "issue": issue,
        "line": numbering.number_line(issue.year, number),
        "figures": figures,
        "as_text": as_text,
        "as_pages": not as_text,
        "document": queries.document_of(issue, figures) if as_text else None,
        "is_editor": issue.edited_by_id == user.pk or queries.has_edited(issue, user),
    }
    return render(request, "briefs/review.html", context)


@page(SIGN_ISSUE)
def review_proof(request: HttpRequest, pk: int) -> HttpResponse:
    return proof(request, issue_in(request, pk, SIGN_ISSUE), afresh=True)


@page(SIGN_ISSUE)
@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    issue = issue_in(request, pk, SIGN_ISSUE)
    signed = done(
        request, services.sign_issue, said="已签发，正在排印", by=acting(request), issue=issue
    )
    return redirect("briefs:issue" if signed else "briefs:review", issue.pk)


@page(SIGN_ISSUE)
@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    issue = issue_in(request, pk, SIGN_ISSUE)
    sent = done(
        request,
        services.send_back,
        said="已退回编辑",
        by=acting(request),
        issue=issue,
        reason=request.POST.get("reason", ""),
    )
    return redirect("briefs:issues") if sent else redirect("briefs:review", issue.pk)
