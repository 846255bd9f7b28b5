"""Local rules and the office's calendar: numbers with dates and sources, never constants."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from ground.kernel import clock
from ground.places.models import CalendarDay, Division, LocalRule
from ground.places.queries import calendar_is_announced, divisions_on
from ground.web.lists import Action, Choice, Column, Empty, ListPage, Span
from ground.web.local_rules import named_rules, words_of_rule
from ground.web.pages import acting, carried_out, page, posted
from ground.web.permissions import KEEP_RULES
from ground.web.services import set_day, set_rule


def _plain(rule: LocalRule) -> int | Decimal:
    whole = int(rule.value)
    return whole if whole == rule.value else rule.value


def _in_force(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    today = clock.today()
    now = Q(valid_from__lte=today) & (Q(valid_to__isnull=True) | Q(valid_to__gte=today))
    return rows.filter(now) if value == "now" else rows.exclude(now)


RULES = ListPage(
    title="地方规则",
    subtitle="各地标准不同、逐年调整：每条规则都有生效日期和依据，办过的事仍按当时的规则。",
    columns=[
        Column("code", "规则", sort="code", value=lambda rule: words_of_rule(rule.code).label),
        Column("value", "值", kind="number", value=_plain),
        Column("unit", "单位", value=lambda rule: words_of_rule(rule.code).unit),
        Column("division", "适用地区", value=lambda rule: rule.division or "全部"),
        Column("valid_from", "自", kind="date", sort="valid_from"),
        Column("valid_to", "至", kind="date", sort="valid_to"),
        Column("source", "依据", width=50),
    ],
    search=["source", "division__name"],
    search_hint="依据或地区",
    filters=[
        Choice("code", "规则", named_rules),
        Choice("force", "效力", [("now", "现行"), ("not", "已止或未到")], narrow=_in_force),
    ],
    ordering=["code", "-valid_from"],
)

DAYS = ListPage(
    title="工作日历",
    subtitle="公示期、办理期限按工作日计算。这里只登记与国务院放假安排不同的日子。",
    columns=[
        Column("on", "日期", kind="date", sort="on"),
        Column(
            "is_workday",
            "安排",
            kind="badge",
            value=lambda day: "上班" if day.is_workday else "放假",
            tone=lambda day: "info" if day.is_workday else "good",
        ),
        Column("reason", "原因"),
    ],
    search=["reason"],
    filters=[Span("on", "日期", "on")],
    ordering=["-on"],
    noun="天",
    template="web/admin/calendar.html",
)


class RuleForm(forms.Form):
    code = forms.ChoiceField(label="规则", choices=named_rules)
    value = forms.DecimalField(label="值", max_digits=14, decimal_places=2, min_value=0)
    division = forms.ModelChoiceField(
        label="适用地区",
        queryset=Division.objects.none(),
        required=False,
        empty_label="全部地区",
        help_text="有本地区的规则时，先用本地区的",
    )
    valid_from = forms.DateField(label="自何日起")
    source = forms.CharField(label="依据", max_length=200, help_text="文件名称和文号")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["division"].queryset = divisions_on(clock.today())  # type: ignore[attr-defined]
        units = "；".join(
            f"{label}：{words_of_rule(code).unit}"
            for code, label in named_rules()
            if words_of_rule(code).unit
        )
        self.fields["value"].help_text = f"单位 {units}"


class DayForm(forms.Form):
    on = forms.DateField(label="日期")
    is_workday = forms.TypedChoiceField(
        label="安排",
        choices=[("1", "上班"), ("0", "放假")],
        coerce=lambda text: text == "1",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label="原因", max_length=60, help_text="例如：防汛值守、州庆放假")


@page(KEEP_RULES)
def rules(request: HttpRequest) -> HttpResponse:
    actions = [Action("设置规则", reverse("web:rule_set"), "add", "primary")]
    return RULES.respond(request, LocalRule.objects.select_related("division"), actions=actions)


@page(KEEP_RULES)
def rule_set(request: HttpRequest) -> HttpResponse:
    form = RuleForm(posted(request), initial={"valid_from": clock.today()})
    if request.method == "POST" and form.is_valid():
        rule = carried_out(form, set_rule, by=acting(request), **form.cleaned_data)
        if rule:
            messages.success(
                request, f"已设置“{words_of_rule(rule.code).label}”，自{rule.valid_from}起"
            )
            return redirect("web:rules")
    context = {
        "form": form,
        "title": "设置规则",
        "list_title": "地方规则",
        "list_url": reverse("web:rules"),
        "submit": "设置",
    }
    return render(request, "web/admin/add.html", context)


@page(KEEP_RULES)
def calendar(request: HttpRequest) -> HttpResponse:
    year = clock.today().year
    actions = [Action("登记特殊日子", reverse("web:day_set"), "add", "primary")]
    empty = Empty("没有特殊日子", "全部按国务院公布的放假安排计算。", "calendar")
    unknown = [one for one in (year, year + 1) if not calendar_is_announced(one)]
    return DAYS.respond(
        request, CalendarDay.objects.all(), actions=actions, empty=empty, unannounced=unknown
    )


@page(KEEP_RULES)
def day_set(request: HttpRequest) -> HttpResponse:
    form = DayForm(posted(request))
    if request.method == "POST" and form.is_valid():
        day = carried_out(form, set_day, by=acting(request), **form.cleaned_data)
        if day:
            messages.success(request, f"已登记{day}")
            return redirect("web:calendar")
    context = {
        "form": form,
        "title": "登记特殊日子",
        "list_title": "工作日历",
        "list_url": reverse("web:calendar"),
        "submit": "登记",
    }
    return render(request, "web/admin/add.html", context)
