"""Issues that an office has opened: anybody may read them, without an account."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from ground.briefs import queries, services
from ground.briefs.answers import pdf_answer
from ground.briefs.models import Printed
from ground.briefs.permissions import SIGN_ISSUE
from ground.briefs.views.desk import issue_in
from ground.web.pages import ANYONE, acting, done, page

ON_A_PAGE = 20


@page(ANYONE)
def issues(request: HttpRequest) -> HttpResponse:
    sought = request.GET.get("q", "").strip()[:60]
    rows = queries.opened_issues(sought)
    shown = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    lines = [(one, queries.line_of(one)) for one in shown]
    context = {"lines": lines, "shown": shown, "sought": sought}
    return render(request, "briefs/public/issues.html", context)


@page(ANYONE)
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.opened_issues(), pk=pk)
    context = {
        "issue": found,
        "line": queries.line_of(found),
        "document": queries.document_of(found),
        "printed": Printed.objects.filter(issue=found).defer("pdf").first(),
    }
    return render(request, "briefs/public/issue.html", context)


@page(ANYONE)
def download(request: HttpRequest, pk: int) -> HttpResponse:
    printed = Printed.objects.select_related("issue__series")
    return pdf_answer(
        request, get_object_or_404(printed, issue__in=queries.opened_issues(), issue_id=pk)
    )


@page(SIGN_ISSUE)
@require_POST
def open_issue(request: HttpRequest, pk: int) -> HttpResponse:
    found = issue_in(request, pk, SIGN_ISSUE)
    said = "已公开：不登录也可以阅读"
    done(request, services.open_to_all, said=said, by=acting(request), issue=found)
    return redirect("briefs:issue", found.pk)


@page(SIGN_ISSUE)
@require_POST
def close_issue(request: HttpRequest, pk: int) -> HttpResponse:
    found = issue_in(request, pk, SIGN_ISSUE)
    done(request, services.close_to_all, said="已取消公开", by=acting(request), issue=found)
    return redirect("briefs:issue", found.pk)
