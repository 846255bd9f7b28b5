"""How often somebody must go: dated rows that an administrator keeps."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from assistance.rounds import services
from assistance.rounds.forms import DutyForm
from assistance.rounds.models import VisitDuty
from assistance.rounds.permissions import KEEP_DUTIES
from assistance.visits.models import Visit
from ground.kernel import clock
from ground.web.lists import Action, Choice, Column, ListPage
from ground.web.pages import acting, carried_out, page, posted


def _kinds(duty: VisitDuty) -> str:
    return "、".join(Visit.Kind(kind).label for kind in duty.kinds) or "都计入"


DUTIES = ListPage(
    title="走访要求",
    subtitle="谁、多久、走访几次：各地不同，每条都有生效日期和依据；离走访点最近的地区的要求优先。",
    columns=[
        Column("who", "谁来走访", sort="who"),
        Column("every", "周期", sort="every"),
        Column("times", "次数", "number", sort="times"),
        Column("kinds", "计入的走访类型", value=_kinds),
        Column("division", "适用地区", value=lambda duty: duty.division or "全部"),
        Column("valid_from", "自", "date", sort="valid_from"),
        Column("valid_to", "至", "date", sort="valid_to"),
        Column("source", "依据", width=50),
        Column(
            "end",
            "停用",
            "link",
            value=lambda duty: "停用" if duty.valid_to is None else "",
            url=lambda duty: (
                reverse("rounds:end_duty", args=[duty.pk]) if duty.valid_to is None else ""
            ),
            page_only=True,
        ),
    ],
    ordering=["who", "-valid_from"],
    search=["source", "division__name"],
    search_hint="依据或地区",
    filters=[Choice("who", "谁来走访", VisitDuty.Who.choices)],
)


class EndDutyForm(forms.Form):
    valid_to = forms.DateField(label="停用日期", help_text="这一天仍有效；被截断的周期不再计算")


@require_GET
@page(KEEP_DUTIES)
def duty_list(request: HttpRequest) -> HttpResponse:
    actions = [Action("设置要求", reverse("rounds:set_duty"), "add", "primary")]
    return DUTIES.respond(request, VisitDuty.objects.select_related("division"), actions=actions)


@page(KEEP_DUTIES)
def set_one(request: HttpRequest) -> HttpResponse:
    form = DutyForm(posted(request), initial={"valid_from": clock.today(), "times": 1})
    if request.method == "POST" and form.is_valid():
        duty = carried_out(form, services.set_duty, by=acting(request), **form.cleaned_data)
        if duty:
            messages.success(request, f"已设置：{duty}，自{duty.valid_from}起")
            return redirect("rounds:duties")
    return render(request, "web/admin/add.html", _frame(form, "设置走访要求", "设置"))


@page(KEEP_DUTIES)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    duty = get_object_or_404(VisitDuty, pk=pk)
    form = EndDutyForm(posted(request), initial={"valid_to": clock.today()})
    if request.method == "POST" and form.is_valid():
        ended = carried_out(
            form, services.end_duty, by=acting(request), duty=duty, **form.cleaned_data
        )
        if ended:
            messages.success(request, f"已停用：{ended}，至{ended.valid_to}止")
            return redirect("rounds:duties")
    return render(request, "web/admin/add.html", _frame(form, f"停用走访要求：{duty}", "停用"))


def _frame(form: forms.Form, title: str, submit: str) -> dict[str, object]:
    return {
        "form": form,
        "title": title,
        "list_title": "走访要求",
        "list_url": reverse("rounds:duties"),
        "submit": submit,
    }
