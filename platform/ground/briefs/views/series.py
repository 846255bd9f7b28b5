"""The series of an office: founded, its masthead and lists kept."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from ground.briefs import queries, services
from ground.briefs.forms_series import MastheadForm, SeriesForm
from ground.briefs.kinds import kind_of
from ground.briefs.models import Series
from ground.briefs.permissions import EDIT_ISSUE
from ground.web.lists import Action, Column, Empty, ListPage
from ground.web.pages import acting, carried_out, page, posted

KEPT = (
    "title",
    "issuer",
    "marking",
    "report_to",
    "send_to",
    "distribute_to",
    "print_run",
    "has_contents",
    "data_page",
)

SERIES = ListPage(
    title="简报设置",
    columns=[
        Column(
            "title",
            "报头",
            "link",
            sort="title",
            url=lambda series: reverse("briefs:edit_series", args=[series.pk]),
        ),
        Column("kind", "种类", sort="kind", value=lambda series: kind_of(series.kind).label),
        Column("organisation", "编发单位", sort="organisation__path"),
        Column("marking", "标识", sort="marking"),
        Column("print_run", "共印份数", "number", sort="print_run"),
    ],
    search=["title", "issuer"],
    search_hint="报头或编发单位",
    ordering=["title"],
    noun="种简报",
    empty=Empty("还没有设立简报", "先设好报头、编发单位和报送范围。", "brief"),
)


@page(EDIT_ISSUE)
def series_list(request: HttpRequest) -> HttpResponse:
    actions = [Action("设立简报", reverse("briefs:found_series"), "add", "primary")]
    rows = queries.series_of(acting(request)).select_related("organisation")
    return SERIES.respond(request, rows, actions=actions)


@page(EDIT_ISSUE)
def found_series(request: HttpRequest) -> HttpResponse:
    form = SeriesForm(acting(request), posted(request))
    if request.method == "POST" and form.is_valid():
        series = carried_out(form, services.found_series, by=acting(request), **form.cleaned_data)
        if series:
            messages.success(request, f"已设立《{series.title}》")
            return redirect("briefs:start_issue")
    return render(request, "briefs/found_series.html", {"form": form})


@page(EDIT_ISSUE)
def edit_series(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting(request)
    series = get_object_or_404(Series.objects.visible_to(user, EDIT_ISSUE.code), pk=pk)
    kept = {field: getattr(series, field) for field in KEPT}
    form = MastheadForm(posted(request), initial=kept)
    if request.method == "POST" and form.is_valid():
        changed = carried_out(
            form, services.change_series, by=user, series=series, **form.cleaned_data
        )
        if changed:
            messages.success(request, f"《{changed.title}》已保存，从下一期起印用")
            return redirect("briefs:series")
    return render(request, "briefs/edit_series.html", {"form": form, "series": series})
