"""What is known of agencies and enterprises: listed, shown, kept."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from assistance.pairing.models import own_paths
from assistance.planning import kinds, permissions, queries, services
from assistance.planning.forms import AgencyForm, EnterpriseForm, initial_of_enterprise
from assistance.planning.models import AgencyProfile, EnterpriseProfile
from ground.accounts.models import Organisation, User
from ground.web.lists import Choice, Column, Empty, ListPage
from ground.web.pages import acting, carried_out, page, posted
from ground.web.trail import moments_of

SEE = permissions.SEE_PROFILES
FILLED = [("yes", "已填写"), ("no", "未填写")]


def labels(values: list[str], vocabulary: Any) -> str:
    return "、".join(vocabulary(value).label for value in values)


def _agency(read: Any) -> Any:
    """Reads an agency's profile; nothing where there is none."""
    return lambda one: read(one.agency_profile) if hasattr(one, "agency_profile") else None


def _enterprise(read: Any) -> Any:
    return lambda one: read(one.enterprise_profile) if hasattr(one, "enterprise_profile") else None


def _filled(name: str) -> Any:
    return lambda one: "已填写" if hasattr(one, name) else "未填写"


def _is_filled(name: str) -> Any:
    def narrow(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows.filter(**{f"{name}__isnull": value == "no"})

    return narrow


def _holds(field: str) -> Any:
    def narrow(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows.filter(**{f"{field}__contains": [value]})

    return narrow


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
        Column(
            "filled",
            "填写",
            "badge",
            value=_filled("agency_profile"),
            tone=lambda one: "good" if hasattr(one, "agency_profile") else "warn",
        ),
        Column("sector", "系统", value=_agency(lambda p: p.get_sector_display()), export_only=True),
        Column("latitude", "纬度", value=_agency(lambda p: p.latitude), export_only=True),
        Column("longitude", "经度", value=_agency(lambda p: p.longitude), export_only=True),
    ],
    ordering=["path"],
    search=["name", "short_name", "aliases__name"],
    search_hint="单位名称",
    filters=[
        Choice("filled", "填写", FILLED, narrow=_is_filled("agency_profile")),
        Choice(
            "function",
            "职能",
            kinds.Function.choices,
            narrow=_holds("agency_profile__functions"),
        ),
        Choice(
            "industry",
            "对口行业",
            kinds.Industry.choices,
            narrow=_holds("agency_profile__industries"),
        ),
        Choice("sector", "系统", kinds.Sector.choices, "agency_profile__sector"),
    ],
    noun="个",
    empty=Empty("还没有参联单位", "管理员新增组织后，可以在这里填写情况。", "organisation"),
)
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
        Column(
            "filled",
            "填写",
            "badge",
            value=_filled("enterprise_profile"),
            tone=lambda one: "good" if hasattr(one, "enterprise_profile") else "warn",
        ),
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
        Choice("filled", "填写", FILLED, narrow=_is_filled("enterprise_profile")),
        Choice("industry", "行业", kinds.Industry.choices, "enterprise_profile__industry"),
        Choice("need", "帮扶需求", kinds.Need.choices, narrow=_holds("enterprise_profile__needs")),
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
def agency_list(request: HttpRequest) -> HttpResponse:
    rows = queries.agencies_in_lists(acting(request), SEE.code)
    return AGENCIES.respond(request, rows.distinct())


@require_GET
@page(SEE)
def enterprise_list(request: HttpRequest) -> HttpResponse:
    rows = queries.enterprises_in_lists(acting(request), SEE.code)
    return ENTERPRISES.respond(request, rows.distinct())


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


@page(permissions.KEEP_AGENCY_PROFILES)
def edit_agency(request: HttpRequest, pk: int) -> HttpResponse:
    user, code = acting(request), permissions.KEEP_AGENCY_PROFILES.code
    one = _kept(queries.agencies_in_lists(user, code), user, code, pk)
    profile = getattr(one, "agency_profile", None) or AgencyProfile(organisation=one)
    start = {name: getattr(profile, name) for name in AgencyForm.base_fields}
    form = AgencyForm(posted(request), initial=start)
    if request.method == "POST" and form.is_valid():
        kept = carried_out(
            form, services.keep_agency_profile, by=user, organisation=one, **form.cleaned_data
        )
        if kept:
            messages.success(request, "单位情况已保存")
            return redirect("planning:agency", pk)
    return render(request, "planning/edit_agency.html", {"form": form, "organisation": one})


@page(permissions.KEEP_ENTERPRISE_PROFILES)
def edit_enterprise(request: HttpRequest, pk: int) -> HttpResponse:
    user, code = acting(request), permissions.KEEP_ENTERPRISE_PROFILES.code
    one = _kept(queries.enterprises_in_lists(user, code), user, code, pk)
    profile = getattr(one, "enterprise_profile", None) or EnterpriseProfile(organisation=one)
    form = EnterpriseForm(posted(request), initial=initial_of_enterprise(profile))
    if request.method == "POST" and form.is_valid():
        kept = carried_out(
            form, services.keep_enterprise_profile, by=user, organisation=one, **form.arguments()
        )
        if kept:
            messages.success(request, "企业情况已保存")
            return redirect("planning:enterprise", pk)
    return render(request, "planning/edit_enterprise.html", {"form": form, "organisation": one})


def may_keep(user: User, code: str, organisation: Organisation) -> bool:
    """Whether it stands below an organisation in which this person holds the permission itself."""
    return user.may(code) and organisation.path.startswith(own_paths(user, code) or ("-",))


def _kept(rows: QuerySet[Organisation], user: User, code: str, pk: int) -> Organisation:
    one: Organisation = get_object_or_404(rows, pk=pk)
    if not may_keep(user, code, one):
        one = get_object_or_404(rows.none(), pk=pk)
    return one
