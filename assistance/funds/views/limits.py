"""使用范围: what a source may pay, and what all money of a kind may; the papers that say so."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from assistance.funds import queries, services
from assistance.funds.forms import KindLimitForm, LimitForm, PapersForm
from assistance.funds.models import FundSource, KindLimit, SourceLimit, SourcePaper
from assistance.funds.permissions import KEEP_LIMITS, RECEIVE_MONEY, SEE_FUNDS
from assistance.funds.views.scoped import framed, source_in_scope
from ground.accounts.models import User, below
from ground.files import answers
from ground.kernel import clock
from ground.web.pages import acting, page, posted, taken
from ground.web.uploads import Chosen

MOST = 200
TONES = {"现行": "good", "尚未生效": "info"}


@page(SEE_FUNDS)
def of_source(request: HttpRequest, pk: int) -> HttpResponse:
    """What holds today and every row there ever was; changed by who may."""
    source, user = source_in_scope(request, pk, SEE_FUNDS), acting(request)
    may_keep = user.reaches(source.organisation, KEEP_LIMITS.code)
    rows = list(source.limits.select_related("made_by").order_by("-valid_from", "-pk"))
    form = LimitForm(posted(request), initial={"valid_from": clock.today(), **_held(rows)})
    answer = None
    if request.method == "POST" and may_keep:
        answer = taken(
            request,
            form,
            services.limit_source,
            source=source,
            said="已规定使用范围",
            then=request.path,
        )
    return answer or render(
        request,
        "funds/limits.html",
        {
            "source": source,
            "form": form if may_keep else None,
            "allowed": queries.allowed_of([source], clock.today())[source.pk].limits,
            "coming": queries.coming_of(source, clock.today()),
            "rows": _told(rows),
        },
    )


@page(SEE_FUNDS)
def of_kinds(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    may_keep = user.may(KEEP_LIMITS.code)
    form = KindLimitForm(posted(request), user=user, initial={"valid_from": clock.today()})
    answer = None
    if request.method == "POST" and may_keep:
        answer = taken(request, form, services.limit_kind, said="已规定使用范围", then=request.path)
    here = queries.limits_of_kinds(clock.today(), user.organisation.path)
    below_me = below("organisation__path", user.scope(SEE_FUNDS.code))
    mine = KindLimit.objects.filter(below_me).select_related("organisation", "made_by")
    return answer or render(
        request,
        "funds/kind_limits.html",
        {
            "form": form if may_keep else None,
            "here": _told(here),
            "rows": _told(list(mine.order_by("-pk")[:MOST])),
        },
    )


@page(RECEIVE_MONEY)
def add_papers(request: HttpRequest, pk: int) -> HttpResponse:
    source = source_in_scope(request, pk, RECEIVE_MONEY)
    there = reverse("funds:source", args=[pk])
    form = PapersForm(posted(request), request.FILES or None)
    return (
        request.method == "POST"
        and taken(request, form, _kept, source=source, said="已登记文件", then=there)
    ) or framed(request, form, title="登记文件", submit="登记", of=str(source), url=there)


@page(SEE_FUNDS)
@require_GET
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    seen = FundSource.objects.visible_to(acting(request), SEE_FUNDS.code)
    rows = SourcePaper.objects.filter(source__in=seen).select_related("file")
    return answers.shown(get_object_or_404(rows, pk=pk).file)


def _kept(*, by: User, source: FundSource, papers: Chosen) -> list[SourcePaper]:
    return services.add_papers(by=by, source=source, papers=papers.kept(by=by))


def _told(rows: Sequence[SourceLimit] | Sequence[KindLimit]) -> list[dict[str, object]]:
    standing = queries.standing_of(rows, clock.today())
    return [
        {
            "row": row,
            "tiers": queries.tiers_in_words(row.tiers),
            "aid_types": queries.aid_types_in_words(row.aid_types),
            "standing": standing[row.pk],
            "tone": TONES.get(standing[row.pk], "neutral"),
        }
        for row in rows
    ]


def _held(rows: list[SourceLimit]) -> dict[str, list[str]]:
    today = clock.today()
    held = next((row for row in rows if row.valid_from <= today), None)
    return {"tiers": held.tiers, "aid_types": held.aid_types} if held else {}
