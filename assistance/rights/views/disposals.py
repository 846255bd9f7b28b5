"""Lists of files whose storage is over: proposed, looked at, carried out."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.households.models import HardshipFile
from assistance.ledgers.books import category_of
from assistance.rights import queries, services
from assistance.rights.forms import AreaForm
from assistance.rights.models import Disposal
from assistance.rights.permissions import DECIDE_REQUESTS, HANDLE_REQUESTS, SEE_REQUESTS
from ground.kernel import clock
from ground.web.lists import Action, Choice, Column, Empty, ListPage
from ground.web.pages import acting, carried_out, done, page, posted
from ground.web.trail import moments_of

DISPOSALS = ListPage(
    title="销毁清册",
    subtitle="退档后保存期满的档案：由一人提出、另一人批准后销毁，清册本身长期保存",
    parent=("个人信息权利申请", "rights:requests"),
    columns=[
        Column(
            "name",
            "清册",
            "link",
            value=str,
            url=lambda one: reverse("rights:disposal", args=[one.pk]),
        ),
        Column("organisation", "单位", value=lambda one: one.organisation.name, width=28),
        Column("state", "状态", "badge", sort="state", value=lambda one: one.get_state_display()),
        Column("proposed_on", "提出日期", "date", sort="proposed_on"),
        Column("decided_on", "批准日期", "date", sort="decided_on"),
    ],
    filters=[Choice("state", "状态", Disposal.State.choices)],
    ordering=["-pk"],
    noun="份",
    empty=Empty("还没有清册", "有档案保存期满时，工作台会提醒。", "file"),
)

LINES = ListPage(
    title="销毁清册",
    columns=[
        Column("file_no", "档案编号", value=lambda one: one.file.file_no, width=16),
        Column("unit", "所在单位", value=lambda one: one.file.unit.name, width=28),
        Column("category", "困难类别", value=lambda one: category_of(one.file)),
        Column("approved_on", "建档日期", "date", value=lambda one: one.file.approved_on),
        Column("state", "退档情形", value=lambda one: one.file.get_state_display()),
        Column("ended_on", "退档日期", "date", sort="ended_on"),
        Column("kept_until", "保存期满", "date", sort="kept_until"),
    ],
    search=["file__file_no"],
    search_hint="档案编号",
    ordering=["pk"],
    noun="户",
    template="rights/disposal.html",
)


@page(SEE_REQUESTS)
@require_GET
def disposal_list(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    rows = Disposal.objects.visible_to(user, SEE_REQUESTS.code).select_related("organisation")
    actions = []
    if user.may(HANDLE_REQUESTS.code):
        actions.append(Action("提出清册", reverse("rights:propose"), "add", "primary"))
    return DISPOSALS.respond(request, rows, actions=actions)


@page(HANDLE_REQUESTS)
def propose(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    form = AreaForm(user, HANDLE_REQUESTS.code, posted(request))
    if request.method == "POST" and form.is_valid():
        made = carried_out(form, services.propose_disposal, by=user, **form.cleaned_data)
        if made:
            messages.success(request, "清册已提出，等待另一位审批人批准")
            return redirect("rights:disposal", made.pk)
    mine = HardshipFile.objects.kept_for(user, HANDLE_REQUESTS.code)
    waiting = len(queries.over_due(mine, clock.today()))
    return render(request, "rights/propose.html", {"form": form, "waiting": waiting})


@page(SEE_REQUESTS)
@require_GET
def show_disposal(request: HttpRequest, pk: int) -> HttpResponse:
    disposal = _disposal(request, pk, SEE_REQUESTS.code)
    user = acting(request)
    is_proposed = disposal.state == Disposal.State.PROPOSED
    return replace(LINES, title=str(disposal), subtitle=str(disposal.organisation)).respond(
        request,
        disposal.lines.select_related("file__unit"),
        disposal=disposal,
        may_decide=is_proposed
        and user.may(DECIDE_REQUESTS.code)
        and user.pk != disposal.proposed_by_id,
        may_withdraw=is_proposed and user.may(HANDLE_REQUESTS.code),
        moments=moments_of(disposal),
    )


@page(DECIDE_REQUESTS)
@require_POST
def destroy(request: HttpRequest, pk: int) -> HttpResponse:
    disposal = _disposal(request, pk, DECIDE_REQUESTS.code)
    done(request, services.destroy, said="已销毁", by=acting(request), disposal=disposal)
    return redirect("rights:disposal", pk)


@page(HANDLE_REQUESTS)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    disposal = _disposal(request, pk, HANDLE_REQUESTS.code)
    done(request, services.withdraw_disposal, said="已撤回", by=acting(request), disposal=disposal)
    return redirect("rights:disposal", pk)


def _disposal(request: HttpRequest, pk: int, permission: str) -> Disposal:
    rows = Disposal.objects.visible_to(acting(request), permission)
    return get_object_or_404(
        rows.select_related("organisation", "proposed_by", "decided_by"), pk=pk
    )
