"""What the office does with all sheets of a scheme at once."""

from collections.abc import Callable
from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.supervision import permissions, queries, services
from assistance.supervision.models import AssessmentScheme, Sheet
from assistance.supervision.views.looks import sheet_tone
from assistance.supervision.views.schemes import kept, seen
from ground.kernel import clock
from ground.places.queries import local_rule
from ground.web.lists import Action, Choice, Column, Empty, ListPage
from ground.web.pages import acting, done, page

CHECK, SEE_SHEETS = permissions.CHECK_SCORES, permissions.SEE_SHEETS


def _narrowed(rows: Any, value: str) -> Any:
    if value == "unsigned":
        return rows.filter(commitment__office_signed_on__isnull=True)
    if value == "appeal":
        return rows.filter(has_appeal=True)
    share = local_rule("supervision.difference_shown", on=clock.today()) / 100
    return rows.filter(difference__gt=F("scheme__full_marks") * share)


def _signed(sheet: Sheet) -> str:
    commitment = sheet.commitment
    if commitment.office_signed_on:
        return "双方已签"
    return "单位已签" if commitment.agency_signed_on else "未签"


SHEETS = ListPage(
    title="考核评分表",
    columns=[
        Column(
            "agency",
            "单位",
            "link",
            sort="agency__name",
            value=lambda one: one.agency.name,
            url=lambda one: reverse("supervision:sheet", args=[one.pk]),
        ),
        Column("state", "自评", "badge", sort="state", tone=sheet_tone),
        Column(
            "signed",
            "责任书",
            value=_signed,
        ),
        Column("self_total", "自评得分", "number", sort="self_total"),
        Column("computed_total", "系统得分", "number", sort="computed_total"),
        Column("office_shown", "综评得分", "number", sort="office_shown"),
        Column("final_total", "最后得分", "number", sort="final_total"),
        Column(
            "place",
            "名次",
            "number",
            sort="ranking__place",
            value=lambda one: one.ranking.place if hasattr(one, "ranking") else None,
        ),
    ],
    search=["agency__name", "agency__short_name"],
    search_hint="单位名称",
    filters=[
        Choice("state", "自评", Sheet.State.choices),
        Choice(
            "look",
            "需要注意",
            [
                ("unsigned", "责任书未签订"),
                ("difference", "自评明显高于系统"),
                ("appeal", "有申诉待复核"),
            ],
            narrow=_narrowed,
        ),
    ],
    ordering=["agency__path"],
    noun="个单位",
    template="supervision/sheets.html",
    empty=Empty("还没有评分表", "方案发布后，每个参联单位各有一张。", icon="checklist"),
)


@require_GET
@page(SEE_SHEETS)
def sheets(request: HttpRequest, pk: int) -> HttpResponse:
    user, scheme = acting(request), seen(request, pk)
    rows = Sheet.objects.visible_to(user, SEE_SHEETS.code).filter(scheme=scheme)
    checks = user.may(CHECK.code) and (
        AssessmentScheme.objects.kept_by(user, CHECK.code).filter(pk=pk).exists()
    )
    return SHEETS.respond(
        request,
        queries.sheets_in_lists(rows, with_office=queries.office_is_told(user, scheme)),
        subtitle=scheme.title,
        scheme=scheme,
        checks=checks,
        actions=[Action("返回方案", reverse("supervision:scheme", args=[pk]), "arrow-left")],
    )


@require_POST
@page(CHECK)
def compute(request: HttpRequest, pk: int) -> HttpResponse:
    scheme = kept(request, pk, CHECK.code)
    found = []

    def ask() -> None:
        found.append(services.ask_to_compute(by=acting(request), scheme=scheme))

    if done(request, ask, said="正在根据记录计算全部单位的得分"):
        return redirect("web:job", found[0].key)
    return redirect("supervision:sheets", pk)


def _all_at_once(request: HttpRequest, pk: int, service: Callable[..., int], said: str) -> None:
    scheme = kept(request, pk, CHECK.code)
    done(request, service, said=said, by=acting(request), scheme=scheme)


@require_POST
@page(CHECK)
def adopt_computed(request: HttpRequest, pk: int) -> HttpResponse:
    _all_at_once(request, pk, services.adopt_computed, "已采用系统得分，人工改过的不变")
    return redirect("supervision:sheets", pk)


@require_POST
@page(CHECK)
def adopt_self(request: HttpRequest, pk: int) -> HttpResponse:
    _all_at_once(request, pk, services.adopt_self_scores, "人工评定的指标已采用自评得分")
    return redirect("supervision:sheets", pk)


@require_POST
@page(CHECK)
def announce(request: HttpRequest, pk: int) -> HttpResponse:
    scheme = kept(request, pk, CHECK.code)
    done(
        request,
        services.announce_results,
        said="初评结果已反馈，各单位可在申诉期限内申诉",
        by=acting(request),
        scheme=scheme,
    )
    return redirect("supervision:scheme", pk)


@require_POST
@page(permissions.KEEP_SCHEMES)
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    done(
        request,
        services.sign_for_office,
        said="各单位已签的责任书，考核单位已签订",
        by=acting(request),
        scheme=kept(request, pk),
        signatory=request.POST.get("signatory", ""),
    )
    return redirect("supervision:scheme", pk)


@require_POST
@page(permissions.CONFIRM_RESULTS)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    went = done(
        request,
        services.confirm_results,
        said="考核结果已审定，排名已公布",
        by=acting(request),
        scheme=kept(request, pk, permissions.CONFIRM_RESULTS.code),
    )
    return redirect("supervision:ranking" if went else "supervision:scheme", pk)
