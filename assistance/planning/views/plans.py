"""Plans: listed, drafted, shown with the pairs of one solution, solved."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.planning import permissions, queries, rules, services
from assistance.planning.forms import DraftForm, WeightsForm
from assistance.planning.models import PairingPlan, ProposedPair, Solution
from assistance.planning.views.looks import RULING_TONES, bars_of, figures_of, plan_tone
from ground.accounts.models import Organisation, User, below
from ground.jobs.models import Job
from ground.kernel import clock
from ground.web.lists import Action, Choice, Column, Empty, ListPage
from ground.web.pages import acting, carried_out, done, page, posted
from ground.web.trail import moments_of

SEE, MAKE = permissions.SEE_PLANS, permissions.MAKE_PLAN
NEXT_YEAR_FROM = 7  # from July on a new plan is for the next year
BANDS = [("80", "80分及以上"), ("60", "60至80分"), ("40", "40至60分"), ("0", "40分以下")]
WIDTH = {"80": 101, "60": 80, "40": 60, "0": 40}


def _years() -> list[tuple[int, str]]:
    years = PairingPlan.objects.order_by("-year").values_list("year", flat=True).distinct()
    return [(year, f"{year}年") for year in years]


def _mean(plan: PairingPlan) -> object:
    chosen = plan.chosen
    return figures_of(chosen)["mean"] if chosen else "—"


def _covered(plan: PairingPlan) -> object:
    chosen = plan.chosen
    return figures_of(chosen)["covered"] if chosen else "—"


PLANS = ListPage(
    title="结对方案",
    subtitle="政策统领、全面覆盖、职能先导、行业对口、科学配置：由系统求解，由人决定",
    columns=[
        Column(
            "name", "方案", "link", value=str, url=lambda p: reverse("planning:plan", args=[p.pk])
        ),
        Column("organisation", "双联办", value=lambda p: p.organisation.name),
        Column("state", "状态", "badge", sort="state", tone=plan_tone),
        Column("solution_count", "求解（次）", "number"),
        Column("covered", "覆盖企业（家）", value=_covered),
        Column("mean", "平均匹配分", value=_mean),
        Column("starts_on", "结对开始日期", "date", sort="starts_on"),
        Column("year", "年度", sort="year", export_only=True),
    ],
    ordering=["-year", "-round"],
    search=["organisation__name"],
    search_hint="双联办名称",
    filters=[
        Choice("year", "年度", _years),
        Choice("state", "状态", PairingPlan.State.choices),
    ],
    noun="个",
)


@require_GET
@page(SEE)
def plan_list(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    actions, empty = [], Empty("还没有结对方案", "双联办编制后列在这里。", icon="pairing")
    if user.may(MAKE.code):
        actions = [Action("编制方案", reverse("planning:draft"), "add", "primary")]
        text = "先填写参联单位和企业的情况，再编制方案，由系统求解。"
        empty = Empty("还没有结对方案", text, "pairing", reverse("planning:draft"), "编制方案")
    rows = queries.plans_in_lists(PairingPlan.objects.visible_to(user, SEE.code))
    return PLANS.respond(request, rows, actions=actions, empty=empty)


@page(MAKE)
def draft(request: HttpRequest) -> HttpResponse:
    user, today = acting(request), clock.today()
    offices = queries.offices_for(user, MAKE.code)
    year = today.year + (today.month >= NEXT_YEAR_FROM)
    form = DraftForm(
        offices,
        posted(request),
        initial={
            "year": year,
            "starts_on": max(today, today.replace(year=year, month=1, day=1)),
            "organisation": offices.first(),
        },
    )
    if request.method == "POST" and form.is_valid():
        plan = carried_out(form, services.draft_plan, by=user, **form.arguments())
        if plan:
            messages.success(request, "方案已建立，可以指定、回避后求解")
            return redirect("planning:plan", plan.pk)
    return render(request, "planning/draft.html", {"form": form})


@page(MAKE)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    plan = made(request, pk)
    start = {**plan.weights, "starts_on": plan.starts_on, "principles": plan.principles}
    form = WeightsForm(posted(request), initial=start)
    if request.method == "POST" and form.is_valid():
        changed = carried_out(
            form, services.change_plan, by=acting(request), plan=plan, **form.arguments()
        )
        if changed:
            messages.success(request, "权重已保存，重新求解后生效")
            return redirect("planning:plan", pk)
    return render(request, "planning/change.html", {"form": form, "plan": plan})


@require_POST
@page(MAKE)
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    went = done(
        request,
        services.drop_plan,
        said="方案已删除",
        by=acting(request),
        plan=made(request, pk),
        reason=request.POST.get("reason", ""),
    )
    return redirect("planning:list") if went else redirect("planning:plan", pk)


@require_POST
@page(MAKE)
def solve(request: HttpRequest, pk: int) -> HttpResponse:
    said = "已开始求解，可以离开本页，完成后在这里查看"
    done(request, services.ask_solution, said=said, by=acting(request), plan=made(request, pk))
    return redirect("planning:plan", pk)


def made(request: HttpRequest, pk: int) -> PairingPlan:
    """A plan that this person makes."""
    visible = PairingPlan.objects.visible_to(acting(request), MAKE.code)
    return get_object_or_404(visible.select_related("organisation"), pk=pk)


@require_GET
@page(SEE)
def plan_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan with the pairs of its choice, or of the solution that the address names."""
    user = acting(request)
    visible = PairingPlan.objects.visible_to(user, SEE.code)
    people = ("made_by", "submitted_by", "approved_by")
    plan = get_object_or_404(visible.select_related("organisation", "chosen", *people), pk=pk)
    solutions = list(plan.solutions.select_related("asked_by").order_by("-number"))
    shown = _shown(request, plan, solutions)
    rows = queries.pairs_in_lists(shown) if shown else ProposedPair.objects.none()
    rulings = plan.rulings.select_related("agency", "enterprise", "made_by")
    may = _may(user, plan)
    job = Job.objects.visible_to(user).filter(key=plan.job_key).first() if plan.job_key else None
    return _pairs_list(plan).respond(
        request,
        rows,
        plan=plan,
        tone=plan_tone(plan),
        shown=shown,
        figures=figures_of(shown) if shown else None,
        solutions=[{"one": one, "figures": figures_of(one)} for one in solutions],
        weights=[
            (f"{principle}·{label}" if principle != label else label, plan.weights[part])
            for part, (principle, label) in rules.PARTS.items()
        ],
        rulings=[{"one": one, "tone": RULING_TONES[one.kind]} for one in rulings],  # type: ignore[index]
        unknown=queries.coverage_of_profiles(plan) if may["make"] else {},
        job=job if job and (job.is_open or job.state != Job.State.DONE) else None,
        moments=moments_of(plan),
        may=may,
        rows_template="planning/pair_rows.html",
    )


def _shown(request: HttpRequest, plan: PairingPlan, solutions: list[Solution]) -> Solution | None:
    asked = request.GET.get("solution", "")
    named = next((one for one in solutions if str(one.number) == asked), None)
    return named or plan.chosen or (solutions[0] if solutions else None)


def _pairs_list(plan: PairingPlan) -> ListPage:
    def in_band(rows: QuerySet[Any], least: str) -> QuerySet[Any]:
        return rows.filter(score__gte=int(least), score__lt=WIDTH[least])

    def areas() -> list[tuple[str, str]]:
        offices = Organisation.objects.filter(
            below("path", [plan.organisation.path]), kind=Organisation.Kind.LINK_OFFICE
        ).exclude(pk=plan.organisation_id)
        return list(offices.values_list("path", "name"))

    return ListPage(
        title=f"{plan}：结对名单",
        columns=[
            Column(
                "enterprise", "企业", sort="enterprise__name", value=lambda p: p.enterprise.name
            ),
            Column("agency", "参联单位", sort="agency__name", value=lambda p: p.agency.name),
            Column(
                "is_lead", "牵头", value=lambda p: "牵头" if p.is_lead else "", export_only=True
            ),
            Column("score", "匹配分", "number", sort="score"),
            Column("because", "为什么", width=50),
            Column(
                "parts",
                "分项",
                value=lambda p: "；".join(
                    f"{bar.label}{bar.points}" for bar in bars_of(p.parts, plan.weights)
                ),
                export_only=True,
                width=50,
            ),
            Column(
                "is_pinned", "指定", value=lambda p: "是" if p.is_pinned else "", export_only=True
            ),
        ],
        ordering=["enterprise__path", "-is_lead", "-score"],
        search=["enterprise__name", "enterprise__short_name", "agency__name", "agency__short_name"],
        search_hint="企业或参联单位",
        filters=[
            Choice(
                "area",
                "辖区",
                areas,
                narrow=lambda rows, path: rows.filter(enterprise__path__startswith=path),
            ),
            Choice("band", "匹配分", BANDS, narrow=in_band),
            Choice("lead", "牵头", [("True", "只看牵头单位")], "is_lead"),
            Choice("pinned", "指定", [("True", "只看指定的")], "is_pinned"),
        ],
        noun="对",
        template="planning/plan.html",
        empty=Empty("还没有求解", "求解后，谁联系谁、为什么，都列在这里。", "pairing"),
    )


def _may(user: User, plan: PairingPlan) -> dict[str, bool]:
    """What this person may do with this plan now; the services ask again."""
    one = PairingPlan.objects.filter(pk=plan.pk)

    def reaches(code: str) -> bool:
        return user.may(code) and one.visible_to(user, code).exists()

    makes, approves = reaches(MAKE.code), reaches(permissions.APPROVE_PLAN.code)
    is_draft, is_proposed = (plan.state == state for state in ("draft", "proposed"))
    approved = plan.state == PairingPlan.State.APPROVED
    return {
        "make": makes and is_draft,
        "submit": makes and is_draft and plan.chosen_id is not None,
        "send_back": (makes or approves) and is_proposed,
        "approve": approves
        and is_proposed
        and user.pk not in {plan.made_by_id, plan.submitted_by_id},
        "establish": approves and approved and plan.established_at is None,
    }
