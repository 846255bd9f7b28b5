"""What is known of agencies: listed, shown, kept."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from assistance.planning import kinds, permissions, queries, services
from assistance.planning.forms import AgencyForm
from assistance.planning.models import AgencyProfile
from assistance.planning.views.profiles import (
    SEE,
    filled_choice,
    filled_column,
    holds,
    kept,
    labels,
    may_keep,
    reader,
)
from ground.web.lists import Choice, Column, Empty, ListPage
from ground.web.pages import acting, carried_out, page, posted
from ground.web.trail import moments_of

_agency = reader("agency_profile")


AGENCIES = ListPage(
    title="参联单位情况",
    subtitle="职能、对口行业和可联系企业数：求解结对方案时按这些计算",
    columns=[
        Column(
            "name",
            "单位",
            "link",
            sort="name",
            value=lambda one: one.name,
            url=lambda one: reverse("planning:agency", args=[one.pk]),
        ),
        Column(
            "functions",
            "职能",
            value=_agency(lambda p: labels(p.functions, kinds.Function)),
            width=30,
        ),
        Column(
            "industries",
            "对口行业",
            value=_agency(lambda p: labels(p.industries, kinds.Industry)),
            width=30,
        ),
        Column(
            "headcount",
            "干部（人）",
            "number",
            sort="agency_profile__headcount",
            value=_agency(lambda p: p.headcount),
        ),
        Column(
            "capacity",
            "可联系企业（家）",
            "number",
            sort="agency_profile__capacity",
            value=_agency(lambda p: p.capacity),
        ),
        Column("leader", "分管领导", value=_agency(lambda p: p.leader_in_charge)),
        Column("liaison", "联络员", value=_agency(lambda p: p.liaison)),
        filled_column("agency_profile"),
        Column("sector", "系统", value=_agency(lambda p: p.get_sector_display()), export_only=True),
        Column("latitude", "纬度", value=_agency(lambda p: p.latitude), export_only=True),
        Column("longitude", "经度", value=_agency(lambda p: p.longitude), export_only=True),
    ],
    ordering=["path"],
    search=["name", "short_name", "aliases__name"],
    search_hint="单位名称",
    filters=[
        filled_choice("agency_profile"),
        Choice(
            "function",
            "职能",
            kinds.Function.choices,
            narrow=holds("agency_profile__functions"),
        ),
        Choice(
            "industry",
            "对口行业",
            kinds.Industry.choices,
            narrow=holds("agency_profile__industries"),
        ),
        Choice("sector", "系统", kinds.Sector.choices, "agency_profile__sector"),
    ],
    noun="个",
    empty=Empty("还没有参联单位", "管理员新增组织后，可以在这里填写情况。", "organisation"),
)


@require_GET
@page(SEE)
def agency_list(request: HttpRequest) -> HttpResponse:
    rows = queries.agencies_in_lists(acting(request), SEE.code)
    return AGENCIES.respond(request, rows.distinct())


@require_GET
@page(SEE)
def agency_page(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting(request)
    one = get_object_or_404(queries.agencies_in_lists(user, SEE.code), pk=pk)
    profile = getattr(one, "agency_profile", None)
    served = {need for name in profile.functions for need in kinds.SERVES[name]} if profile else {}
    context = {
        "organisation": one,
        "profile": profile,
        "functions": labels(profile.functions, kinds.Function) if profile else "",
        "industries": labels(profile.industries, kinds.Industry) if profile else "",
        "serves": "、".join(need.label for need in kinds.Need if need in served),
        "moments": moments_of(one, most=10),
        "may_keep": may_keep(user, permissions.KEEP_AGENCY_PROFILES.code, one),
    }
    return render(request, "planning/agency.html", context)


@page(permissions.KEEP_AGENCY_PROFILES)
def edit_agency(request: HttpRequest, pk: int) -> HttpResponse:
    user, code = acting(request), permissions.KEEP_AGENCY_PROFILES.code
    one = kept(queries.agencies_in_lists(user, code), user, code, pk)
    profile = getattr(one, "agency_profile", None) or AgencyProfile(organisation=one)
    start = {name: getattr(profile, name) for name in AgencyForm.base_fields}
    form = AgencyForm(posted(request), initial=start)
    if request.method == "POST" and form.is_valid():
        saved = carried_out(
            form, services.keep_agency_profile, by=user, organisation=one, **form.cleaned_data
        )
        if saved:
            messages.success(request, "单位情况已保存")
            return redirect("planning:agency", pk)
    return render(request, "planning/edit_agency.html", {"form": form, "organisation": one})
