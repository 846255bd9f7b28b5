"""Pages of requests about personal data, of lists to destroy, of impact assessments."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.households.models import HardshipFile
from assistance.rights import queries, rules, services
from assistance.rights.forms import AnswerForm, AreaForm, ImpactForm, RequestForm
from assistance.rights.models import Disposal, ImpactAssessment, PersonRequest
from assistance.rights.permissions import (
    DECIDE_REQUESTS,
    HANDLE_REQUESTS,
    SEE_IMPACT,
    SEE_REQUESTS,
    WRITE_IMPACT,
)
from ground.kernel import clock
from ground.web.lists import Action, Choice, Column, Empty, ListPage
from ground.web.pages import acting, carried_out, done, page, posted
from ground.web.trail import moments_of

_TONES = {"open": "info", "granted": "good", "refused": "neutral"}


def _tone(request: PersonRequest) -> str:
    if request.state == PersonRequest.State.OPEN and request.due_on < clock.today():
        return "bad"
    return _TONES[request.state]


REQUESTS = ListPage(
    title="个人信息权利申请",
    subtitle="查阅复制、更正补充、删除：当面核对证件后受理，到期前答复",
    columns=[
        Column(
            "file",
            "档案编号",
            "link",
            value=lambda one: one.file.file_no,
            url=lambda one: reverse("rights:request", args=[one.pk]),
            width=16,
        ),
        Column("unit", "所在单位", value=lambda one: one.file.unit.name, width=28),
        Column("kind", "事项", value=lambda one: one.get_kind_display()),
        Column("asked_by", "申请人", value=lambda one: one.get_asked_by_display()),
        Column("received_on", "收到", "date", sort="received_on"),
        Column("due_on", "答复期限", "date", sort="due_on"),
        Column(
            "state",
            "状态",
            "badge",
            sort="state",
            value=lambda one: one.get_state_display(),
            tone=_tone,
        ),
        Column("answered_on", "答复日期", "date", sort="answered_on"),
    ],
    search=["file__file_no"],
    search_hint="档案编号",
    filters=[
        Choice("state", "状态", PersonRequest.State.choices),
        Choice("kind", "事项", PersonRequest.Kind.choices),
    ],
    ordering=["-received_on", "-pk"],
    noun="件",
    empty=Empty("还没有申请", "家庭提出查阅、更正或删除时，在档案页“个人信息权利”里受理。", "file"),
)

DISPOSALS = ListPage(
    title="销毁清册",
    subtitle="退档后保存期满的档案：由一人提出、另一人批准后销毁，清册本身长期保存",
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

IMPACTS = ListPage(
    title="个人信息保护影响评估",
    subtitle="处理敏感个人信息前和情况变化时编写，至少保存三年",
    columns=[
        Column(
            "on",
            "评估日期",
            "link",
            value=lambda one: f"{one.on}",
            url=lambda one: reverse("rights:impact", args=[one.pk]),
            sort="on",
        ),
        Column("organisation", "单位", value=lambda one: one.organisation.name, width=28),
        Column("made_by", "编写人", value=lambda one: str(one.made_by)),
    ],
    ordering=["-on", "-pk"],
    noun="份",
    empty=Empty("还没有评估报告", "统计由系统填写，您写明目的、必要性、风险和措施。", "scales"),
)


@page(SEE_REQUESTS)
@require_GET
def request_list(request: HttpRequest) -> HttpResponse:
    rows = PersonRequest.objects.visible_to(acting(request), SEE_REQUESTS.code)
    return REQUESTS.respond(request, rows.select_related("file__unit"))


@page(SEE_REQUESTS)
@require_GET
def file_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """What was asked about a family's data, on its file's page."""
    file = _file(request, pk, SEE_REQUESTS.code)
    rows = list(file.person_requests.all())
    may_take = acting(request).may(HANDLE_REQUESTS.code)
    return render(
        request,
        "rights/file_panel.html",
        {"file": file, "rows": [(one, _tone(one)) for one in rows], "may_take": may_take},
    )


@page(HANDLE_REQUESTS)
def receive(request: HttpRequest, pk: int) -> HttpResponse:
    file = _file(request, pk, HANDLE_REQUESTS.code)
    form = RequestForm(file.members.all(), posted(request), initial={"received_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        taken = carried_out(
            form, services.receive_request, by=acting(request), file=file, **form.cleaned_data
        )
        if taken:
            messages.success(request, f"已受理，请在 {taken.due_on} 前答复")
            return redirect("rights:request", taken.pk)
    return render(request, "rights/receive.html", {"file": file, "form": form})


@page(SEE_REQUESTS)
@require_GET
def show_request(request: HttpRequest, pk: int) -> HttpResponse:
    return _request_page(request, _request(request, pk, SEE_REQUESTS.code))


@page(HANDLE_REQUESTS)
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    return _answered(request, _request(request, pk, HANDLE_REQUESTS.code))


@page(DECIDE_REQUESTS)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The same answer, by the approver: a deletion is decided by another person than took it."""
    return _answered(request, _request(request, pk, DECIDE_REQUESTS.code))


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
    lines = disposal.lines.select_related("file__unit")
    context = {
        "disposal": disposal,
        "lines": lines,
        "may_decide": disposal.state == Disposal.State.PROPOSED
        and user.may(DECIDE_REQUESTS.code)
        and user.pk != disposal.proposed_by_id,
        "may_withdraw": disposal.state == Disposal.State.PROPOSED
        and user.may(HANDLE_REQUESTS.code),
        "moments": moments_of(disposal),
    }
    return render(request, "rights/disposal.html", context)


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


@page(SEE_IMPACT)
@require_GET
def impact_list(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    rows = ImpactAssessment.objects.visible_to(user, SEE_IMPACT.code)
    listed = replace(IMPACTS)
    actions = []
    if user.may(WRITE_IMPACT.code):
        actions.append(Action("编写评估", reverse("rights:write_impact"), "add", "primary"))
    return listed.respond(request, rows.select_related("organisation", "made_by"), actions=actions)


@page(WRITE_IMPACT)
def write_impact(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    form = ImpactForm(user, WRITE_IMPACT.code, posted(request))
    if request.method == "POST" and form.is_valid():
        made = carried_out(form, services.write_impact, by=user, **form.cleaned_data)
        if made:
            messages.success(request, "评估报告已保存，统计已由系统填好")
            return redirect("rights:impact", made.pk)
    return render(request, "rights/write_impact.html", {"form": form})


@page(SEE_IMPACT)
@require_GET
def show_impact(request: HttpRequest, pk: int) -> HttpResponse:
    rows = ImpactAssessment.objects.visible_to(acting(request), SEE_IMPACT.code)
    found = get_object_or_404(rows.select_related("organisation", "made_by"), pk=pk)
    return render(request, "rights/impact.html", {"impact": found})


def _answered(request: HttpRequest, asked: PersonRequest) -> HttpResponse:
    form = AnswerForm(request.POST)
    if form.is_valid():
        given = carried_out(
            form, services.answer_request, by=acting(request), request=asked, **form.cleaned_data
        )
        if given:
            messages.success(request, "已答复")
            return redirect("rights:request", asked.pk)
    return _request_page(request, asked, form)


def _request_page(
    request: HttpRequest, asked: PersonRequest, form: AnswerForm | None = None
) -> HttpResponse:
    user = acting(request)
    is_open = asked.state == PersonRequest.State.OPEN
    handles, decides = user.may(HANDLE_REQUESTS.code), user.may(DECIDE_REQUESTS.code)
    if is_open and decides and asked.kind == PersonRequest.Kind.DELETE:
        url = reverse("rights:decide", args=[asked.pk])
    elif is_open and handles:
        url = reverse("rights:answer", args=[asked.pk])
    else:
        url = ""
    context: dict[str, Any] = {
        "asked": asked,
        "tone": _tone(asked),
        "url": url,
        "form": form or AnswerForm(),
        "is_over": asked.file.state in rules.ENDED,
        "moments": moments_of(asked),
    }
    return render(request, "rights/request.html", context)


def _file(request: HttpRequest, pk: int, permission: str) -> HardshipFile:
    files = HardshipFile.objects.kept_for(acting(request), permission)
    return get_object_or_404(files.select_related("unit__division"), pk=pk)


def _request(request: HttpRequest, pk: int, permission: str) -> PersonRequest:
    rows = PersonRequest.objects.visible_to(acting(request), permission)
    return get_object_or_404(rows.select_related("file__unit", "member", "answered_by"), pk=pk)


def _disposal(request: HttpRequest, pk: int, permission: str) -> Disposal:
    rows = Disposal.objects.visible_to(acting(request), permission)
    return get_object_or_404(rows.select_related("organisation", "proposed_by"), pk=pk)
