"""What is known of enterprises: listed, shown, kept."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from assistance.planning import kinds, permissions, queries, services
from assistance.planning.forms import EnterpriseForm, initial_of_enterprise
from assistance.planning.models import EnterpriseProfile
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

_enterprise = reader("enterprise_profile")


ENTERPRISES = ListPage(
    title="企业情况",
    subtitle="行业、职工、困难和需求：求解结对方案时按这些计算",
    columns=[
        Column(
            "name",
            "企业",
            "link",
            sort="name",
            value=lambda one: one.name,
            url=lambda one: reverse("planning:enterprise", args=[one.pk]),
        ),
        Column("industry", "行业", value=_enterprise(lambda p: p.get_industry_display())),
        Column("needs", "帮扶需求", value=_enterprise(lambda p: labels(p.needs, kinds.Need))),
        Column(
            "employees",
            "职工（人）",
            "number",
            sort="enterprise_profile__employees",
            value=_enterprise(lambda p: p.employees),
        ),
        Column(
            "hardship_count",
            "困难职工（人）",
            "number",
            sort="enterprise_profile__hardship_count",
            value=_enterprise(lambda p: p.hardship_count),
        ),
        Column(
            "operating_state",
            "企业状况",
            value=_enterprise(lambda p: p.get_operating_state_display()),
        ),
        Column("team_size", "需要单位（个）", "number", value=_enterprise(lambda p: p.team_size)),
        filled_column("enterprise_profile"),
        Column(
            "ownership",
            "单位性质",
            value=_enterprise(lambda p: p.get_ownership_display()),
            export_only=True,
        ),
        Column(
            "scale", "规模", value=_enterprise(lambda p: p.get_scale_display()), export_only=True
        ),
        Column(
            "contract_until",
            "集体合同到期日",
            "date",
            value=_enterprise(lambda p: p.collective_contract_until),
            export_only=True,
        ),
    ],
    ordering=["path"],
    search=["name", "short_name", "aliases__name"],
    search_hint="企业名称",
    filters=[
        filled_choice("enterprise_profile"),
        Choice("industry", "行业", kinds.Industry.choices, "enterprise_profile__industry"),
        Choice("need", "帮扶需求", kinds.Need.choices, narrow=holds("enterprise_profile__needs")),
        Choice(
            "operating_state",
            "企业状况",
            kinds.OperatingState.choices,
            "enterprise_profile__operating_state",
        ),
        Choice("ownership", "单位性质", kinds.Ownership.choices, "enterprise_profile__ownership"),
    ],
    noun="家",
    empty=Empty("还没有企业", "管理员新增组织后，可以在这里填写情况。", "company"),
)


@require_GET
@page(SEE)
def enterprise_list(request: HttpRequest) -> HttpResponse:
    rows = queries.enterprises_in_lists(acting(request), SEE.code)
    return ENTERPRISES.respond(request, rows.distinct())


@require_GET
@page(SEE)
def enterprise_page(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting(request)
    one = get_object_or_404(queries.enterprises_in_lists(user, SEE.code), pk=pk)
    profile = getattr(one, "enterprise_profile", None)
    insurance = profile.social_insurance if profile else {}
    context = {
        "organisation": one,
        "profile": profile,
        "needs": labels(profile.needs, kinds.Need) if profile else "",
        "insured": [
            (kind.label, kinds.Coverage(insurance[kind]).label if kind in insurance else None)
            for kind in kinds.Insurance
        ],
        "moments": moments_of(one, most=10),
        "may_keep": may_keep(user, permissions.KEEP_ENTERPRISE_PROFILES.code, one),
    }
    return render(request, "planning/enterprise.html", context)


@page(permissions.KEEP_ENTERPRISE_PROFILES)
def edit_enterprise(request: HttpRequest, pk: int) -> HttpResponse:
    user, code = acting(request), permissions.KEEP_ENTERPRISE_PROFILES.code
    one = kept(queries.enterprises_in_lists(user, code), user, code, pk)
    profile = getattr(one, "enterprise_profile", None) or EnterpriseProfile(organisation=one)
    form = EnterpriseForm(posted(request), initial=initial_of_enterprise(profile))
    if request.method == "POST" and form.is_valid():
        saved = carried_out(
            form, services.keep_enterprise_profile, by=user, organisation=one, **form.arguments()
        )
        if saved:
            messages.success(request, "企业情况已保存")
            return redirect("planning:enterprise", pk)
    return render(request, "planning/edit_enterprise.html", {"form": form, "organisation": one})
