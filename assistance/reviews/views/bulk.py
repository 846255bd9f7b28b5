"""Bulk actions: choose, preview, confirm, watch, read the outcome."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.households.models import FileQuerySet, HardshipFile
from assistance.households.permissions import SEE_FILES
from assistance.households.queries import standing_of
from assistance.reviews import permissions, queries, services
from assistance.reviews.models import BulkItem, BulkRun
from assistance.reviews.registries import bulk_action_named, bulk_actions_for, work_list_named
from assistance.reviews.views.lists import list_for
from ground.accounts.models import User
from ground.jobs.models import Job
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.web.lists import Choice, Column, Empty, ListPage
from ground.web.pages import acting, carried_out, page, posted
from ground.web.paging import MOST_COUNTED

ORGANISE = permissions.ORGANISE_REVIEWS
SAMPLES, UNITS = 5, 10
ITEM_TONES = {"ready": "neutral", "refused": "bad", "done": "good"}


@page(ORGANISE)
def choose(request: HttpRequest) -> HttpResponse:
    """What may be done with all files of a filter; with `do`, what it asks for; a POST previews it."""
    user, code = acting(request), request.GET.get("list", "")
    asked = _own_query(request.GET)
    files, words = narrowed(user, code, asked)
    offered = bulk_actions_for(user)
    action = next((one for one in offered if one.code == request.GET.get("do")), None)
    form = action.form(user, posted(request)) if action else None
    if request.method == "POST" and action and form is not None and form.is_valid():
        run = carried_out(
            form,
            services.preview_bulk,
            by=user,
            action=action,
            files=files,
            inputs=services.as_inputs(form.cleaned_data),
            words=words,
            source=code if work_list_named(code) else "",
            asked=asked.urlencode()[:2000],
        )
        if run:
            return redirect("reviews:bulk_run", run.pk)
    kept = {**asked.dict(), **({"list": code} if code else {})}
    number = files.order_by().values("pk")[: MOST_COUNTED + 1].count()
    context = {
        "words": words,
        "number": min(number, MOST_COUNTED),
        "is_more": number > MOST_COUNTED,
        "actions": [
            {
                "action": one,
                "url": f"?{urlencode({**kept, 'do': one.code})}",
                "here": one is action,
            }
            for one in offered
        ],
        "action": action,
        "form": form,
        "back_url": _list_url(code, asked),
    }
    return render(request, "reviews/bulk.html", context)


@page(ORGANISE)
@require_GET
def run_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A preview before it is confirmed; its progress and outcome after."""
    run = _own(request, pk)
    action = bulk_action_named(run.action)
    numbers = queries.counted(run)
    sample = run.items.select_related("file__unit", "file__gate")[:SAMPLES]
    context: dict[str, Any] = {
        "run": run,
        "action": action,
        "asked": action.words(run.inputs),
        "total": sum(numbers.values()),
        "ready": numbers.get(BulkItem.State.READY, 0),
        "done": numbers.get(BulkItem.State.DONE, 0),
        "refused": numbers.get(BulkItem.State.REFUSED, 0),
        "refusals": [
            {"why": why, "number": number, "url": f"{_items_url(run)}?{urlencode({'why': why})}"}
            for why, number in queries.refusals_of(run)
        ],
        "units": queries.units_of(run, UNITS),
        "states": queries.states_of(run),
        "sample": [{"item": one, "standing": standing_of(one.file)} for one in sample],
        "job": Job.objects.filter(key=run.job_key).first() if run.job_key else None,
        "items_url": _items_url(run),
    }
    return render(request, "reviews/bulk_run.html", context)


@page(ORGANISE)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    user, run = acting(request), _own(request, pk)
    files, _ = narrowed(user, run.source, QueryDict(run.asked))
    try:
        confirmed, difference = services.confirm_bulk(
            by=user,
            run=run,
            files=files,
            opens=reverse("reviews:bulk_run", args=[run.pk]),
        )
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return redirect("reviews:bulk_run", pk)
    if difference:
        messages.warning(request, f"预览之后档案有变化：{difference}。请核对新的预览后再确认")
    else:
        messages.success(request, "已开始办理，可以离开此页")
    return redirect("reviews:bulk_run", confirmed.pk)


@page(ORGANISE)
@require_GET
def items(request: HttpRequest, pk: int) -> HttpResponse:
    """Every file of a run with its outcome."""
    run = _own(request, pk)
    whys = [why for why, _ in queries.refusals_of(run)]
    listed = ListPage(
        title=f"{bulk_action_named(run.action).label}：逐户结果",
        subtitle=f"条件：{run.words}",
        parent=("批量办理记录", "reviews:bulk_runs"),
        columns=[
            Column(
                "file_no",
                "档案编号",
                "link",
                value=lambda one: one.file.file_no,
                url=lambda one: reverse("households:file", args=[one.file_id]),
                width=16,
            ),
            Column("unit", "所在单位", value=lambda one: one.file.unit.name, width=28),
            Column("standing", "档案状态", value=lambda one: standing_of(one.file)),
            Column("state", "结果", "badge", tone=lambda one: ITEM_TONES[one.state]),
            Column("why", "原因", width=30),
        ],
        filters=[
            Choice("state", "结果", BulkItem.State.choices),
            Choice("why", "原因", [(why, why) for why in whys]),
        ],
        ordering=["pk"],
        noun="户",
    )
    return listed.respond(request, run.items.select_related("file__unit", "file__gate"))


RUNS = ListPage(
    title="批量办理记录",
    subtitle="本人预览和确认过的批量办理",
    parent=("困难职工档案", "households:list"),
    columns=[
        Column(
            "made_at",
            "预览时间",
            "datetime",
            sort="made_at",
            url=lambda run: reverse("reviews:bulk_run", args=[run.pk]),
        ),
        Column("action", "事项", value=lambda run: bulk_action_named(run.action).label),
        Column("words", "条件", width=40),
        Column("state", "状态", "badge"),
        Column("ended_at", "办完时间", "datetime"),
    ],
    ordering=["-made_at"],
    noun="次",
    empty=Empty("还没有批量办理", "在档案列表或疑点名单上筛选后，点“批量办理”。", "checklist"),
)


@page(ORGANISE)
@require_GET
def runs(request: HttpRequest) -> HttpResponse:
    return RUNS.respond(request, BulkRun.objects.visible_to(acting(request)))


def narrowed(user: User, code: str, asked: QueryDict) -> tuple[FileQuerySet, str]:
    """The files of a work list (or all that one sees) under a list's address; and that in words."""
    named = work_list_named(code)
    files = HardshipFile.objects.visible_to(user, SEE_FILES.code)
    if named is not None:
        files = named.narrow(files, clock.today())
    listed = list_for(user, named)
    said = [named.label] if named else []
    if filters := listed.in_words(asked):
        said.append(filters)
    rows: FileQuerySet = listed.narrowed(files, asked)  # type: ignore[assignment]
    return rows, "；".join(said) or "全部档案"


def _own(request: HttpRequest, pk: int) -> BulkRun:
    return get_object_or_404(BulkRun.objects.visible_to(acting(request)), pk=pk)


def _own_query(asked: QueryDict) -> QueryDict:
    """The list's part of the address."""
    query = asked.copy()
    for name in ("list", "do", "page", "sort", "export"):
        query.pop(name, None)
    return query


def _list_url(code: str, asked: QueryDict) -> str:
    url = (
        reverse("reviews:work_list", args=[code])
        if work_list_named(code)
        else reverse("households:list")
    )
    return f"{url}?{asked.urlencode()}" if asked else url


def _items_url(run: BulkRun) -> str:
    return reverse("reviews:bulk_items", args=[run.pk])
