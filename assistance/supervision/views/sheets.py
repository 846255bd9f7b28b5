"""One agency's sheet: its own scores, the computed ones beside them, the office's; as Excel too."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from assistance.supervision import permissions, queries, services
from assistance.supervision.forms import SheetForm, SignForm, TargetsForm, plain_number
from assistance.supervision.models import AssessmentScheme, ScoreItem, Sheet
from assistance.supervision.services import GivenScore
from assistance.supervision.sheets import sheet_workbook
from assistance.supervision.views.looks import sheet_tone, steps_of
from ground.accounts.models import User
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.places.queries import local_rule
from ground.sheets.writing import EXCEL_TYPE
from ground.web.leaving import file_answer
from ground.web.pages import acting, carried_out, done, page, posted
from ground.web.trail import moments_of

SEE, OWN, CHECK = permissions.SEE_SHEETS, permissions.SELF_SCORE, permissions.CHECK_SCORES
State = AssessmentScheme.State
SELF, OFFICE = "self", "office"


def seen(request: HttpRequest, pk: int, code: str = SEE.code) -> Sheet:
    visible = Sheet.objects.visible_to(acting(request), code)
    return get_object_or_404(
        visible.select_related("scheme__office", "agency", "commitment", "self_scored_by"), pk=pk
    )


def checked(request: HttpRequest, pk: int) -> Sheet:
    own = Sheet.objects.kept_by(acting(request), CHECK.code)
    return get_object_or_404(own.select_related("scheme__office", "agency"), pk=pk)


def _may(user: User, sheet: Sheet) -> dict[str, bool]:
    """What this person may do with this sheet now; the services ask again."""
    one, state = Sheet.objects.filter(pk=sheet.pk), sheet.scheme.state

    def own(code: str) -> bool:
        return user.may(code) and one.visible_to(user, code).exists()

    scoring = state == State.SELF_SCORING and sheet.state == Sheet.State.OPEN
    keeps = user.may(CHECK.code) and one.kept_by(user, CHECK.code).exists()
    return {
        "self_score": scoring and own(OWN.code),
        "add_evidence": sheet.scheme.is_open and own(OWN.code),
        "appeal": state == State.PROVISIONAL
        and clock.today() <= (sheet.scheme.appeal_until or clock.today())
        and own(OWN.code),
        "check": state in {State.SELF_SCORING, State.CHECKING} and keeps,
        "keeps": keeps,
    }


@require_GET
@page(SEE)
def sheet_page(request: HttpRequest, pk: int) -> HttpResponse:
    return _shown(request, seen(request, pk), None)


@require_POST
@page(OWN)
def self_score(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = seen(request, pk, OWN.code)
    form = SheetForm(request.POST, prefix_of=SELF, items=_items(sheet))
    handing_in = "hand_in" in request.POST
    service = services.hand_in_self_scores if handing_in else services.save_self_scores
    valid = form.is_valid()
    saved = (
        carried_out(form, service, by=acting(request), sheet=sheet, given=_given(form, SELF, sheet))
        if valid
        else None
    )
    if saved:
        messages.success(request, "自评已提交" if handing_in else "自评已保存，提交前可以继续修改")
        return redirect("supervision:sheet", pk)
    return _shown(request, sheet, form)


@require_POST
@page(CHECK)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = checked(request, pk)
    form = SheetForm(request.POST, prefix_of=OFFICE, items=_items(sheet))
    valid = form.is_valid()
    saved = (
        carried_out(
            form,
            services.check_sheet,
            by=acting(request),
            sheet=sheet,
            given=_given(form, OFFICE, sheet),
        )
        if valid
        else None
    )
    if saved:
        messages.success(request, "核查得分已保存")
        return redirect("supervision:sheet", pk)
    return _shown(request, sheet, form)


def _items(sheet: Sheet) -> dict[str, ScoreItem]:
    return {item.code: item for item in sheet.scheme.items.all()}


def _given(form: SheetForm, prefix: str, sheet: Sheet) -> list[GivenScore]:
    said = form.cleaned_data
    return [
        GivenScore(code, said[f"{prefix}_{code}"], said[f"remark_{code}"]) for code in _items(sheet)
    ]


def _shown(request: HttpRequest, sheet: Sheet, form: SheetForm | None) -> HttpResponse:
    user = acting(request)
    may = _may(user, sheet)
    side = SELF if may["self_score"] else OFFICE if may["check"] else ""
    sections = queries.lines_of_sheet(sheet)
    if side and form is None:
        form = SheetForm(prefix_of=side, items=_items(sheet), initial=_initial(sections, side))
    share = local_rule("supervision.difference_shown", on=clock.today()) / 100
    blocks = [
        {
            "name": section.name,
            "maximum": section.maximum,
            "lines": [_line(score, side, form, share) for score in section.scores],
        }
        for section in sections
    ]
    return render(
        request,
        "supervision/sheet.html",
        {
            "sheet": sheet,
            "scheme": sheet.scheme,
            "tone": sheet_tone(sheet),
            "steps": steps_of(sheet.scheme),
            "blocks": blocks,
            "form": form,
            "side": side,
            "may": may,
            "sees_office": queries.office_is_told(user, sheet.scheme),
            "moments": moments_of(sheet),
            "ranking": getattr(sheet, "ranking", None),
        },
        status=422 if form is not None and form.errors else 200,
    )


def _initial(sections: list[queries.Section], side: str) -> dict[str, str]:
    """What was given before; where nothing was, the computed score is the proposal."""
    initial: dict[str, str] = {}
    for section in sections:
        for score in section.scores:
            given = score.self_score if side == SELF else score.office_score
            remark = score.self_remark if side == SELF else score.office_remark
            proposed = score.computed if given is None else given
            code = score.item.code
            initial[f"{side}_{code}"] = "" if proposed is None else plain_number(proposed)
            initial[f"remark_{code}"] = remark
    return initial


def _line(score: Any, side: str, form: SheetForm | None, share: Decimal) -> dict[str, Any]:
    code = score.item.code
    apart = None
    if score.self_score is not None and score.computed is not None:
        apart = score.self_score - score.computed
    return {
        "score": score,
        "item": score.item,
        "field": form[f"{side}_{code}"] if form is not None and side else None,
        "remark": form[f"remark_{code}"] if form is not None and side else None,
        "apart": apart if apart and abs(apart) >= score.item.maximum * share else None,
        "gap": abs(apart) if apart else None,
        "records": len(score.counted) + len(score.others),
        "files": list(score.evidence.all()),
        "appeal": getattr(score, "appeal", None),
    }


@require_GET
@page(SEE)
def excel(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet in the layout of the printed form: 内容|指标|分值|评分办法|编码|自评|综评|备注."""
    user, sheet = acting(request), seen(request, pk)
    named = f"{sheet.agency.name}{sheet.scheme.year}年考核评分表"
    try:
        return file_answer(
            request,
            content=sheet_workbook(sheet, with_office=queries.office_is_told(user, sheet.scheme)),
            title=named,
            name=f"{named}.xlsx",
            content_type=EXCEL_TYPE,
            organisation=sheet.agency,
            rows=sheet.scores.count(),
        )
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return redirect("supervision:sheet", pk)


@page(SEE)
def commitment(request: HttpRequest, pk: int) -> HttpResponse:
    """The yearly targets as a paper: to print, to set, to sign."""
    user, sheet = acting(request), seen(request, pk)
    paper, state = sheet.commitment, sheet.scheme.state
    one = Sheet.objects.filter(pk=pk)
    signing = state in {State.PUBLISHED, State.SELF_SCORING} and not paper.agency_signed_on
    code, keep = permissions.SIGN_FOR_AGENCY.code, permissions.KEEP_SCHEMES.code
    may_sign = signing and user.may(code) and one.visible_to(user, code).exists()
    may_set = signing and user.may(keep) and one.kept_by(user, keep).exists()
    items = {code: item for code, item in _items(sheet).items() if item.scale.get("target")}
    initial = {f"target_{code}": target for code, target in paper.targets.items()}
    targets = TargetsForm(
        posted(request) if may_set else None,
        items=items,
        initial=initial | {"promises": paper.promises},
    )
    if request.method == "POST" and may_set and targets.is_valid():
        said = targets.cleaned_data
        saved = carried_out(
            targets,
            services.set_targets,
            by=user,
            commitment=paper,
            promises=said["promises"],
            targets={code: said[f"target_{code}"] for code in items if said[f"target_{code}"]},
        )
        if saved:
            messages.success(request, "责任目标已保存")
            return redirect("supervision:commitment", pk)
    lines = [
        {"item": item, "target": paper.targets.get(code), "general": item.scale.get("target")}
        for code, item in _items(sheet).items()
    ]
    return render(
        request,
        "supervision/commitment.html",
        {
            "sheet": sheet,
            "scheme": sheet.scheme,
            "paper": paper,
            "lines": lines,
            "targets": targets if may_set else None,
            "sign": SignForm() if may_sign else None,
        },
    )


@require_POST
@page(permissions.SIGN_FOR_AGENCY)
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = seen(request, pk, permissions.SIGN_FOR_AGENCY.code)
    done(
        request,
        services.sign_for_agency,
        said="责任书已签订，待考核单位签订",
        by=acting(request),
        commitment=sheet.commitment,
        signatory=request.POST.get("signatory", ""),
    )
    return redirect("supervision:commitment", pk)
