"""One visit: what was seen, given and promised, what came of it, who changed what."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from assistance.visits import comparing, permissions, queries, rules, services
from assistance.visits.models import Clue, Visit, VisitPhoto
from assistance.visits.views.lists import KIND_TONES
from ground.accounts.models import User
from ground.files import answers
from ground.kernel import clock
from ground.kernel.clock import CHINA
from ground.places.queries import local_rule
from ground.web.pages import acting, done, page
from ground.web.subjects import told
from ground.web.trail import moments_of

SEE, RECORD, RETURN = permissions.SEE_VISITS, permissions.RECORD_VISIT, permissions.RETURN_VISIT


@require_GET
@page(SEE)
def visit_page(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting(request)
    related = ("agency", "link_point", "group", "recorded_by", "signature")
    visible = Visit.objects.visible_to(user, SEE.code).select_related(*related)
    visit = get_object_or_404(visible.prefetch_related("goods", "photos__file"), pk=pk)
    clues = Clue.objects.visible_to(user, SEE.code).filter(visit=visit)
    chain = _followed(visit, user)
    overseen = Visit.objects.by_agencies_of(user, RETURN.code).filter(pk=pk)
    labels = dict(Visit.Step.choices)
    return render(
        request,
        "visits/visit.html",
        {
            "visit": visit,
            "tone": KIND_TONES[Visit.Kind(visit.kind)],
            "steps": [(label, code in visit.steps) for code, label in labels.items()],
            "needs": [
                {"need": one, "then": chain["needs"].get(one.index)} for one in visit.needs.all()
            ],
            "promises": visit.promises.select_related("task"),
            "clues": [{"clue": one, "then": chain["clues"].get(one.pk)} for one in clues],
            "followed": chain["others"],
            "history": comparing.history_of(visit),
            "moments": moments_of(visit),
            "may_correct": _may_correct(visit, user),
            "may_return": user.may(RETURN.code) and overseen.exists(),
        },
    )


def _followed(visit: Visit, user: User) -> dict[str, Any]:
    """What came of a visit, in words: by need, by family, and what came of the visit itself."""
    chain = queries.followed_from(visit)
    by_key: dict[str, Any] = {"needs": {}, "clues": {}, "others": []}
    for one, words in zip(chain, told((one.event for one in chain), user), strict=True):
        if words.what == one.event.name:  # no app has said what it is called
            continue
        if one.clue_id is not None:
            by_key["clues"].setdefault(one.clue_id, words)
        elif one.need_index is not None:
            by_key["needs"].setdefault(one.need_index, words)
        else:
            by_key["others"].append(words)
    return by_key


def _may_correct(visit: Visit, user: User) -> bool:
    if not user.may(RECORD.code) or not queries.is_own(visit, user):
        return False
    today = clock.today()
    days = local_rule("visits.days_to_correct", on=today, division=visit.link_point.division)
    last_day = rules.last_day_to_correct(
        recorded_on=visit.recorded_at.astimezone(CHINA).date(),
        returned_on=visit.returned_on,
        days=int(days),
    )
    return today <= last_day


@require_POST
@page(RETURN)
def return_visit(request: HttpRequest, pk: int) -> HttpResponse:
    mine = Visit.objects.by_agencies_of(acting(request), RETURN.code)
    visit = get_object_or_404(mine, pk=pk)
    done(
        request,
        services.return_visit,
        said="已退回，等登记人补正",
        by=acting(request),
        visit=visit,
        reason=request.POST.get("reason", ""),
    )
    return redirect("visits:visit", pk)


@require_GET
@page(SEE)
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """A photo, or with `?small` its small picture, for whoever sees the visit."""
    visible = VisitPhoto.objects.visible_to(acting(request), SEE.code)
    shown = get_object_or_404(visible.select_related("file"), pk=pk)
    return (answers.thumbnail if "small" in request.GET else answers.shown)(shown.file)


@require_GET
@page(SEE)
def signature(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Visit.objects.visible_to(acting(request), SEE.code).select_related("signature")
    visit = get_object_or_404(visible, pk=pk)
    if visit.signature is None:
        raise Http404
    return answers.shown(visit.signature)
