"""The reviews: listed, given to somebody, recorded; samples drawn and shown."""

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.criteria.views.looks import lines_of
from assistance.households import queries as households
from assistance.households.models import HardshipFile
from assistance.reviews import permissions, queries, services
from assistance.reviews.forms import AssignForm, DrawForm, ReviewForm
from assistance.reviews.models import Review, ReviewRound
from assistance.reviews.views import looks
from ground.kernel import clock
from ground.places.queries import local_rule
from ground.web.lists import Action, Choice, Within
from ground.web.pages import acting, carried_out, page, posted

SEE, KEEP, ORGANISE = (
    permissions.SEE_REVIEWS,
    permissions.KEEP_REVIEWS,
    permissions.ORGANISE_REVIEWS,
)


@page(SEE)
@require_GET
def review_list(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    filters = [
        *looks.REVIEWS.filters,
        Choice(
            "whose",
            "由谁",
            [("mine", "分派给我的"), ("nobody", "未分派的")],
            narrow=lambda rows, value: rows.filter(reviewer=user if value == "mine" else None),
        ),
        Within("unit", "所在单位", user.scope(SEE.code), "file__unit"),
    ]
    actions = [Action("抽查", reverse("reviews:rounds"), "search")]
    rows = queries.reviews_in_lists(Review.objects.visible_to(user, SEE.code))
    return replace(looks.REVIEWS, filters=filters).respond(request, rows, actions=actions)


@page(SEE)
@require_GET
def review_page(request: HttpRequest, pk: int) -> HttpResponse:
    return _review(request, _seen(request, pk, SEE.code))


@page(KEEP)
@require_POST
def record(request: HttpRequest, pk: int) -> HttpResponse:
    review = _seen(request, pk, KEEP.code)
    form = ReviewForm(review.round.among, request.POST)
    if form.is_valid():
        done = carried_out(
            form, services.record_review, by=acting(request), review=review, **form.cleaned_data
        )
        if done:
            waits = hasattr(done, "proposal") and done.proposal
            messages.success(request, "复核已登记")
            return redirect("reviews:proposal", waits.pk) if waits else redirect("reviews:list")
    return _review(request, review, recording=form)


@page(ORGANISE)
@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    review = _seen(request, pk, ORGANISE.code)
    form = AssignForm(review.file.unit, request.POST)
    if form.is_valid():
        done = carried_out(
            form, services.assign_review, by=acting(request), review=review, **form.cleaned_data
        )
        if done:
            messages.success(request, f"已分派给{done.reviewer}")
            return redirect("reviews:review", pk)
    return _review(request, review, assigning=form)


@page(SEE)
@require_GET
def round_list(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    rows = ReviewRound.objects.visible_to(user, SEE.code).filter(kind=ReviewRound.Kind.SPOT_CHECK)
    actions = []
    if user.may(ORGANISE.code):
        actions.append(Action("抽取样本", reverse("reviews:draw"), "add", "primary"))
    numbered = rows.select_related("organisation").annotate(
        drawn=Count("reviews"), left=Count("reviews", filter=Q(reviews__state="open"))
    )
    return looks.ROUNDS.respond(request, numbered, actions=actions)


@page(SEE)
@require_GET
def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A sample with how it was drawn, and its reviews."""
    user = acting(request)
    rounds = ReviewRound.objects.visible_to(user, SEE.code).select_related(
        "organisation", "made_by"
    )
    one = get_object_or_404(rounds, pk=pk)
    rows = queries.reviews_in_lists(Review.objects.visible_to(user, SEE.code).filter(round=one))
    listed = replace(looks.REVIEWS, title=str(one), subtitle="", template="reviews/round.html")
    return listed.respond(
        request, rows, round=one, numbers=queries.round_progress(one), Among=ReviewRound.Among
    )


@page(ORGANISE)
def draw(request: HttpRequest) -> HttpResponse:
    user, today = acting(request), clock.today()
    initial = {
        "year": today.year,
        "organisation": user.organisation_id,
        "share": local_rule("reviews.spot_check_percent", on=today),
    }
    form = DrawForm(user, ORGANISE.code, posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        one = carried_out(form, services.draw_sample, by=user, **form.cleaned_data)
        if one:
            messages.success(
                request, f"从{one.population}户中抽取了{one.reviews.count()}户，请分派复核人"
            )
            return redirect("reviews:round", one.pk)
    return render(
        request,
        "web/admin/add.html",
        {
            "form": form,
            "title": "抽取样本",
            "list_title": "抽查",
            "list_url": reverse("reviews:rounds"),
            "submit": "抽取",
        },
    )


@page(SEE)
@require_GET
def panel(request: HttpRequest, pk: int) -> HttpResponse:
    """On a file's page: its reviews and proposals, and what may be done."""
    user = acting(request)
    files = HardshipFile.objects.visible_to(user, SEE.code)
    file = get_object_or_404(files.select_related("unit"), pk=pk)
    proposals = list(file.proposals.select_related("proposed_by")[:5])
    active = file.state == HardshipFile.State.ACTIVE
    waits = any(one.state == "open" for one in proposals)
    context = {
        "file": file,
        "reviews": [
            {
                "review": one,
                "said": looks.review_state(one),
                "tone": looks.review_tone(one),
            }
            for one in file.reviews.select_related("reviewer").order_by("-pk")[:5]
        ],
        "proposals": [
            {"proposal": one, "tone": looks.PROPOSAL_TONES[one.state]}  # type: ignore[index]
            for one in proposals
        ],
        "may_propose": active and not waits and user.reaches(file.unit, KEEP.code),
    }
    return render(request, "reviews/panel.html", context)


def _seen(request: HttpRequest, pk: int, permission: str) -> Review:
    reviews = Review.objects.visible_to(acting(request), permission)
    rows = queries.reviews_in_lists(reviews).select_related(
        "file__unit__division", "file__gate", "file__clue", "reviewer", "round__organisation"
    )
    return get_object_or_404(rows, pk=pk)


def _review(
    request: HttpRequest,
    review: Review,
    recording: forms.Form | None = None,
    assigning: forms.Form | None = None,
) -> HttpResponse:
    user = acting(request)
    is_open = review.state == Review.State.OPEN
    context: dict[str, Any] = {
        "review": review,
        "file": review.file,
        "holder": looks.holder_of(review),
        "said": looks.review_state(review),
        "tone": looks.review_tone(review),
        "standing": households.standing_of(review.file),
        "lines": lines_of(households.verdict_of(review.file, on=clock.today())),
        "proposal": getattr(review, "proposal", None),
        "may_see_finding": user.reaches(review.file.unit, KEEP.code)
        or user.reaches(review.file.unit, ORGANISE.code),
    }
    if is_open and user.reaches(review.file.unit, KEEP.code):
        context["recording"] = recording or ReviewForm(
            review.round.among, initial={"done_on": clock.today()}
        )
    if is_open and user.reaches(review.file.unit, ORGANISE.code):
        context["assigning"] = assigning or AssignForm(
            review.file.unit, initial={"reviewer": review.reviewer_id}
        )
    return render(request, "reviews/review.html", context)
