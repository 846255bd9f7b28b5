"""Supervision bulletins: listed, drafted, edited, read page by page, released."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.supervision import permissions, services
from assistance.supervision.forms import BulletinForm, PeriodForm
from assistance.supervision.models import Bulletin, BulletinLine, BulletinPrint
from assistance.supervision.queries.bulletins import NAME, document_of
from assistance.supervision.rules.bulletins import last_period
from assistance.supervision.views.schemes import kept as kept_scheme
from ground.briefs import press
from ground.briefs.answers import pdf_response
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.periods import Period
from ground.web.lists import Action, Choice, Column, Empty, ListPage
from ground.web.pages import acting, carried_out, done, page, posted

SEE, KEEP, RELEASE = (
    permissions.SEE_SCHEMES,
    permissions.KEEP_SCHEMES,
    permissions.RELEASE_BULLETIN,
)
TONES = {"draft": "warn", "released": "info", "typeset": "good"}
WIDTHS = (700, 1400)
MOST_COMMENTED = 300
QUARTER = 3

BULLETINS = ListPage(
    title="督查通报",
    subtitle="每个单位做了什么、排在第几，由记录算出，印发后不再变动",
    columns=[
        Column(
            "title",
            "标题",
            "link",
            sort="title",
            url=lambda one: reverse("supervision:bulletin", args=[one.pk]),
        ),
        Column("office", "编发单位", value=lambda one: one.scheme.office.name),
        Column("number", "期号", value=lambda one: f"第{one.number}期" if one.number else "—"),
        Column("ends_on", "数据截止", "date", sort="ends_on"),
        Column("released_on", "印发日期", "date", sort="released_on"),
        Column("state", "状态", "badge", sort="state", tone=lambda one: TONES[one.state]),
    ],
    search=["title", "scheme__office__name"],
    search_hint="标题或编发单位",
    filters=[Choice("state", "状态", Bulletin.State.choices)],
    ordering=["-ends_on"],
    noun="期",
    empty=Empty(
        "还没有督查通报",
        "考核方案发布后，每季度（或每月）结束时系统自动拟稿，也可以在考核方案页随时拟稿。",
        icon="brief",
    ),
)


def seen(request: HttpRequest, pk: int) -> Bulletin:
    visible = Bulletin.objects.visible_to(acting(request), SEE.code)
    with_ = ("scheme__office", "edited_by", "released_by")
    return get_object_or_404(visible.select_related(*with_), pk=pk)


def kept(request: HttpRequest, pk: int, code: str = KEEP.code) -> Bulletin:
    own = Bulletin.objects.kept_by(acting(request), code)
    return get_object_or_404(own.select_related("scheme__office"), pk=pk)


@require_GET
@page(SEE)
def bulletin_list(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    rows = Bulletin.objects.visible_to(user, SEE.code)
    actions = []
    if user.may(permissions.CHECK_SCORES.code):
        actions = [Action("一周和月度情况", reverse("supervision:regular"), "calendar")]
    return BULLETINS.respond(request, rows.select_related("scheme__office"), actions=actions)


@page(KEEP)
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    user, scheme = acting(request), kept_scheme(request, pk)
    last = last_period(clock.today(), QUARTER)
    form = PeriodForm(
        posted(request), initial={"starts_on": last.starts_on, "ends_on": last.ends_on}
    )
    if request.method == "POST" and form.is_valid():

        def drafted() -> Bulletin:
            period = Period(**form.cleaned_data)
            return services.draft_bulletin(by=user, scheme=scheme, period=period)

        bulletin = carried_out(form, drafted)
        if bulletin:
            messages.success(request, "通报已拟好，请核对文字和评语，由另一人印发")
            return redirect("supervision:edit_bulletin", bulletin.pk)
    return render(request, "supervision/draft_bulletin.html", {"form": form, "scheme": scheme})


@require_GET
@page(SEE)
def bulletin(request: HttpRequest, pk: int) -> HttpResponse:
    user, found = acting(request), seen(request, pk)
    one = Bulletin.objects.filter(pk=pk)
    is_draft = found.state == Bulletin.State.DRAFT
    keeps = user.may(KEEP.code) and one.kept_by(user, KEEP.code).exists()
    releases = user.may(RELEASE.code) and one.kept_by(user, RELEASE.code).exists()
    pages, unprintable = 0, ""
    try:
        pages = _printed(found)[2]
    except RuleBroken as broken:
        unprintable = broken.message
    return render(
        request,
        "supervision/bulletin.html",
        {
            "bulletin": found,
            "tone": TONES[found.state],
            "is_draft": is_draft,
            "may_edit": is_draft and keeps,
            "may_release": is_draft and releases and found.edited_by_id != user.pk,
            "numbers": range(1, pages + 1),
            "unprintable": unprintable,
            "lines": found.lines.count(),
            "chart": _chart(found),
        },
    )


def _chart(found: Bulletin) -> list[tuple[str, float]]:
    first = found.lines.select_related("agency").order_by("place", "pk")[:12]
    return [(line.agency.short_name or line.agency.name, float(line.score)) for line in first]


def _printed(found: Bulletin) -> tuple[bytes, str, int]:
    """The PDF as it was printed; of a draft, as it would be now."""
    printed = BulletinPrint.objects.filter(bulletin=found).first()
    if printed:
        return bytes(printed.pdf), printed.sha256, printed.pages
    typeset = press.preview(document_of(found))
    return typeset.pdf, typeset.sha256, typeset.pages


@require_GET
@page(SEE)
def page_picture(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One page as a PNG."""
    found = seen(request, pk)
    asked = request.GET.get("width", "")
    width = int(asked) if asked in {str(one) for one in WIDTHS} else WIDTHS[0]
    pdf, _, pages = _printed(found)
    if not 1 <= number <= pages:
        raise Http404
    answer = HttpResponse(press.pictures(pdf, width)[number - 1], content_type="image/png")
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_GET
@page(SEE)
def download(request: HttpRequest, pk: int) -> HttpResponse:
    found = seen(request, pk)
    pdf, sha256, _ = _printed(found)
    number = f"{found.scheme.year}年第{found.number}期" if found.number else "（送审稿）"
    try:
        return pdf_response(request, pdf, sha256, f"{NAME}{number}.pdf")
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return redirect("supervision:bulletin", pk)


LINES = ListPage(
    title="督查情况表",
    columns=[
        Column("place", "名次", "number", sort="place"),
        Column("agency", "单位", sort="agency__name", value=lambda one: one.agency.name),
        Column("has_plan", "年度计划", value=lambda one: "有" if one.has_plan else "无"),
        Column("visits_target", "应走访", "number", sort="visits_target"),
        Column("visits", "实走访", "number", sort="visits"),
        Column("tasks_due", "应办任务", "number", sort="tasks_due"),
        Column("tasks_done", "办结", "number", sort="tasks_done"),
        Column("tasks_overdue", "逾期", "number", sort="tasks_overdue"),
        Column("problems_raised", "交办问题", "number", sort="problems_raised"),
        Column("problems_solved", "解决", "number", sort="problems_solved"),
        Column("families_helped", "帮扶户数", "number", sort="families_helped"),
        Column("money", "慰问金（元）", "money", sort="money"),
        Column("contributions", "采用稿件", "number", sort="contributions"),
        Column("score", "得分", "number", sort="score"),
        Column("comment", "评语"),
    ],
    search=["agency__name"],
    search_hint="单位名称",
    ordering=["place", "agency__path"],
    noun="个单位",
)


@require_GET
@page(SEE)
def lines(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole table, for a screen and for Excel."""
    found = seen(request, pk)
    rows = BulletinLine.objects.filter(bulletin=found).select_related("agency")
    return LINES.respond(request, rows, subtitle=found.title)


@page(KEEP)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    user, found = acting(request), kept(request, pk)
    if found.state != Bulletin.State.DRAFT:
        messages.error(request, "通报已经印发，不能再改")
        return redirect("supervision:bulletin", pk)
    form = BulletinForm(
        posted(request),
        initial={"title": found.title, "opening": found.opening, "closing": found.closing},
    )
    rows = list(found.lines.select_related("agency")[:MOST_COMMENTED])
    if request.method == "POST" and form.is_valid():
        saved = carried_out(
            form,
            services.edit_bulletin,
            by=user,
            bulletin=found,
            comments=_comments(request, rows),
            **form.cleaned_data,
        )
        if saved:
            messages.success(request, "通报已保存")
            return redirect("supervision:bulletin", pk)
    typed = _comments(request, rows) if request.method == "POST" else {}
    return render(
        request,
        "supervision/edit_bulletin.html",
        {
            "form": form,
            "bulletin": found,
            "rows": [{"line": row, "comment": typed.get(row.pk, row.comment)} for row in rows],
        },
    )


def _comments(request: HttpRequest, rows: list[BulletinLine]) -> dict[int, str]:
    said: Any = request.POST
    return {row.pk: said[f"comment_{row.pk}"] for row in rows if f"comment_{row.pk}" in said}


@require_POST
@page(RELEASE)
def release(request: HttpRequest, pk: int) -> HttpResponse:
    found = kept(request, pk, RELEASE.code)
    done(
        request,
        services.release_bulletin,
        said="通报已印发，正在排印",
        by=acting(request),
        bulletin=found,
    )
    return redirect("supervision:bulletin", pk)
