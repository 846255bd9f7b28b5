"""Impact assessments: listed, written, read."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from assistance.rights import services
from assistance.rights.forms import ImpactForm
from assistance.rights.models import ImpactAssessment
from assistance.rights.permissions import SEE_IMPACT, WRITE_IMPACT
from ground.web.lists import Action, Column, Empty, ListPage
from ground.web.pages import acting, carried_out, page, posted

IMPACTS = ListPage(
    title="个人信息保护影响评估",
    subtitle="处理敏感个人信息前和情况变化时编写，至少保存三年",
    columns=[
        Column(
            "on",
            "评估日期",
            "link",
            value=lambda one: f"{one.on}",
            url=lambda one: reverse("rights:impact", args=[one.pk]),
            sort="on",
        ),
        Column("organisation", "单位", value=lambda one: one.organisation.name, width=28),
        Column("made_by", "编写人", value=lambda one: str(one.made_by)),
    ],
    ordering=["-on", "-pk"],
    noun="份",
    empty=Empty("还没有评估报告", "统计由系统填写，您写明目的、必要性、风险和措施。", "scales"),
)


@page(SEE_IMPACT)
@require_GET
def impact_list(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    rows = ImpactAssessment.objects.visible_to(user, SEE_IMPACT.code)
    actions = []
    if user.may(WRITE_IMPACT.code):
        actions.append(Action("编写评估", reverse("rights:write_impact"), "add", "primary"))
    return IMPACTS.respond(request, rows.select_related("organisation", "made_by"), actions=actions)


@page(WRITE_IMPACT)
def write_impact(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    form = ImpactForm(user, WRITE_IMPACT.code, posted(request))
    if request.method == "POST" and form.is_valid():
        made = carried_out(form, services.write_impact, by=user, **form.cleaned_data)
        if made:
            messages.success(request, "评估报告已保存，统计已由系统填好")
            return redirect("rights:impact", made.pk)
    return render(request, "rights/write_impact.html", {"form": form})


@page(SEE_IMPACT)
@require_GET
def show_impact(request: HttpRequest, pk: int) -> HttpResponse:
    rows = ImpactAssessment.objects.visible_to(acting(request), SEE_IMPACT.code)
    found = get_object_or_404(rows.select_related("organisation", "made_by"), pk=pk)
    return render(request, "rights/impact.html", {"impact": found})
