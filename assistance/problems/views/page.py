"""One problem: its way, its answers, and what this person may do with it now."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from assistance.pairing.models import AssistanceTask
from assistance.problems import looks, permissions, queries, rules, services, tokens
from assistance.problems.forms import CloseForm, DispatchForm, PhoneForm, RegisterForm
from assistance.problems.models import Answer, EnterpriseProblem, ProblemPhoto
from assistance.visits.models import Visit
from ground.accounts.models import User
from ground.files import answers as files
from ground.kernel import clock
from ground.web.outside import whole_address
from ground.web.pages import acting, page
from ground.web.trail import moments_of, words_of

SEE = permissions.SEE_PROBLEMS
OTHERS_SHOWN = 6
TASK_ALONE = (
    "pairing.task_escalated",
    "pairing.postponement_asked",
    "pairing.postponement_decided",
)
State = EnterpriseProblem.State


@dataclass
class Forms:
    """The forms of one page; the one that was sent with errors stands in for a fresh one."""

    register: RegisterForm | None = None
    dispatch: DispatchForm | None = None
    phone: PhoneForm | None = None
    close: CloseForm | None = None


def seen(request: HttpRequest, pk: int) -> Any:
    """The problem with what lists say about it (light, due_on …), if this person may see it."""
    visible = EnterpriseProblem.objects.visible_to(acting(request), SEE.code)
    return get_object_or_404(queries.problems_in_lists(visible, clock.today()), pk=pk)


def overseen(request: HttpRequest, pk: int, code: str) -> EnterpriseProblem:
    rows = EnterpriseProblem.objects.overseen_by(acting(request), code)
    return get_object_or_404(rows.select_related("link_point__division", "office"), pk=pk)


@require_GET
@page(SEE)
def problem_page(request: HttpRequest, pk: int) -> HttpResponse:
    return shown(request, pk, Forms())


def shown(request: HttpRequest, pk: int, forms: Forms) -> HttpResponse:
    user, problem = acting(request), seen(request, pk)
    may = allowed(user, problem)
    answers = list(problem.answers.select_related("recorded_by").order_by("-turn"))
    last = answers[0] if answers else None
    others = queries.others_of(problem) if may["register"] or may["dispatch"] else None
    return render(
        request,
        "problems/problem.html",
        {
            "problem": problem,
            "tone": looks.tone_of(problem),
            "light": looks.light_words(problem.light),
            "light_tone": looks.light_tone(problem.light),
            "steps": looks.steps_of(problem),
            "answers": [{"answer": one, "tone": looks.opinion_tone(one)} for one in answers],
            "last": last,
            "photos": list(problem.photos.select_related("file")),
            "others": list(others[:OTHERS_SHOWN]) if others is not None else [],
            "moments": _moments(problem),
            "may": may,
            "sees_visit": _sees_visit(user, problem),
            "sees_task": _sees_task(user, problem),
            "link": _link(last) if may["ask"] else None,
            "follow_link": whole_address(tokens.follow_url(problem)) if may["oversee"] else "",
            **_forms(user, problem, may, forms),
        },
    )


def allowed(user: User, problem: EnterpriseProblem) -> dict[str, bool]:
    """What this person may do with this problem now; the services ask again."""
    one, state = EnterpriseProblem.objects.filter(pk=problem.pk), problem.state

    def oversees(code: str) -> bool:
        return user.may(code) and one.overseen_by(user, code).exists()

    office = oversees(permissions.REGISTER_PROBLEM.code)
    phone = permissions.RECORD_CONFIRMATION.code
    return {
        "oversee": office,
        "register": office and rules.may_step("register", state),
        "refuse": office and rules.may_step("refuse", state),
        "dispatch": office and rules.may_step("dispatch", state),
        "take_back": office and rules.may_step("take_back", state),
        "ask": office and rules.may_step("ask", state),
        "phone": rules.may_step("confirm", state)
        and user.may(phone)
        and one.visible_to(user, phone).exists()
        and problem.task is not None
        and not rules.is_owner(queries.staffed_paths(user), queries.owner_paths(problem.task)),
        "close": office
        and rules.may_step("close", state)
        and user.pk != problem.answered_by_id
        and _closable(problem),
        "reveal": user.may(permissions.REVEAL_CONTACT.code)
        and one.visible_to(user, permissions.REVEAL_CONTACT.code).exists(),
    }


def _closable(problem: EnterpriseProblem) -> bool:
    """Confirmed; or asked, and the days of silence over."""
    if problem.state == State.CONFIRMED:
        return True
    answer = queries.last_answer(problem)
    until = services.silent_until(answer) if answer else None
    return until is not None and clock.today() > until


def _forms(
    user: User, problem: EnterpriseProblem, may: dict[str, bool], forms: Forms
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if may["register"]:
        typed = {"category": problem.category, "urgency": problem.urgency}
        found["register_form"] = forms.register or RegisterForm(initial=typed)
    if may["dispatch"]:
        suggested = queries.suggested_agencies(problem)
        among = queries.agencies_to_choose(user, permissions.DISPATCH_PROBLEM.code)
        known: dict[str, Any] = {"due_on": services.handling_due(problem, clock.today())}
        if suggested:
            known["agency"] = suggested[0].name
        found["suggested"] = suggested
        found["dispatch_form"] = forms.dispatch or DispatchForm(among, initial=known)
    if may["phone"]:
        found["phone_form"] = forms.phone or PhoneForm(initial={"told_on": clock.today()})
    if may["close"]:
        found["close_form"] = forms.close or CloseForm()
    return found


def _link(answer: Answer | None) -> dict[str, Any] | None:
    """The confirmation link that is out, if one is, and until when the enterprise has time."""
    if answer is None:
        return None
    today = clock.today()
    is_open = services.opens(answer, answer.link_number, today)
    return {
        "url": whole_address(tokens.confirm_url(answer)) if is_open else "",
        "expires_on": answer.link_expires_on,
        "silent_until": services.silent_until(answer),
        "was_sent": answer.asked_on is not None,
    }


def _moments(problem: EnterpriseProblem) -> list[Any]:
    """The trail of the problem, with what its task alone knows, newest first."""
    lines = list(moments_of(problem))
    if problem.task:
        of_task = {words_of(action) for action in TASK_ALONE}
        lines += [one for one in moments_of(problem.task) if one.what in of_task]
    lines.sort(key=lambda one: one.when, reverse=True)
    by_card = problem.way == EnterpriseProblem.Way.CARD
    told = {words_of("problems.told_by_enterprise")}
    if by_card:
        told.add(words_of("problems.problem_raised"))
    return [
        {"who": "企业" if one.what in told else one.who, "when": one.when, "what": one.what}
        for one in lines
    ]


def _sees_visit(user: User, problem: EnterpriseProblem) -> bool:
    code, pk = "visits.see_visits", problem.source_visit_id or 0
    return user.may(code) and Visit.objects.visible_to(user, code).filter(pk=pk).exists()


def _sees_task(user: User, problem: EnterpriseProblem) -> bool:
    code = "pairing.see_groups"
    tasks = AssistanceTask.objects.filter(pk=problem.task_id or 0)
    return bool(problem.task_id and user.may(code) and tasks.visible_to(user, code).exists())


@require_GET
@page(SEE)
def photo(request: HttpRequest, pk: int, photo_pk: int) -> HttpResponse:
    return files.shown(_photo(request, pk, photo_pk).file)


@require_GET
@page(SEE)
def photo_thumbnail(request: HttpRequest, pk: int, photo_pk: int) -> HttpResponse:
    return files.thumbnail(_photo(request, pk, photo_pk).file)


def _photo(request: HttpRequest, pk: int, photo_pk: int) -> ProblemPhoto:
    problem = seen(request, pk)
    kept: ProblemPhoto = get_object_or_404(problem.photos.select_related("file"), pk=photo_pk)
    return kept
