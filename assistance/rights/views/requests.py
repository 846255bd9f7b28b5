"""Requests about personal data: listed, taken, answered; the copy that answers an access."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.households.models import HardshipFile
from assistance.ledgers.answers import handed_out
from assistance.ledgers.forms import OwnCopyForm
from assistance.ledgers.permissions import GIVE_OWN_COPY
from assistance.rights import rules, services
from assistance.rights.forms import AnswerForm, RequestForm
from assistance.rights.models import PersonRequest
from assistance.rights.permissions import DECIDE_REQUESTS, HANDLE_REQUESTS, SEE_REQUESTS
from ground.kernel import clock
from ground.web.lists import Choice, Column, Empty, ListPage
from ground.web.pages import acting, carried_out, page, posted, taken
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


@page(HANDLE_REQUESTS, shows_personal=True)
@require_POST
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """The family's own copy as a download, by which the request is answered."""
    asked, form = _request(request, pk, HANDLE_REQUESTS.code), OwnCopyForm(request.POST)
    if form.is_valid():
        given = carried_out(
            form, services.give_copy, by=acting(request), request=asked, **form.cleaned_data
        )
        if given:
            name = f"本人信息_{asked.file.file_no}.pdf"
            return handed_out(request, given.content, "pdf", name)
    return _request_page(request, asked, copying=form)


@page(DECIDE_REQUESTS)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The same answer, by the approver: a deletion is decided by another person than took it."""
    return _answered(request, _request(request, pk, DECIDE_REQUESTS.code))


def _answered(request: HttpRequest, asked: PersonRequest) -> HttpResponse:
    form = AnswerForm(request.POST)
    given = taken(
        request,
        form,
        services.answer_request,
        said="已答复",
        then=reverse("rights:request", args=[asked.pk]),
        request=asked,
    )
    return given or _request_page(request, asked, answering=form)


def _request_page(
    request: HttpRequest,
    asked: PersonRequest,
    *,
    answering: AnswerForm | None = None,
    copying: OwnCopyForm | None = None,
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
    gives = url and asked.is_for_copy and user.reaches(asked.file.unit, GIVE_OWN_COPY.code)
    context: dict[str, Any] = {
        "asked": asked,
        "tone": _tone(asked),
        "url": url,
        "form": answering or AnswerForm(may_grant=not asked.is_for_copy),
        "copying": (copying or OwnCopyForm(initial={"to": asked.get_asked_by_display()}))
        if gives
        else None,
        "is_over": asked.file.state in rules.ENDED,
        "moments": moments_of(asked),
    }
    return render(request, "rights/request.html", context)


def _file(request: HttpRequest, pk: int, permission: str) -> HardshipFile:
    files = HardshipFile.objects.kept_for(acting(request), permission)
    return get_object_or_404(files.select_related("unit__division"), pk=pk)


def _request(request: HttpRequest, pk: int, permission: str) -> PersonRequest:
    rows = PersonRequest.objects.visible_to(acting(request), permission)
    return get_object_or_404(
        rows.select_related("file__unit", "member", "answered_by", "release"), pk=pk
    )
