"""Notices listed, put up for many families at once, looked after; the desks that hear objections."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.households.permissions import SEE_FILES
from assistance.notices import permissions, queries, rules, services
from assistance.notices.forms import DeskForm, PostForm, ResultForm
from assistance.notices.models import Notice, NoticeDesk, Objection
from ground.accounts.models import Organisation
from ground.accounts.permissions import Permission
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.identifiers import masked_name
from ground.web.lists import Action, Choice, Column, Empty, ListPage, Span
from ground.web.pages import acting, carried_out, done, page, posted
from ground.web.trail import moments_of

State = Notice.State
SEE, KEEP = permissions.SEE_NOTICES, permissions.KEEP_NOTICES
TONES = {State.HANGING: "info", State.PASSED: "good", State.WITHDRAWN: "neutral"}


def _lacking(rows: QuerySet[Notice], value: str) -> Any:
    notices = Notice.objects.filter(pk__in=rows.values("pk"))
    if value == "photo":
        return rows.filter(pk__in=queries.without_photo(notices).values("pk"))
    if value == "result":
        return rows.filter(pk__in=queries.without_result(notices).values("pk"))
    opened = Objection.objects.exclude(state=Objection.State.CLOSED).values("line__notice")
    return rows.filter(pk__in=opened)


def _label_of(notice: Notice) -> str:
    open_objections = getattr(notice, "open_objections", 0)
    return f"有异议（{open_objections}）" if open_objections else notice.get_state_display()


def _tone_of(notice: Notice) -> str:
    return "warn" if getattr(notice, "open_objections", 0) else TONES[State(notice.state)]


NOTICES = ListPage(
    title="公示",
    subtitle="一张公示单可以公示多户；只印隐去的姓名、单位和类别，按工作日到期，不能提前结束",
    columns=[
        Column("mark", "编号", "link", url=lambda one: reverse("notices:notice", args=[one.pk])),
        Column("title", "标题"),
        Column("organisation", "公示单位", value=lambda one: one.organisation.name, width=28),
        Column("families", "户数", "number"),
        Column("place", "张贴地点"),
        Column("posted_on", "张贴日期", "date", sort="posted_on"),
        Column("last_day", "截止日", "date", sort="last_day"),
        Column("state", "状态", "badge", value=_label_of, tone=_tone_of),
        Column("has_photo", "现场照片", value=lambda one: "有" if one.has_photo else "缺"),
        Column("sealed_on", "盖章日期", "date"),
    ],
    search=["title", "place", "organisation__name", "lines__file__file_no"],
    search_hint="标题、地点、单位或档案编号",
    filters=[
        Choice("state", "状态", State.choices),
        Choice(
            "lacking",
            "待办",
            [("photo", "缺现场照片"), ("result", "待登记结果"), ("objection", "有未结异议")],
            narrow=_lacking,
        ),
        Span("posted", "张贴日期", "posted_on"),
    ],
    ordering=["-posted_on", "-pk"],
    noun="张",
    empty=Empty("还没有公示", "档案到“公示”环节后，在这里把几户印在一张公示单上张贴。", "notice"),
)

DESKS = ListPage(
    title="公示监督电话",
    subtitle="公示单上印的受理部门和电话；下级单位没有登记的，用上级的",
    parent=("公示", "notices:list"),
    columns=[
        Column("organisation", "单位", value=lambda one: one.organisation.name),
        Column("contact", "受理部门"),
        Column("phone", "监督电话"),
        Column("set_on", "登记日期", "date"),
        Column("set_by", "登记人"),
    ],
    ordering=["organisation__path"],
    noun="个",
    exports=False,
    empty=Empty("还没有监督电话", "登记后才能张贴公示。", "phone"),
)


def seen(request: HttpRequest, pk: int, permission: Permission = SEE) -> Notice:
    visible = Notice.objects.visible_to(acting(request), permission.code)
    found: Notice = get_object_or_404(queries.in_lists(visible), pk=pk)
    return found


@require_GET
@page(SEE)
def notice_list(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    actions = [Action("异议", reverse("notices:objections"), "message")]
    if user.may(permissions.KEEP_DESK.code):
        actions.append(Action("监督电话", reverse("notices:desks"), "phone"))
    if user.may(KEEP.code):
        actions.append(Action("张贴公示", reverse("notices:post"), "add", "primary"))
    visible = Notice.objects.visible_to(user, SEE.code)
    return NOTICES.respond(request, queries.in_lists(visible).distinct(), actions=actions)


@page(KEEP)
def post(request: HttpRequest) -> HttpResponse:
    """Choose the families that wait, say where it hangs; what will be printed stands beside them."""
    user = acting(request)
    waiting = queries.waiting_files(user).select_related("unit__division", "gate")
    form = PostForm(user, waiting, posted(request), initial={"organisation": user.organisation_id})
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        files = said.pop("families")
        notice = carried_out(form, services.post_notice, by=user, files=files, **said)
        if notice:
            messages.success(
                request, f"{notice}已张贴，公示到{notice.last_day}止；请打印公示单，并拍现场照片"
            )
            return redirect("notices:notice", notice.pk)
    only = request.GET.get("file", "")
    rows = list(waiting[: rules.MOST_LINES])
    chosen = set(request.POST.getlist("families")) if request.method == "POST" else {only} - {""}
    context = {
        "form": form,
        "rows": [
            {
                "file": row,
                "name": masked_name(getattr(row, "holder_name", "") or ""),
                "chosen": str(row.pk) in chosen or (not chosen and request.method != "POST"),
            }
            for row in rows
        ],
        "more": waiting.count() - len(rows),
        "days": _days(rows),
        "today": clock.today(),
    }
    return render(request, "notices/post.html", context)


def _days(rows: list[Any]) -> queries.Days | None:
    try:
        return queries.days_for(rows, clock.today())
    except RuleBroken:  # the page says it when the notice is put up
        return None


@require_GET
@page(SEE)
def notice_page(request: HttpRequest, pk: int) -> HttpResponse:
    notice, user = seen(request, pk), acting(request)
    keeps = acting(request).reaches(notice.organisation, KEEP.code)
    hears = acting(request).reaches(notice.organisation, permissions.KEEP_OBJECTIONS.code)
    lines = notice.lines.select_related("file").prefetch_related("objections")
    context = {
        "notice": notice,
        "label": _label_of(notice),
        "tone": _tone_of(notice),
        "lines": lines,
        "pictures": notice.pictures.select_related("stored"),
        "moved": notice.last_day > notice.printed_last_day,
        "is_hanging": notice.state == State.HANGING,
        "keeps": keeps,
        "hears": hears,
        "waits_for_result": keeps and notice.state == State.PASSED and not notice.sealed_on,
        "may_see_files": user.may(SEE_FILES.code),
        "moments": moments_of(notice),
    }
    return render(request, "notices/notice.html", context)


@require_POST
@page(KEEP)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    notice = seen(request, pk, KEEP)
    done(
        request,
        services.withdraw_notice,
        said="公示已撤下，这些家庭回到待公示，重新张贴后从头计算公示期",
        by=acting(request),
        notice=notice,
        reason=request.POST.get("reason", ""),
    )
    return redirect("notices:notice", pk)


@page(KEEP)
def result(request: HttpRequest, pk: int) -> HttpResponse:
    notice = seen(request, pk, KEEP)
    form = ResultForm(
        posted(request), initial={"result": "公示期满，无异议", "sealed_on": clock.today()}
    )
    if request.method == "POST" and form.is_valid():
        known = carried_out(
            form, services.register_result, by=acting(request), notice=notice, **form.cleaned_data
        )
        if known:
            messages.success(request, "公示结果已登记")
            return redirect("notices:notice", pk)
    return framed(request, form, "登记公示结果", "登记", notice)


@require_GET
@page(permissions.KEEP_DESK)
def desk_list(request: HttpRequest) -> HttpResponse:
    within = Organisation.objects.visible_to(acting(request), permissions.KEEP_DESK.code)
    rows = NoticeDesk.objects.filter(organisation__in=within)
    actions = [Action("登记监督电话", reverse("notices:set_desk"), "add", "primary")]
    return DESKS.respond(request, rows.select_related("organisation", "set_by"), actions=actions)


@page(permissions.KEEP_DESK)
def set_desk(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    form = DeskForm(user, posted(request), initial={"organisation": user.organisation_id})
    if request.method == "POST" and form.is_valid():
        desk = carried_out(form, services.set_desk, by=user, **form.cleaned_data)
        if desk:
            messages.success(request, "监督电话已登记，今后张贴的公示单印这个号码")
            return redirect("notices:desks")
    context = {
        "form": form,
        "title": "登记监督电话",
        "submit": "登记",
        "list_title": "公示监督电话",
        "list_url": reverse("notices:desks"),
    }
    return render(request, "web/admin/add.html", context)


def framed(
    request: HttpRequest, form: Any, title: str, submit: str, notice: Notice
) -> HttpResponse:
    """A page of one form that leads back to its notice."""
    context = {
        "form": form,
        "title": title,
        "submit": submit,
        "list_title": notice.mark,
        "list_url": reverse("notices:notice", args=[notice.pk]),
    }
    return render(request, "web/admin/add.html", context)
