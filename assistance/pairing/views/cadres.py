"""Cadres: listed, added, corrected, leaving."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.pairing import holding, permissions, services
from assistance.pairing.forms import CadreForm, LeaveForm, NewCadreForm
from assistance.pairing.models import Cadre
from assistance.pairing.rules import LINK_POINTS
from ground.accounts.models import Organisation, User, below
from ground.audit.services import record
from ground.kernel import clock
from ground.kernel.identifiers import masked_mobile
from ground.web.lists import Action, Choice, Column, Empty, ListPage
from ground.web.pages import acting, carried_out, page, posted
from ground.web.trail import moments_of

SEE, KEEP = permissions.SEE_GROUPS, permissions.KEEP_CADRES
SERVING, LEFT = "serving", "left"


def _serving(rows: Any, value: str) -> Any:
    return rows.filter(left_on__isnull=value == SERVING)


def _url(cadre: Cadre) -> str:
    return reverse("pairing:cadre", args=[cadre.pk])


CADRES = ListPage(
    title="结对干部",
    subtitle="参联单位的结对干部：谁在任，谁接替了谁",
    columns=[
        Column("name", "姓名", "link", sort=["name", "pk"], url=_url),
        Column("post", "职务"),
        Column("agency", "所在单位", sort=["agency_id", "name"], value=lambda c: c.agency.name),
        Column("mobile", "手机号", value=lambda c: masked_mobile(c.mobile) if c.mobile else ""),
        Column("joined_on", "参联日期", "date", sort="joined_on"),
        Column("left_on", "离任日期", "date", sort="left_on"),
        Column("successor", "接替干部", value=lambda c: c.successor.name if c.successor else ""),
    ],
    ordering=["agency_id", "name"],
    search=["name", "agency__name", "agency__short_name"],
    search_hint="姓名或单位",
    filters=[Choice("serving", "状态", [(SERVING, "在任"), (LEFT, "已离任")], narrow=_serving)],
    noun="人",
    empty=Empty(
        "还没有结对干部",
        "逐个登记，或用“数据导入”从Excel整批导入。登记后可印上联系卡、结对家庭。",
        icon="people",
    ),
)


@require_GET
@page(SEE)
def cadre_list(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    actions = []
    if user.may(KEEP.code):
        actions = [Action("登记干部", reverse("pairing:add_cadre"), "add", "primary")]
    rows = Cadre.objects.visible_to(user, SEE.code).select_related("agency", "successor")
    return CADRES.respond(request, rows, actions=actions)


@require_GET
@page(SEE)
def cadre_page(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting(request)
    visible = Cadre.objects.visible_to(user, SEE.code)
    cadre = get_object_or_404(visible.select_related("agency", "successor", "user"), pk=pk)
    kept = user.may(KEEP.code) and Cadre.objects.visible_to(user, KEEP.code).filter(pk=pk).exists()
    return render(
        request,
        "pairing/cadre.html",
        {
            "cadre": cadre,
            "mobile": masked_mobile(cadre.mobile) if cadre.mobile else "",
            "holds": holding.held_by(cadre.pk),
            "predecessors": list(cadre.succeeds.select_related("agency")),
            "moments": moments_of(cadre),
            "may_keep": kept and cadre.left_on is None,
            "may_reveal": kept and bool(cadre.mobile),
        },
    )


@page(KEEP)
def add_cadre(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    agencies = (
        Organisation.objects.visible_to(user, KEEP.code)
        .filter(is_active=True)
        .exclude(kind__in=LINK_POINTS)
    )
    own = user.organisation_id
    start = {"joined_on": clock.today(), "agency": own}
    form = NewCadreForm(posted(request), agencies=agencies, accounts=_accounts(user), initial=start)
    if request.method == "POST" and form.is_valid():
        cadre = carried_out(form, services.add_cadre, by=user, **form.cleaned_data)
        if cadre:
            messages.success(request, f"已登记结对干部“{cadre}”")
            return redirect("pairing:cadre", cadre.pk)
    context = {"form": form, "title": "登记结对干部", "submit": "登记", "cadre": None}
    return render(request, "pairing/cadre_form.html", context)


@page(KEEP)
def change_cadre(request: HttpRequest, pk: int) -> HttpResponse:
    user, cadre = acting(request), _kept(request, pk)
    start = {"name": cadre.name, "post": cadre.post, "user": cadre.user}
    form = CadreForm(posted(request), accounts=_accounts(user), initial=start)
    if cadre.mobile:
        form.fields["mobile"].help_text = f"现在是{masked_mobile(cadre.mobile)}，不改请留空"
    if request.method == "POST" and form.is_valid():
        changed = carried_out(
            form, services.change_cadre, by=user, cadre=cadre, **form.cleaned_data
        )
        if changed:
            messages.success(request, "已保存")
            return redirect("pairing:cadre", pk)
    context = {"form": form, "title": "修改干部资料", "submit": "保存", "cadre": cadre}
    return render(request, "pairing/cadre_form.html", context)


@page(KEEP)
def leave_cadre(request: HttpRequest, pk: int) -> HttpResponse:
    user, cadre = acting(request), _kept(request, pk)
    colleagues = (
        Cadre.objects.visible_to(user, KEEP.code)
        .serving()
        .filter(agency=cadre.agency_id)
        .exclude(pk=pk)
        .select_related("agency")
    )
    form = LeaveForm(posted(request), colleagues=colleagues, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        left = carried_out(form, services.leave_cadre, by=user, cadre=cadre, **form.cleaned_data)
        if left:
            messages.success(request, f"“{left}”已办理离任")
            return redirect("pairing:cadre", pk)
    context = {"form": form, "cadre": cadre, "holds": holding.held_by(cadre.pk)}
    return render(request, "pairing/leave_cadre.html", context)


@require_POST
@page(KEEP, shows_personal=True)
def reveal_mobile(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole telephone number, for whoever keeps the list; the look is on the trail."""
    cadre = get_object_or_404(Cadre.objects.visible_to(acting(request), KEEP.code), pk=pk)
    plain = "text/plain; charset=utf-8"
    reason = request.POST.get("reason", "").strip()
    if not reason:
        return HttpResponse("请写明查看原因", content_type=plain, status=422)
    record(acting(request), "reveal", cadre, field="手机号", reason=reason[:200])
    return HttpResponse(cadre.mobile, content_type=plain)


def _accounts(user: User) -> Any:
    """The accounts from which one may choose: of people whom one looks after."""
    accounts = User.objects.filter(below("organisation__path", user.scope(KEEP.code)))
    return accounts.filter(is_active=True).order_by("full_name", "pk")


def _kept(request: HttpRequest, pk: int) -> Cadre:
    cadres = Cadre.objects.visible_to(acting(request), KEEP.code).serving()
    return get_object_or_404(cadres.select_related("agency", "user"), pk=pk)
