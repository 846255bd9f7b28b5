"""Schemes: listed, begun from a copy, edited line by line, published, revised, dropped."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.pairing.models import own_paths
from assistance.supervision import permissions, queries, services
from assistance.supervision.forms import HeadForm, ItemRow, ItemRows, SchemeForm, row_of
from assistance.supervision.measures import all_measures
from assistance.supervision.models import AssessmentScheme, Sheet
from assistance.supervision.views.looks import scheme_tone, steps_of
from ground.accounts.models import Organisation, User
from ground.kernel import clock
from ground.web.lists import Action, Choice, Column, Empty, ListPage
from ground.web.pages import acting, carried_out, done, page, posted
from ground.web.rows import carried_out_with
from ground.web.trail import moments_of

SEE, KEEP = permissions.SEE_SCHEMES, permissions.KEEP_SCHEMES
PREFIX = "items"
State = AssessmentScheme.State

SCHEMES = ListPage(
    title="督查考核",
    subtitle="考核方案、目标责任书、自评和综评、排名和奖惩",
    columns=[
        Column(
            "title",
            "考核方案",
            "link",
            sort="title",
            url=lambda one: reverse("supervision:scheme", args=[one.pk]),
        ),
        Column("office", "考核单位", sort="office__name", value=lambda one: one.office.name),
        Column("year", "年度", sort=["year", "version"], value=lambda one: f"{one.year}年"),
        Column("version", "版次", value=lambda one: f"第{one.version}版"),
        Column("state", "阶段", "badge", sort="state", tone=scheme_tone),
        Column("self_score_until", "自评截止", "date", sort="self_score_until"),
    ],
    search=["title", "office__name"],
    search_hint="方案或考核单位",
    filters=[Choice("state", "阶段", State.choices)],
    ordering=["-year", "-version"],
    noun="份",
    empty=Empty(
        "还没有考核方案",
        "双联办从系统模板起草本年度方案，发布后各单位签订责任书、自评。",
        icon="checklist",
    ),
)


def own_office(user: User) -> Organisation:
    """The office for which this person writes schemes: where they hold the permission, highest."""
    path = min(own_paths(user, KEEP.code))
    found: Organisation = Organisation.objects.get(path=path)
    return found


def seen(request: HttpRequest, pk: int) -> AssessmentScheme:
    visible = AssessmentScheme.objects.visible_to(acting(request), SEE.code)
    return get_object_or_404(visible.select_related("office", "made_by", "announced_by"), pk=pk)


def kept(request: HttpRequest, pk: int, code: str = KEEP.code) -> AssessmentScheme:
    own = AssessmentScheme.objects.kept_by(acting(request), code)
    return get_object_or_404(own.select_related("office"), pk=pk)


@require_GET
@page(SEE)
def scheme_list(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    actions = []
    if user.may(KEEP.code):
        actions = [Action("起草方案", reverse("supervision:draft"), "add", "primary")]
    rows = AssessmentScheme.objects.visible_to(user, SEE.code).select_related("office")
    return SCHEMES.respond(request, rows, actions=actions)


@page(KEEP)
def draft(request: HttpRequest) -> HttpResponse:
    user, year = acting(request), clock.today().year
    among = AssessmentScheme.objects.kept_by(user, KEEP.code).exclude(state=State.DRAFT)
    form = SchemeForm(
        posted(request),
        among=among,
        initial={
            "year": year,
            "title": f"{year}年“双联”工作考核办法",
            "copied_from": among.order_by("-year", "-version").first(),
            "self_score_from": date(year, 12, 1),
            "self_score_until": date(year, 12, 15),
        },
    )
    if request.method == "POST" and form.is_valid():
        scheme = carried_out(
            form, services.draft_scheme, by=user, office=own_office(user), **form.cleaned_data
        )
        if scheme:
            messages.success(request, "方案已起草，请逐项核对指标后发布")
            return redirect("supervision:edit", scheme.pk)
    return render(request, "supervision/draft.html", {"form": form})


@require_GET
@page(SEE)
def scheme_page(request: HttpRequest, pk: int) -> HttpResponse:
    user, scheme = acting(request), seen(request, pk)
    keeps = AssessmentScheme.objects.kept_by(user, KEEP.code).filter(pk=pk).exists()
    own = Sheet.objects.none()
    if user.may(permissions.SEE_SHEETS.code):
        own = Sheet.objects.visible_to(user, permissions.SEE_SHEETS.code).filter(scheme=scheme)
    sheets = list(own.select_related("agency", "commitment")[:2])
    return render(
        request,
        "supervision/scheme.html",
        {
            "scheme": scheme,
            "tone": scheme_tone(scheme),
            "steps": steps_of(scheme),
            "sections": _sections(scheme),
            "own": sheets[0] if len(sheets) == 1 else None,
            "several": len(sheets) > 1,
            "counts": _counts(own) if len(sheets) > 1 else None,
            "keeps": keeps,
            "may_confirm": _may_confirm(user, scheme),
            "today": clock.today(),
            "moments": moments_of(scheme) if keeps else [],
            "measures": {one.code: one for one in all_measures()},
        },
    )


def _sections(scheme: AssessmentScheme) -> list[dict[str, Any]]:
    labels = {one.code: one for one in all_measures()}
    sections: dict[str, dict[str, Any]] = {}
    for item in scheme.items.all():
        block = sections.setdefault(item.section, {"name": item.section, "total": 0, "items": []})
        block["total"] += item.maximum
        block["items"].append({"item": item, "measure": labels.get(item.measure)})
    return list(sections.values())


def _counts(own: Any) -> dict[str, int]:
    states = list(own.values_list("state", flat=True))
    signed = own.filter(commitment__office_signed_on__isnull=False).count()
    return {
        "all": len(states),
        "signed": signed,
        "self_scored": sum(one not in {Sheet.State.OPEN, Sheet.State.MISSED} for one in states),
        "missed": states.count(Sheet.State.MISSED),
    }


def _may_confirm(user: User, scheme: AssessmentScheme) -> bool:
    code = permissions.CONFIRM_RESULTS.code
    return (
        scheme.state == State.PROVISIONAL
        and scheme.announced_by_id != user.pk
        and user.may(code)
        and AssessmentScheme.objects.kept_by(user, code).filter(pk=scheme.pk).exists()
    )


@page(KEEP)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    scheme = kept(request, pk)
    if scheme.state != State.DRAFT:
        messages.error(request, "方案已发布，不能修改；如需调整请修订为新版")
        return redirect("supervision:scheme", pk)
    if request.method == "POST":
        form, rows = HeadForm(request.POST), ItemRows(request.POST, prefix=PREFIX)
        valid, rows_valid = form.is_valid(), rows.is_valid()
        if not rows_valid:
            form.add_error(None, "指标中有填写错误，请看标出的各行")
        if valid and rows_valid:
            items = [row.item() for row in rows.filled()]  # type: ignore[attr-defined]
            saved = carried_out_with(
                rows,
                form,
                services.edit_scheme,
                by=acting(request),
                scheme=scheme,
                items=items,
                **form.cleaned_data,
            )
            if saved:
                messages.success(request, "方案已保存")
                return redirect("supervision:scheme", pk)
    else:
        form = HeadForm(
            initial={
                "title": scheme.title,
                "full_marks": scheme.full_marks,
                "self_score_from": scheme.self_score_from,
                "self_score_until": scheme.self_score_until,
            }
        )
        rows = ItemRows(initial=[row_of(item) for item in queries.item_rows(scheme)], prefix=PREFIX)
    return render(
        request,
        "supervision/edit.html",
        {
            "scheme": scheme,
            "form": form,
            "rows": rows,
            "blank": ItemRow(prefix=f"{PREFIX}-__prefix__"),
        },
    )


@require_POST
@page(KEEP)
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    said = "方案已发布：各单位的责任书和评分表已生成"
    done(request, services.publish_scheme, said=said, by=acting(request), scheme=kept(request, pk))
    return redirect("supervision:scheme", pk)


@require_POST
@page(KEEP)
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    said = "已起草新版，核对后发布即代替旧版"
    scheme = kept(request, pk)
    if done(request, services.revise_scheme, said=said, by=acting(request), scheme=scheme):
        new = AssessmentScheme.objects.get(
            office=scheme.office, year=scheme.year, state=State.DRAFT
        )
        return redirect("supervision:edit", new.pk)
    return redirect("supervision:scheme", pk)


@require_POST
@page(KEEP)
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    went = done(
        request,
        services.drop_scheme,
        said="草稿已删除",
        by=acting(request),
        scheme=kept(request, pk),
    )
    return redirect("supervision:schemes") if went else redirect("supervision:scheme", pk)
