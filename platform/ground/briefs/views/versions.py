"""What became of an article: its versions, and any two of them side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from ground.briefs import queries
from ground.briefs.models import Article, Issue
from ground.briefs.permissions import EDIT_ISSUE
from ground.briefs.rules import comparing, versions
from ground.web.pages import acting, page


@page(EDIT_ISSUE)
def history(request: HttpRequest, pk: int) -> HttpResponse:
    issues = Issue.objects.visible_to(acting(request), EDIT_ISSUE.code)
    rows = Article.objects.select_related("issue__series", "contribution__organisation")
    article = get_object_or_404(rows, pk=pk, issue__in=issues)
    kept = list(queries.versions_of(article))
    numbers = {str(one.number): one for one in kept}
    after = numbers.get(request.GET.get("to", ""), kept[0] if kept else None)
    before = numbers.get(request.GET.get("from", ""))
    if before is None and after is not None:
        before = numbers.get(str(after.number - 1), after)
    compared = []
    if before is not None and after is not None:
        compared = comparing.side_by_side(
            versions.shown(before.content), versions.shown(after.content)
        )
    context = {
        "article": article,
        "issue": article.issue,
        "versions": kept,
        "before": before,
        "after": after,
        "compared": compared,
    }
    return render(request, "briefs/history.html", context)
