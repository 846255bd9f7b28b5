"""Records behind a score, evidence, appeals, the ranking, awards."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.supervision import permissions, queries, services
from assistance.supervision.forms import AppealForm, AwardForm, DecisionForm, EvidenceForm
from assistance.supervision.measures import measure_of, opened
from assistance.supervision.models import Appeal, AssessmentScheme, Award, Ranking, Score, Sheet
from assistance.supervision.views.schemes import kept
from assistance.supervision.views.schemes import seen as seen_scheme
from assistance.supervision.views.sheets import _may
from ground.accounts.models import Organisation
from ground.files.answers import shown
from ground.web.lists import Action, Choice, Column, Empty, ListPage
from ground.web.pages import acting, carried_out, done, page, posted

SEE, SEE_SHEETS = permissions.SEE_SCHEMES, permissions.SEE_SHEETS
OWN, DECIDE = permissions.SELF_SCORE, permissions.DECIDE_APPEALS
GRADE_TONES = {"优秀": "good", "良好": "info", "合格": "neutral", "不合格": "bad"}
BAND = 10


def score_of(request: HttpRequest, pk: int, code: str = SEE_SHEETS.code) -> Score:
    sheets = Sheet.objects.visible_to(acting(request), code)
    return get_object_or_404(
        Score.objects.filter(sheet__in=sheets.order_by().values("pk")).select_related(
            "item", "sheet__scheme__office", "sheet__agency", "office_by", "appeal"
        ),
        pk=pk,
    )


@require_GET
@page(SEE_SHEETS)
def score_page(request: HttpRequest, pk: int) -> HttpResponse:
    return _score(request, score_of(request, pk), None, None)


def _score(
    request: HttpRequest,
    score: Score,
    appealing: AppealForm | None,
    proving: EvidenceForm | None,
) -> HttpResponse:
    sheet = score.sheet
    may, span = _may(acting(request), sheet), queries.span_of(sheet.scheme)
    measure = measure_of(score.item.measure) if score.item.measure else None
    may_appeal = may["appeal"] and not hasattr(score, "appeal")
    wrong = (appealing and appealing.errors) or (proving and proving.errors)
    return render(
        request,
        "supervision/score.html",
        {
            "score": score,
            "item": score.item,
            "sheet": sheet,
            "measure": measure,
            "sees_office": queries.office_is_told(acting(request), sheet.scheme),
            "counted": opened(measure, span, score.counted) if measure else [],
            "others": opened(measure, span, score.others) if measure else [],
            "files": list(score.evidence.select_related("file", "added_by")),
            "appeal": getattr(score, "appeal", None),
            "appealing": (appealing or AppealForm()) if may_appeal else None,
            "proving": (proving or EvidenceForm()) if may["add_evidence"] else None,
        },
        status=422 if wrong else 200,
    )


@require_POST
@page(OWN)
def add_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    user, score = acting(request), score_of(request, pk, OWN.code)
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        kept_files = form.cleaned_data["evidence"].kept(by=user)
        if carried_out(form, services.add_evidence, by=user, score=score, files=kept_files):
            messages.success(request, "佐证材料已上传")
            return redirect("supervision:score", pk)
    return _score(request, score, None, form)


@require_GET
@page(SEE_SHEETS)
def evidence(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One file behind a score, the first being number 1."""
    files = list(score_of(request, pk).evidence.select_related("file"))
    if not 1 <= number <= len(files):
        return HttpResponse(status=404)
    return shown(files[number - 1].file)


@require_POST
@page(OWN)
def raise_appeal(request: HttpRequest, pk: int) -> HttpResponse:
    score, form = score_of(request, pk, OWN.code), AppealForm(request.POST)
    valid = form.is_valid()
    raised = (
        carried_out(
            form, services.raise_appeal, by=acting(request), score=score, **form.cleaned_data
        )
        if valid
        else None
    )
    if raised:
        messages.success(request, "申诉已提出，由另一人复核")
        return redirect("supervision:score", pk)
    return _score(request, score, form, None)


APPEALS = ListPage(
    title="考核申诉",
    subtitle="由打分以外的人复核",
    columns=[
        Column(
            "agency",
            "单位",
            "link",
            sort="score__sheet__agency__name",
            value=lambda one: one.score.sheet.agency.name,
            url=lambda one: reverse("supervision:appeal", args=[one.pk]),
        ),
        Column("item", "指标", value=lambda one: str(one.score.item)),
        Column("score_before", "原得分", "number"),
        Column("score_after", "复核得分", "number"),
        Column("raised_on", "申诉日期", "date", sort="raised_on"),
        Column(
            "state",
            "状态",
            "badge",
            sort="state",
            tone=lambda one: {"raised": "warn", "upheld": "good"}.get(one.state, "neutral"),
        ),
        Column("reason", "申诉理由", export_only=True, width=40),
        Column("decision", "复核理由", export_only=True, width=40),
    ],
    search=["score__sheet__agency__name", "reason"],
    search_hint="单位或理由",
    filters=[Choice("state", "状态", Appeal.State.choices)],
    ordering=["state", "raised_on"],
    noun="件",
    empty=Empty(
        "没有申诉", "初评结果反馈后，单位可以在申诉期限内对单项得分提出申诉。", icon="scales"
    ),
)
WITH = ("score__item", "score__sheet__agency", "score__sheet__scheme", "scored_by", "decided_by")


@require_GET
@page(SEE_SHEETS)
def appeals(request: HttpRequest) -> HttpResponse:
    rows = Appeal.objects.visible_to(acting(request), SEE_SHEETS.code).select_related(*WITH)
    return APPEALS.respond(request, rows)


@page(SEE_SHEETS)
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting(request)
    visible = Appeal.objects.visible_to(user, SEE_SHEETS.code)
    found = get_object_or_404(visible.select_related(*WITH, "raised_by"), pk=pk)
    may = (
        found.state == Appeal.State.RAISED
        and user.pk not in {found.scored_by_id, found.raised_by_id}
        and user.may(DECIDE.code)
        and Appeal.objects.kept_by(user, DECIDE.code).filter(pk=pk).exists()
    )
    form = DecisionForm(posted(request), initial={"score": found.score_before}) if may else None
    if form is not None and request.method == "POST" and form.is_valid():
        decided = carried_out(
            form, services.decide_appeal, by=user, appeal=found, **form.cleaned_data
        )
        if decided:
            messages.success(request, f"已复核：{decided.get_state_display()}")
            return redirect("supervision:appeal", pk)
    return render(request, "supervision/appeal.html", {"appeal": found, "form": form})


RANKING = ListPage(
    title="考核排名",
    columns=[
        Column("place", "名次", "number", sort="place"),
        Column("agency", "单位", sort="sheet__agency__name", value=lambda o: o.sheet.agency.name),
        Column("total", "得分", "number", sort="total"),
        Column("grade", "等次", "badge", sort="place", tone=lambda o: GRADE_TONES[o.grade]),
    ],
    search=["sheet__agency__name", "sheet__agency__short_name"],
    search_hint="单位名称",
    filters=[Choice("grade", "等次", [(grade, grade) for grade in GRADE_TONES])],
    ordering=["place", "sheet__agency__path"],
    noun="个单位",
    template="supervision/ranking.html",
    empty=Empty("排名还没有公布", "考核结果由领导小组审定后公布排名。", icon="chart"),
)


@require_GET
@page(SEE)
def ranking(request: HttpRequest, pk: int) -> HttpResponse:
    scheme = seen_scheme(request, pk)
    rows = Ranking.objects.filter(sheet__scheme=scheme).select_related("sheet__agency")
    return RANKING.respond(
        request,
        rows,
        subtitle=scheme.title,
        scheme=scheme,
        bands=_bands(scheme),
        awards=list(scheme.awards.filter(state=Award.State.GRANTED).select_related("agency")),
        actions=[Action("返回方案", reverse("supervision:scheme", args=[pk]), "arrow-left")],
    )


def _bands(scheme: AssessmentScheme) -> list[tuple[str, int]]:
    """How many agencies are in each ten points, the highest first: for a picture."""
    counted: dict[int, int] = {}
    totals = Ranking.objects.filter(sheet__scheme=scheme).order_by().values("total")
    for row in totals.annotate(number=Count("pk")):
        band = max(int(row["total"]) // BAND * BAND, 0)
        counted[band] = counted.get(band, 0) + row["number"]
    if not counted:
        return []
    spread = range(max(counted), min(counted) - 1, -BAND)
    return [(f"{band}—{band + BAND - 1}分", counted.get(band, 0)) for band in spread]


@page(permissions.KEEP_SCHEMES)
def propose_award(request: HttpRequest, pk: int) -> HttpResponse:
    scheme = kept(request, pk)
    among = Organisation.objects.filter(
        pk__in=Ranking.objects.filter(sheet__scheme=scheme).values("sheet__agency_id")
    )
    form = AwardForm(posted(request), among=among)
    if request.method == "POST" and form.is_valid():
        award = carried_out(
            form, services.propose_award, by=acting(request), scheme=scheme, **form.cleaned_data
        )
        if award:
            messages.success(request, "已提名，待领导审定公布")
            return redirect("supervision:awards", pk)
    return render(request, "supervision/propose_award.html", {"form": form, "scheme": scheme})


@require_GET
@page(SEE)
def awards(request: HttpRequest, pk: int) -> HttpResponse:
    """What was made public; to the office and its leaders also what is proposed."""
    user, scheme = acting(request), seen_scheme(request, pk)
    keep, grant = permissions.KEEP_SCHEMES.code, permissions.CONFIRM_RESULTS.code
    one = AssessmentScheme.objects.filter(pk=pk)
    keeps = user.may(keep) and one.kept_by(user, keep).exists()
    grants = user.may(grant) and one.kept_by(user, grant).exists()
    rows = scheme.awards.select_related("agency", "proposed_by", "granted_by")
    if not (keeps or grants):
        rows = rows.filter(state=Award.State.GRANTED)
    found: list[dict[str, Any]] = [
        {
            "award": award,
            "may_grant": grants
            and award.state == Award.State.PROPOSED
            and award.proposed_by_id != user.pk,
            "may_withdraw": keeps and award.state == Award.State.PROPOSED,
        }
        for award in rows
    ]
    closed = scheme.state == AssessmentScheme.State.CLOSED
    return render(
        request,
        "supervision/awards.html",
        {"scheme": scheme, "awards": found, "may_propose": keeps and closed},
    )


def _award(request: HttpRequest, pk: int, code: str) -> Award:
    schemes = AssessmentScheme.objects.kept_by(acting(request), code)
    return get_object_or_404(
        Award.objects.filter(scheme__in=schemes.order_by().values("pk")), pk=pk
    )


@require_POST
@page(permissions.CONFIRM_RESULTS)
def grant_award(request: HttpRequest, pk: int) -> HttpResponse:
    award = _award(request, pk, permissions.CONFIRM_RESULTS.code)
    done(request, services.grant_award, said="已公布", by=acting(request), award=award)
    return redirect("supervision:awards", award.scheme_id)


@require_POST
@page(permissions.KEEP_SCHEMES)
def withdraw_award(request: HttpRequest, pk: int) -> HttpResponse:
    award = _award(request, pk, permissions.KEEP_SCHEMES.code)
    done(request, services.withdraw_award, said="提名已撤回", by=acting(request), award=award)
    return redirect("supervision:awards", award.scheme_id)
