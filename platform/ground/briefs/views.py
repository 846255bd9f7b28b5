from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from ground.briefs import queries
from ground.briefs.permissions import READ_BRIEFS
from ground.web.pages import acting, page


@page(READ_BRIEFS)
def show_figure(request: HttpRequest, issue_id: int, code: str) -> HttpResponse:
    issue = get_object_or_404(queries.readable_issues(acting(request)), pk=issue_id)
    figure = queries.figure_of(issue, code)
    if figure is None:
        raise Http404
    return render(request, "briefs/figure.html", {"issue": issue, "figure": figure})
