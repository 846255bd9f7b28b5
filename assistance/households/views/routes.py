"""The office's pages of routes: listed, drafted from a copy, put in order gate by gate, published."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.editions.models import divisions_kept
from assistance.households import queries, rules, services
from assistance.households.models import Gate, Route
from assistance.households.permissions import KEEP_ROUTES, SEE_FILES
from assistance.households.way_forms import DraftRouteForm, GateForm, RouteForm
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.web.lists import Action, Choice, Column, Empty, ListPage
from ground.web.pages import acting, carried_out, done, page, posted
from ground.web.trail import moments_of

State = Route.State


def _force(rows: QuerySet[Route], value: str) -> QuerySet[Route]:
    now = queries.in_force(Route.objects.all(), clock.today()).values("pk")
    return rows.filter(pk__in=now) if value == "now" else rows.exclude(pk__in=now)


ROUTES = ListPage(
    title="建档流程",
    subtitle="各地环节和顺序不同：由办公室按地区和日期制定，发布后不再改动，办理中的档案走提交时的流程",
    columns=[
        Column(
            "name",
            "名称",
            "link",
            sort="name",
            url=lambda one: reverse("households:route", args=[one.pk]),
        ),
        Column("area", "适用地区", value=lambda one: one.division or "全部地区"),
        Column(
            "state", "状态", "badge", tone=lambda one: "warn" if one.state == "draft" else "good"
        ),
        Column("valid_from", "施行日期", "date", sort="valid_from"),
        Column("running", "办理中（户）", "number"),
        Column("source", "依据", export_only=True),
    ],
    search=["name", "source", "division__name"],
    search_hint="名称、地区或依据",
    filters=[
        Choice("state", "状态", State.choices),
        Choice("force", "效力", [("now", "今天有效"), ("not", "已被替代或未到")], narrow=_force),
    ],
    ordering=["-valid_from", "-pk"],
    noun="份",
    empty=Empty("还没有建档流程", "起草一份，由另一位发布后施行。", "list"),
)


def _seen(request: HttpRequest, pk: int) -> Route:
    visible = Route.objects.visible_to(acting(request), SEE_FILES.code)
    found: Route = get_object_or_404(queries.routes_in_lists(visible), pk=pk)
    return found


def _kept(request: HttpRequest, pk: int) -> Route:
    own = Route.objects.kept_by(acting(request))
    return get_object_or_404(own.select_related("division"), pk=pk)


def _kept_gate(request: HttpRequest, pk: int) -> Gate:
    own = Route.objects.kept_by(acting(request)).values("pk")
    gates = Gate.objects.select_related("route__division").filter(route__in=own)
    return get_object_or_404(gates, pk=pk)


@require_GET
@page(SEE_FILES)
def route_list(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    actions = []
    if user.may(KEEP_ROUTES.code):
        actions.append(Action("起草流程", reverse("households:draft_route"), "add", "primary"))
    visible = Route.objects.visible_to(user, SEE_FILES.code)
    return ROUTES.respond(request, queries.routes_in_lists(visible), actions=actions)


@require_GET
@page(SEE_FILES)
def route_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A route as files will walk it; a draft with what is still wrong with it, and its buttons."""
    user, route = acting(request), _seen(request, pk)
    keeps = user.may(KEEP_ROUTES.code) and Route.objects.kept_by(user).filter(pk=pk).exists()
    gates = list(route.gates.order_by("position"))
    context = {
        "route": route,
        "gates": [
            {"gate": gate, "up": place - 1, "down": place + 1, "last": place == len(gates)}
            for place, gate in enumerate(gates, 1)
        ],
        "way": [{"label": label, "state": "todo", "note": ""} for label in ("登记", "提交")]
        + [{"label": gate.label, "state": "todo", "note": _note(gate)} for gate in gates]
        + [{"label": "在档", "state": "todo", "note": ""}],
        "wrong": _wrong(gates),
        "hints": rules.hints_on([gate.kind for gate in gates]),
        "edits": keeps and route.state == State.DRAFT,
        "may_draft": user.may(KEEP_ROUTES.code),
        "is_maker": route.made_by_id == user.pk,
        "moments": moments_of(route) if keeps else [],
    }
    return render(request, "households/route.html", context)


def _note(gate: Gate) -> str:
    return f"{gate.workdays}个工作日" if gate.workdays else ""


def _wrong(gates: list[Gate]) -> str:
    try:
        rules.check_route([(one.kind, one.label, one.actor, one.workdays) for one in gates])
    except RuleBroken as broken:
        return broken.message
    return ""


@page(KEEP_ROUTES)
def draft(request: HttpRequest) -> HttpResponse:
    user, today = acting(request), clock.today()
    among = Route.objects.visible_to(user, KEEP_ROUTES.code)
    asked = request.GET.get("from", "")
    copied = among.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 10 else None  # noqa: PLR2004 -- a key
    copied = copied or queries.in_force(among, today).order_by("-valid_from").first()
    initial: dict[str, Any] = {"valid_from": today, "copied_from": copied}
    if copied is not None:
        initial |= {"name": copied.name, "division": copied.division_id, "source": copied.source}
    kept = divisions_kept(user, KEEP_ROUTES.code)
    form = DraftRouteForm(posted(request), kept=kept, among=among, initial=initial)
    if request.method == "POST" and form.is_valid():
        drafted = carried_out(form, services.draft_route, by=user, **form.cleaned_data)
        if drafted:
            messages.success(request, "草稿已建立，请调整环节，再请另一位发布")
            return redirect("households:route", drafted.pk)
    return _framed(request, form, "起草建档流程", "建立草稿")


@page(KEEP_ROUTES)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    route = _kept(request, pk)
    initial = {name: getattr(route, name) for name in ("name", "valid_from", "source")}
    form = RouteForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        changed = carried_out(
            form, services.change_route, by=acting(request), route=route, **form.cleaned_data
        )
        if changed:
            messages.success(request, "已保存")
            return redirect("households:route", pk)
    return _framed(request, form, "修改名称和日期", "保存", route)


@page(KEEP_ROUTES)
def add_gate(request: HttpRequest, pk: int) -> HttpResponse:
    route = _kept(request, pk)
    form = GateForm(posted(request), initial={"kind": Gate.Kind.OPINION})
    if request.method == "POST" and form.is_valid():
        gate = carried_out(
            form, services.add_gate, by=acting(request), route=route, **form.cleaned_data
        )
        if gate:
            messages.success(request, f"已增加“{gate}”，可以上移下移到合适的位置")
            return redirect("households:route", pk)
    return _framed(request, form, "增加环节", "增加", route)


@page(KEEP_ROUTES)
def edit_gate(request: HttpRequest, pk: int) -> HttpResponse:
    gate = _kept_gate(request, pk)
    initial = {name: getattr(gate, name) for name in ("kind", "label", "actor", "workdays")}
    form = GateForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        changed = carried_out(
            form, services.change_gate, by=acting(request), gate=gate, **form.cleaned_data
        )
        if changed:
            messages.success(request, "已保存")
            return redirect("households:route", gate.route_id)
    return _framed(request, form, f"修改环节：{gate}", "保存", gate.route)


@require_POST
@page(KEEP_ROUTES)
def move_gate(request: HttpRequest, pk: int) -> HttpResponse:
    gate, to = _kept_gate(request, pk), request.POST.get("to", "")
    place = int(to) if to.isascii() and to.isdecimal() and len(to) < 3 else gate.position  # noqa: PLR2004 -- a place
    said = f"“{gate}”已移到第{place}位"
    done(request, services.move_gate, said=said, by=acting(request), gate=gate, to=place)
    return redirect(f"{reverse('households:route', args=[gate.route_id])}#gate-{pk}")


@require_POST
@page(KEEP_ROUTES)
def drop_gate(request: HttpRequest, pk: int) -> HttpResponse:
    gate = _kept_gate(request, pk)
    done(request, services.drop_gate, said="环节已删除", by=acting(request), gate=gate)
    return redirect("households:route", gate.route_id)


@require_POST
@page(KEEP_ROUTES)
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    route = _kept(request, pk)
    said = f"流程已发布，自{route.valid_from}起提交的档案按它办理"
    done(request, services.publish_route, said=said, by=acting(request), route=route)
    return redirect("households:route", pk)


@require_POST
@page(KEEP_ROUTES)
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    route, user = _kept(request, pk), acting(request)
    went = done(request, services.drop_route, said="草稿已删除", by=user, route=route)
    return redirect("households:routes") if went else redirect("households:route", pk)


def _framed(
    request: HttpRequest, form: Any, title: str, submit: str, route: Route | None = None
) -> HttpResponse:
    """A page of one form that leads back to its route, or to the list."""
    back = reverse("households:route", args=[route.pk]) if route else reverse("households:routes")
    context = {
        "form": form,
        "title": title,
        "submit": submit,
        "list_title": route.name if route else "建档流程",
        "list_url": back,
    }
    return render(request, "web/admin/add.html", context)
