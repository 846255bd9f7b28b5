"""What a file's page leads to and shows: the work of its gate of notice, and the notices it was on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from assistance.households.models import HardshipFile
from assistance.notices import queries
from assistance.notices.models import Notice, Objection
from assistance.notices.permissions import KEEP_NOTICES, SEE_NOTICES
from ground.web.pages import acting, page


@require_GET
@page(KEEP_NOTICES)
def work(request: HttpRequest, pk: int) -> HttpResponse:
    """To the notice on which the family hangs, or to the page on which one is put up."""
    visible = HardshipFile.objects.visible_to(acting(request), KEEP_NOTICES.code)
    line = queries.hanging_line(get_object_or_404(visible, pk=pk))
    if line is None:
        return redirect(f"{reverse('notices:post')}?file={pk}")
    return redirect("notices:notice", line.notice_id)


@require_GET
@page(SEE_NOTICES)
def panel(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting(request)
    file = get_object_or_404(HardshipFile.objects.visible_to(user, SEE_NOTICES.code), pk=pk)
    lines = queries.lines_of(file)
    opens = set(
        Notice.objects.visible_to(user, SEE_NOTICES.code)
        .filter(pk__in=[line.notice_id for line in lines])
        .values_list("pk", flat=True)
    )
    rows = [
        {
            "line": line,
            "opens": line.notice_id in opens,
            "objections": line.objections.all(),
            "late": any(
                one.is_late and one.state != Objection.State.CLOSED for one in line.objections.all()
            ),
        }
        for line in lines
    ]
    return render(request, "notices/panel.html", {"rows": rows})
