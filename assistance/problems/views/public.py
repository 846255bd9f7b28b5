"""The doors without an account: a contact card's, a problem's, a confirmation's.

An unknown, forged, spent or expired link gets one and the same answer. A post is counted.
"""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from assistance.pairing.models import ContactCard
from assistance.pairing.queries import card_of
from assistance.problems import looks, queries, services, tokens
from assistance.problems.forms import CardForm, OpinionForm
from assistance.problems.models import Answer, EnterpriseProblem
from ground.files import services as files
from ground.kernel import clock
from ground.web.doors import address_of, door
from ground.web.pages import carried_out, posted

State = EnterpriseProblem.State
LARGEST_POST = 25 * 1024 * 1024  # three photographs as a phone takes them
MEASURED = door(largest=LARGEST_POST, too_large="problems/public/too_large.html")


def shut(request: HttpRequest) -> HttpResponse:
    """The one answer to every link that does not open."""
    return render(request, "problems/public/shut.html", status=404)


@MEASURED
def card(request: HttpRequest, token: str) -> HttpResponse:
    """An enterprise scans its contact card and says what troubles it."""
    found = card_of(token)
    if found is None:
        return shut(request)
    form = CardForm(posted(request), request.FILES or None, initial={"key": uuid4()})
    if request.method == "POST" and form.is_valid():
        problem = carried_out(form, _told, request=request, card=found, said=form.cleaned_data)
        if problem:
            return redirect(f"{tokens.follow_url(problem)}?new=1")
    point, today = found.group.link_point, clock.today()
    return render(
        request,
        "problems/public/card.html",
        {
            "form": form,
            "card": found,
            "link_point": point,
            "holders": list(found.holders.select_related("agency")),
            "office": queries.office_of(point),
            "register_by": queries.day_by(
                "problems.register_workdays", after=today, division=point.division
            ),
        },
    )


def _told(*, request: HttpRequest, card: ContactCard, said: dict[str, Any]) -> EnterpriseProblem:
    """Count the knock, keep the pictures, put the problem on record. Sent twice: the first one."""
    point = card.group.link_point
    known = queries.problem_of_key(said["key"])
    if known is None:
        services.knock(door="card", address=address_of(request), card=point)
    photos = [
        files.keep(by=None, content=one.read(), name=one.name or "")
        for one in (said["photos"] if known is None else [])
    ]
    return services.raise_problem(
        by=None,
        key=said["key"],
        link_point=point,
        category=said["category"],
        description=said["description"],
        contact_name=said["contact_name"],
        contact_mobile=said["contact_mobile"],
        photos=photos,
    )


@MEASURED
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """How far a problem has come, for whoever told it."""
    pk = tokens.problem_followed(token)
    rows = EnterpriseProblem.objects.select_related("link_point", "office", "task__agency")
    problem = rows.filter(pk=pk).first() if pk else None
    if problem is None:
        return shut(request)
    answer = queries.last_answer(problem)
    told = answer is not None and (answer.asked_on is not None or bool(answer.opinion))
    can_confirm = answer is not None and services.opens(answer, answer.link_number, clock.today())
    return render(
        request,
        "problems/public/follow.html",
        {
            "problem": problem,
            "steps": looks.steps_of(problem),
            "tone": looks.tone_of(problem),
            "is_new": request.GET.get("new") == "1" and problem.state == State.COLLECTED,
            "answer": answer if told else None,
            "with_agency": problem.state in EnterpriseProblem.WITH_AGENCY,
            "confirm_url": tokens.confirm_url(answer) if can_confirm and answer else "",
        },
    )


@MEASURED
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The enterprise reads the answer and says whether it is satisfied: once."""
    judged = tokens.answer_judged(token)
    rows = Answer.objects.select_related(
        "problem__link_point__division", "problem__office", "task__agency"
    )
    answer = rows.filter(pk=judged[0]).first() if judged else None
    if judged is None or answer is None:
        return shut(request)
    if answer.opinion and judged[1] == answer.link_number:
        return render(request, "problems/public/thanks.html", _thanks(answer))
    if not services.opens(answer, judged[1], clock.today()):
        return shut(request)
    form = OpinionForm(posted(request))
    if request.method == "POST" and form.is_valid():
        told = carried_out(
            form, _judged, request=request, answer=answer, link=judged[1], said=form.cleaned_data
        )
        if told:
            return redirect(request.path)
    return render(
        request,
        "problems/public/confirm.html",
        {"form": form, "answer": answer, "problem": answer.problem},
    )


def _judged(
    *, request: HttpRequest, answer: Answer, link: int, said: dict[str, Any]
) -> EnterpriseProblem:
    services.knock(door="confirm", address=address_of(request))
    return services.tell_opinion(answer_id=answer.pk, link_number=link, **said)


def _thanks(answer: Answer) -> dict[str, Any]:
    return {
        "answer": answer,
        "problem": answer.problem,
        "tone": looks.opinion_tone(answer),
        "goes_on": answer.opinion == Answer.Opinion.DISSATISFIED,
    }
