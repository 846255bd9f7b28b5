"""Objections listed, taken down, investigated, decided; who said it is revealed with a reason."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.notices import permissions, services
from assistance.notices.forms import DecisionForm, InvestigationForm, ObjectionForm
from assistance.notices.models import Notice, NoticeLine, Objection
from assistance.notices.views.notices import framed
from ground.accounts.permissions import Permission
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.identifiers import masked_mobile, masked_name
from ground.web.lists import Choice, Column, Empty, ListPage, Span
from ground.web.pages import acting, carried_out, page, posted, taken
from ground.web.trail import moments_of

State = Objection.State
SEE, HEAR, DECIDE = (
    permissions.SEE_NOTICES,
    permissions.KEEP_OBJECTIONS,
    permissions.DECIDE_OBJECTION,
)
TONES = {State.RAISED: "warn", State.INVESTIGATED: "info", State.CLOSED: "neutral"}

OBJECTIONS = ListPage(
    title="公示异议",
    subtitle="反映人和内容加密保存，列表和导出中都没有",
    parent=("公示", "notices:list"),
    columns=[
        Column(
            "line",
            "公示名单上的家庭",
            "link",
            value=lambda one: one.line.name,
            url=lambda one: reverse("notices:objection", args=[one.pk]),
        ),
        Column("unit", "所在单位", value=lambda one: one.line.unit),
        Column("notice", "公示", value=lambda one: one.line.notice.mark),
        Column("raised_on", "反映日期", "date", sort="raised_on"),
        Column("is_late", "时间", value=lambda one: "期满后" if one.is_late else "公示期内"),
        Column("state", "状态", "badge", tone=lambda one: TONES[State(one.state)]),
        Column("decision", "认定"),
        Column("decided_on", "认定日期", "date", sort="decided_on"),
    ],
    search=["line__unit", "line__file__file_no"],
    search_hint="单位或档案编号",
    filters=[
        Choice("state", "状态", State.choices),
        Choice("decision", "认定", Objection.Decision.choices),
        Choice("late", "时间", [("False", "公示期内"), ("True", "期满后")], field="is_late"),
        Span("raised", "反映日期", "raised_on"),
    ],
    ordering=["-raised_on", "-pk"],
    noun="条",
    empty=Empty("没有公示异议", "有人对公示名单提出异议时，在那张公示的页面登记。", "message"),
)


@require_GET
@page(SEE)
def objection_list(request: HttpRequest) -> HttpResponse:
    rows = Objection.objects.visible_to(acting(request), SEE.code)
    return OBJECTIONS.respond(request, rows.select_related("line__notice"))


@page(HEAR)
def raise_objection(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Notice.objects.visible_to(acting(request), HEAR.code)
    lines = NoticeLine.objects.filter(notice__in=visible)
    line = get_object_or_404(lines.select_related("notice__organisation", "file"), pk=pk)
    form = ObjectionForm(posted(request), initial={"raised_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        made = carried_out(
            form, services.raise_objection, by=acting(request), line=line, **form.cleaned_data
        )
        if made:
            said = (
                "已登记为期满后的反映：公示环节已过，不能退回到公示期，请在审批前调查认定"
                if made.is_late
                else "异议已登记，这户的公示暂停计满，认定后再继续"
            )
            messages.success(request, said)
            return redirect("notices:objection", made.pk)
    return framed(request, form, f"登记对{line.name}（{line.unit}）的异议", "登记", line.notice)


@require_GET
@page(SEE)
def objection_page(request: HttpRequest, pk: int) -> HttpResponse:
    return _shown(request, _seen(request, pk, SEE))


@require_POST
@page(HEAR)
def investigate(request: HttpRequest, pk: int) -> HttpResponse:
    objection, form = _seen(request, pk, HEAR), InvestigationForm(request.POST)
    written = taken(
        request,
        form,
        services.investigate_objection,
        said="调查情况已登记，请另一位办理人认定",
        then=reverse("notices:objection", args=[pk]),
        objection=objection,
    )
    return written or _shown(request, objection, investigation=form)


@require_POST
@page(DECIDE)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    objection, form = _seen(request, pk, DECIDE), DecisionForm(request.POST)
    decided = taken(
        request,
        form,
        services.decide_objection,
        said="已认定",
        then=reverse("notices:objection", args=[pk]),
        objection=objection,
    )
    return decided or _shown(request, objection, decision=form)


@require_POST
@page(HEAR)
def reveal(request: HttpRequest, pk: int, objector: str) -> HttpResponse:
    """`objector`: `who` or `phone`, one at a time, as plain text."""
    objection = _seen(request, pk, HEAR)
    status = 200
    try:
        text = services.reveal_objector(
            by=acting(request),
            objection=objection,
            field=objector,
            reason=request.POST.get("reason", ""),
        )
    except RuleBroken as broken:
        text, status = broken.message, 422
    response = HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)
    response["Cache-Control"] = "no-store"
    return response


def _seen(request: HttpRequest, pk: int, permission: Permission) -> Objection:
    visible = Objection.objects.visible_to(acting(request), permission.code)
    rows = visible.select_related("line__notice__organisation", "line__file")
    found: Objection = get_object_or_404(
        rows.select_related(
            "line__notice__organisation", "line__file", "taken_by", "investigated_by", "decided_by"
        ),
        pk=pk,
    )
    return found


def _shown(
    request: HttpRequest,
    objection: Objection,
    *,
    investigation: InvestigationForm | None = None,
    decision: DecisionForm | None = None,
) -> HttpResponse:
    """The objection with what this person may do; what was said is for those who hear objections."""
    user, organiser = acting(request), objection.line.notice.organisation
    hears, decides = user.reaches(organiser, HEAR.code), user.reaches(organiser, DECIDE.code)
    is_open = objection.state != State.CLOSED
    if hears and is_open and investigation is None:
        investigation = InvestigationForm(
            initial={
                "investigators": objection.investigators,
                "investigated_on": objection.investigated_on or clock.today(),
                "finding": objection.finding,
            }
        )
    may_decide = decides and objection.state == State.INVESTIGATED
    is_investigator = objection.investigated_by_id == user.pk
    context = {
        "objection": objection,
        "tone": TONES[State(objection.state)],
        "hears": hears,
        "who": masked_name(objection.who) if hears else "",
        "phone": masked_mobile(objection.phone) if hears else "",
        "investigation": investigation if hears and is_open else None,
        "decision": (decision or DecisionForm()) if may_decide and not is_investigator else None,
        "waits_for_another": may_decide and is_investigator,
        "moments": moments_of(objection),
    }
    return render(request, "notices/objection.html", context)
