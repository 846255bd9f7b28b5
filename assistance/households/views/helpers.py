"""Who helps which family: listed, assigned, replaced; families without a helper; visits to homes."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.households import looks, queries, services
from assistance.households.forms import HelperForm, HomeVisitForm, ReplaceHelperForm
from assistance.households.models import FamilyPair, HardshipFile
from assistance.households.permissions import (
    ASSIGN_HELPER,
    SEE_FILES,
    SEE_HELPERS,
    VISIT_HOME,
)
from ground.accounts.models import Organisation, User
from ground.accounts.queries import organisation_named
from ground.kernel import clock, identifiers
from ground.web.lists import Action, Choice, Column, Empty, ListPage
from ground.web.pages import acting, carried_out, done, page, posted

CADRES_OFFERED = 300


def _holder(pair: FamilyPair) -> str:
    return identifiers.masked_name(vars(pair).get("holder_name") or "")


def _assign_url(file: HardshipFile) -> str:
    return reverse("households:assign_helper", args=[file.pk])


def _now(rows: Any, value: str) -> Any:
    return rows.present() if value == "now" else rows.filter(to_on__isnull=False)


PAIRS = ListPage(
    title="结对家庭",
    subtitle="一名干部结对一户或几户困难职工家庭；姓名隐去一部分",
    columns=[
        Column(
            "holder",
            "家庭",
            "link",
            value=_holder,
            url=lambda pair: reverse("households:pair", args=[pair.pk]),
        ),
        Column("unit", "所在单位", sort="file__unit__name", value=lambda p: p.file.unit.name),
        Column("cadre", "结对干部", sort="cadre__name", value=lambda p: p.cadre.name),
        Column(
            "agency", "干部单位", sort="cadre__agency__name", value=lambda p: p.cadre.agency.name
        ),
        Column("from_on", "结对日期", "date", sort="from_on"),
        Column("last_visited_on", "最近入户", "date", sort="last_visited_on"),
        Column("to_on", "结束日期", "date", sort="to_on"),
        Column("reason_of_change", "变动原因", export_only=True, width=24),
        Column("file_no", "档案编号", value=lambda p: p.file.file_no, export_only=True, width=16),
    ],
    search=["cadre__name", "cadre__agency__name", "file__unit__name", "file__file_no"],
    search_hint="干部、单位或档案编号",
    filters=[Choice("state", "结对", [("now", "进行中"), ("ended", "已结束")], narrow=_now)],
    ordering=["-from_on"],
    noun="对",
    empty=Empty("还没有结对家庭", "在困难职工档案页上为在档的家庭安排结对干部。", "family"),
)

WITHOUT = ListPage(
    title="待安排结对干部的家庭",
    subtitle="在档而没有结对干部的家庭；原来有、后来没有的排在前面",
    parent=("结对家庭", "households:helpers"),
    columns=[
        Column("file_no", "档案编号", "link", url=_assign_url, width=16),
        Column("holder", "户主", value=looks.holder_of),
        Column("unit", "所在单位", sort="unit__name", value=lambda f: f.unit.name, width=28),
        Column("category", "困难类别", sort="category"),
        Column(
            "lost_helper",
            "原因",
            "badge",
            sort="lost_helper",
            value=lambda f: "干部已离任" if f.lost_helper else "尚未安排",
            tone=lambda f: "bad" if f.lost_helper else "warn",
        ),
    ],
    search=["file_no", "unit__name"],
    search_hint="档案编号或单位",
    ordering=["-lost_helper", "-opened_on"],
    noun="户",
    empty=Empty("每户都有结对干部", "在档的家庭都已安排。", "check"),
)


@require_GET
@page(SEE_HELPERS)
def pair_list(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    actions = []
    if user.may(ASSIGN_HELPER.code):
        actions = [Action("待安排的家庭", reverse("households:without_helper"), "family")]
    pairs = FamilyPair.objects.visible_to(user, SEE_HELPERS.code)
    return PAIRS.respond(request, queries.pairs_in_lists(pairs), actions=actions)


@require_GET
@page(ASSIGN_HELPER)
def without_helper(request: HttpRequest) -> HttpResponse:
    files = HardshipFile.objects.visible_to(acting(request), ASSIGN_HELPER.code)
    waiting = queries.families_without_helper(files)
    return WITHOUT.respond(request, queries.with_holder(waiting))


@require_GET
@page(SEE_HELPERS)
def pair_page(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting(request)
    pair = _pair(user, pk, SEE_HELPERS.code)
    may_see_file = user.may(SEE_FILES.code) and (
        HardshipFile.objects.visible_to(user, SEE_FILES.code).filter(pk=pair.file_id).exists()
    )
    homes = pair.home_visits.select_related("visit").order_by("-visit__visited_on", "-pk")[:30]
    context = {
        "pair": pair,
        "holder": _holder(pair),
        "homes": homes,
        "may_see_file": may_see_file,
        "may_assign": pair.to_on is None and _assigns(user, pair),
        "may_visit": user.may(VISIT_HOME.code)
        and queries.pairs_to_visit(user).filter(pk=pk).exists(),
        "today": clock.today(),
    }
    return render(request, "households/pair.html", context)


@require_GET
@page(SEE_FILES)
def of_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The helpers of a family, as a card that the file's page brings in."""
    user = acting(request)
    file = get_object_or_404(HardshipFile.objects.visible_to(user, SEE_FILES.code), pk=pk)
    pairs = file.helpers.select_related("cadre__agency").order_by("-from_on", "-pk")
    opened = FamilyPair.objects.none()
    if user.may(SEE_HELPERS.code):
        opened = FamilyPair.objects.visible_to(user, SEE_HELPERS.code).filter(file=file)
    seen = set(opened.values_list("pk", flat=True))
    context = {
        "file": file,
        "pairs": [{"pair": pair, "opens": pair.pk in seen} for pair in pairs],
        "may_assign": file.state == HardshipFile.State.ACTIVE
        and user.may(ASSIGN_HELPER.code)
        and HardshipFile.objects.visible_to(user, ASSIGN_HELPER.code).filter(pk=pk).exists(),
    }
    return render(request, "households/helpers_of.html", context)


@page(ASSIGN_HELPER)
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting(request)
    files = HardshipFile.objects.visible_to(user, ASSIGN_HELPER.code)
    file = get_object_or_404(queries.with_holder(files), pk=pk)
    agency, told = _agency_named(request, user)
    cadres = queries.cadres_for(user, file.unit, agency)
    form = HelperForm(_offered(cadres), posted(request), initial={"from_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        pair = carried_out(form, services.assign_helper, by=user, file=file, **form.cleaned_data)
        if pair:
            messages.success(request, f"已安排{pair.cadre.name}与这户结对")
            return redirect("households:file", pk)
    context = {
        "form": form,
        "title": f"为{looks.holder_of(file)}家庭安排结对干部",
        "unit": file.unit,
        "agency": agency,
        "told": told,
        "back_url": reverse("households:file", args=[pk]),
        "submit": "安排",
    }
    return render(request, "households/helper_form.html", context)


@page(ASSIGN_HELPER)
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting(request)
    pair = _assignable(user, pk)
    agency, told = _agency_named(request, user)
    cadres = queries.cadres_for(user, pair.file.unit, agency).exclude(pk=pair.cadre_id)
    form = ReplaceHelperForm(_offered(cadres), posted(request), initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        follows = carried_out(
            form,
            services.replace_helper,
            by=user,
            pair=pair,
            successor=typed.pop("cadre"),
            **typed,
        )
        if follows:
            messages.success(request, f"已由{follows.cadre.name}接替")
            return redirect("households:pair", follows.pk)
    context = {
        "form": form,
        "title": f"更换{_holder(pair)}家庭的结对干部",
        "unit": pair.file.unit,
        "agency": agency,
        "told": told,
        "back_url": reverse("households:pair", args=[pk]),
        "submit": "更换",
    }
    return render(request, "households/helper_form.html", context)


@require_POST
@page(ASSIGN_HELPER)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    pair = _assignable(acting(request), pk)
    done(
        request,
        services.end_helper,
        said="结对已结束，这户列入待安排",
        by=acting(request),
        pair=pair,
        on=clock.today(),
        reason=request.POST.get("reason", ""),
    )
    return redirect("households:pair", pk)


@page(VISIT_HOME)
def visit_home(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting(request)
    pair = get_object_or_404(queries.pairs_in_lists(queries.pairs_to_visit(user)), pk=pk)
    others = queries.pairs_in_lists(queries.same_trip(pair, user))
    initial = {
        "key": uuid4(),
        "kind": "routine",
        "visited_on": clock.today(),
        "visitors": pair.cadre.name,
        "situation": "入户走访结对困难职工家庭",
    }
    form = HomeVisitForm(others, posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        visit = carried_out(
            form, services.record_home_visit, by=user, pair=pair, **form.cleaned_data
        )
        if visit:
            messages.success(request, "入户走访已登记")
            return redirect("households:pair", pk)
    context = {"form": form, "pair": pair, "holder": _holder(pair)}
    return render(request, "households/visit_home.html", context)


def _pair(user: User, pk: int, code: str) -> FamilyPair:
    return get_object_or_404(
        queries.pairs_in_lists(FamilyPair.objects.visible_to(user, code)), pk=pk
    )


def _assigns(user: User, pair: FamilyPair) -> bool:
    """Whether the family's unit is this person's to look after."""
    if not user.may(ASSIGN_HELPER.code):
        return False
    files = HardshipFile.objects.visible_to(user, ASSIGN_HELPER.code)
    return bool(files.filter(pk=pair.file_id).exists())


def _assignable(user: User, pk: int) -> FamilyPair:
    files = HardshipFile.objects.visible_to(user, ASSIGN_HELPER.code)
    pairs = FamilyPair.objects.filter(file__in=files.order_by().values("pk"))
    return get_object_or_404(queries.pairs_in_lists(pairs), pk=pk)


def _offered(cadres: Any) -> Any:
    """At most so many to choose from; beyond that the agency is named first."""
    keys = list(cadres.values_list("pk", flat=True)[:CADRES_OFFERED])
    return cadres.filter(pk__in=keys)


def _agency_named(request: HttpRequest, user: User) -> tuple[Organisation | None, str]:
    """The agency whose cadres are wanted, as the address names it; and what to say where it is none."""
    text = request.GET.get("agency", "").replace("\x00", "").strip()
    if not text:
        return None, ""
    found = organisation_named(text, Organisation.objects.visible_to(user, ASSIGN_HELPER.code))
    return found, "" if found else f"没有名为“{text}”的单位，或不在您的范围内"
