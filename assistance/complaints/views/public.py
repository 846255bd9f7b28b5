"""The doors of the register: to complain without an account, and to see how far it is."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assistance.complaints import looks, queries, rules, services
from assistance.complaints.forms import LookForm, PublicForm, ReviewForm
from assistance.complaints.models import Complaint
from assistance.complaints.registries import About, about_of
from assistance.problems.services import knock
from ground.accounts.models import Organisation
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.web.doors import address_of, door
from ground.web.pages import carried_out, posted

UNKNOWN_PLACE = ("", "不清楚，或不在其中")


@door()
def tell(request: HttpRequest) -> HttpResponse:
    """About anything. Where several areas share an installation, one of them is chosen."""
    tops = list(Organisation.objects.filter(depth=1, is_active=True).order_by("path"))
    if not tops:
        return shut(request)
    places = [(str(one.pk), one.name) for one in tops] if len(tops) > 1 else []
    return _telling(request, None, {str(one.pk): one for one in tops}, places, tops[0])


@door()
def tell_about(request: HttpRequest, about_kind: str, token: str) -> HttpResponse:
    """About a thing that has a public page, reached from it. `token` is the key in its address."""
    about = about_of(about_kind, token)
    if about is None:
        return shut(request)
    units = {str(one.pk): one for one in [about.organiser, *about.units]}
    places = [UNKNOWN_PLACE, *((key, one.name) for key, one in units.items())]
    return _telling(request, (about_kind, token, about), units, places, about.organiser)


def _telling(
    request: HttpRequest,
    thing: tuple[str, str, About] | None,
    known: dict[str, Organisation],
    places: list[tuple[str, str]],
    base: Organisation,
) -> HttpResponse:
    form = PublicForm(places, posted(request), initial={"key": uuid4()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        chosen = known.get(said["place"])
        made = carried_out(
            form,
            _received,
            request=request,
            said=said,
            thing=thing,
            unit=chosen if thing else None,
            base=base if thing else chosen or base,
        )
        if made:
            # The answer itself, not a page behind an address: the code is told to this reader only.
            context = {"complaint": made, "code": rules.shown_code(str(made.code))}
            return render(request, "complaints/public/received.html", context)
    context = {
        "form": form,
        "about": thing[2] if thing else None,
        "has_places": bool(places),
        "route_days": queries.days_of(
            "complaints.route_days", on=clock.today(), division=base.division
        ),
    }
    return render(request, "complaints/public/tell.html", context)


def _received(
    *,
    request: HttpRequest,
    said: dict[str, Any],
    thing: tuple[str, str, About] | None,
    unit: Organisation | None,
    base: Organisation,
) -> Complaint:
    """Count the knock, put it on record. Sent twice: the first one."""
    if queries.complaint_of_key(said["key"]) is None:
        knock(door="complaint", address=address_of(request))
    return services.receive_complaint(
        by=None,
        key=said["key"],
        kind=said["kind"],
        content=said["content"],
        who=said["who"],
        phone=said["phone"],
        unit=unit,
        base=base,
        about_kind=thing[0] if thing else "",
        about_key=thing[1] if thing else "",
    )


@door()
def look(request: HttpRequest) -> HttpResponse:
    """How far it is, by number and code: asked by post, answered in the same page, never by address."""
    form = LookForm(posted(request))
    if request.method == "POST" and form.is_valid():
        found = carried_out(form, _followed, request=request, **form.cleaned_data)
        if found:
            return _status(request, found, form, ReviewForm())
    return render(request, "complaints/public/look.html", {"form": form})


@door()
def ask_review(request: HttpRequest) -> HttpResponse:
    """Ask for a review: number and code come along with the words."""
    if request.method != "POST":
        return shut(request)
    look_form, form = LookForm(request.POST), ReviewForm(request.POST)
    if not look_form.is_valid():
        return render(request, "complaints/public/look.html", {"form": look_form})
    found = carried_out(look_form, _followed, request=request, **look_form.cleaned_data)
    if not found:
        return render(request, "complaints/public/look.html", {"form": look_form})
    asked = None
    if form.is_valid():
        asked = carried_out(
            form, services.ask_review, complaint=found, why=form.cleaned_data["why"]
        )
    if asked:
        found.refresh_from_db()
        form = ReviewForm()
    return _status(request, found, look_form, form, is_asked=bool(asked))


def _followed(*, request: HttpRequest, number: str, code: str) -> Complaint:
    knock(door="follow", address=address_of(request))
    return services.followed(number=number, code=code)


def _status(
    request: HttpRequest,
    complaint: Complaint,
    look_form: LookForm,
    form: ReviewForm,
    *,
    is_asked: bool = False,
) -> HttpResponse:
    """What whoever complained may see: the state, the days, each answer that another has checked."""
    turns = [
        (one, rules.TURNS[one.turn - 1])
        for one in complaint.inquiries.filter(closed_on__isnull=False).order_by("turn")
    ]
    last = turns[-1][0] if turns else None
    may_ask = False
    if complaint.state == Complaint.State.CLOSED and last is not None:
        try:
            rules.check_review(turn=last.turn, until=last.review_until, today=clock.today())
            may_ask = True
        except RuleBroken:
            may_ask = False
    context = {
        "complaint": complaint,
        "words": looks.PUBLIC_WORDS[Complaint.State(complaint.state)],
        "tone": looks.tone_of(complaint),
        "steps": looks.steps_of(complaint),
        "turns": turns,
        "may_ask": may_ask,
        "next_turn": rules.TURNS[last.turn] if may_ask and last else "",
        "last": last,
        "form": form,
        "number": look_form.cleaned_data["number"],
        "code": look_form.cleaned_data["code"],
        "is_asked": is_asked,
    }
    return render(request, "complaints/public/status.html", context)


def shut(request: HttpRequest) -> HttpResponse:
    """The one answer to every link that does not open."""
    return render(request, "complaints/public/shut.html", status=404)
