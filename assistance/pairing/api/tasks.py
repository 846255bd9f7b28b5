from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Status
from ninja.pagination import paginate

from assistance.pairing import permissions, queries, schemas, services
from assistance.pairing.api.parts import all_known, members_of, router
from assistance.pairing.models import AssistanceTask, Cadre, PairingGroup, Postponement
from ground.accounts.models import Organisation
from ground.files.services import keep_all
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.places.queries import workdays_after
from ground.web.api import Pages, acting, needs

COMPLETE, VERIFY, ASSIGN = (
    permissions.COMPLETE_TASK,
    permissions.VERIFY_TASK,
    permissions.ASSIGN_TASK,
)


@router.get("/tasks", response=list[schemas.TaskOut], auth=needs(permissions.SEE_GROUPS))
@paginate(Pages, ordering=("-id",))
def tasks(
    request: HttpRequest,
    group_id: int | None = None,
    state: str = "",
    level: int | None = None,
) -> QuerySet[AssistanceTask]:
    """The tasks that you see. `level`: at least that hard pressed (1 reminder … 4 told to the leader)."""
    rows = AssistanceTask.objects.visible_to(acting(request), permissions.SEE_GROUPS.code)
    if group_id is not None:
        rows = rows.filter(group_id=group_id)
    if state:
        rows = rows.filter(state=state)
    if level is not None:
        rows = rows.pending().filter(level__gte=level)
    return rows.select_related("agency")


@router.get("/tasks/{pk}", response=schemas.TaskOut, auth=needs(permissions.SEE_GROUPS))
def task(request: HttpRequest, pk: int) -> Any:
    """One task."""
    rows = AssistanceTask.objects.visible_to(acting(request), permissions.SEE_GROUPS.code)
    return get_object_or_404(rows.select_related("agency"), pk=pk)


@router.post("/groups/{pk}/tasks", response={201: schemas.TaskOut}, auth=needs(ASSIGN))
def assign_task(request: HttpRequest, pk: int, body: schemas.TaskIn) -> Any:
    """Give a task to an agency of the group; other agencies of the group may help."""
    user = acting(request)
    led = PairingGroup.objects.led_by(user, ASSIGN.code).select_related("link_point__division")
    group = get_object_or_404(led, pk=pk)
    agencies = members_of(group)
    all_known({body.agency_id, *body.co_agency_ids}, agencies)
    meeting = (
        None if body.meeting_id is None else get_object_or_404(group.meetings, pk=body.meeting_id)
    )
    return Status(
        201,
        services.assign_task(
            by=user,
            group=group,
            agency=agencies[body.agency_id],
            content=body.content,
            due_on=_due_on(body, group),
            meeting=meeting,
            co_agencies=[agencies[one] for one in body.co_agency_ids],
            cadre=_cadre(body),
        ),
    )


@router.post("/tasks/{pk}/reassign", response={201: schemas.TaskOut}, auth=needs(ASSIGN))
def reassign_task(request: HttpRequest, pk: int, body: schemas.ReassignIn) -> Any:
    """Give a task that came back, or that nobody takes up, to another agency or with another day."""
    user, task = acting(request), _given(request, pk)
    wanted = {body.agency_id, *body.co_agency_ids}
    if task.group is not None:
        known = members_of(task.group)
    else:
        among = Organisation.objects.visible_to(user, ASSIGN.code)
        known = {one.pk: one for one in among.filter(pk__in=wanted)}
    all_known(wanted, known)
    return Status(
        201,
        services.reassign_task(
            by=user,
            task=task,
            agency=known[body.agency_id],
            due_on=body.due_on,
            content=body.content,
            co_agencies=[known[one] for one in body.co_agency_ids],
        ),
    )


@router.post("/tasks/{pk}/accept", response={201: schemas.TaskOut}, auth=needs(COMPLETE))
def accept_task(request: HttpRequest, pk: int) -> Any:
    """Take up a task of your agency."""
    return Status(201, services.accept_task(by=acting(request), task=_own(request, pk)))


@router.post("/tasks/{pk}/return", response={201: schemas.TaskOut}, auth=needs(COMPLETE))
def return_task(request: HttpRequest, pk: int, body: schemas.ReasonIn) -> Any:
    """Give a task of your agency back to whoever gave it, with the reason."""
    return Status(
        201, services.return_task(by=acting(request), task=_own(request, pk), reason=body.reason)
    )


@router.post("/tasks/{pk}/complete", response={201: schemas.TaskOut}, auth=needs(COMPLETE))
def complete_task(request: HttpRequest, pk: int, body: schemas.CompletionIn) -> Any:
    """Report a task of your agency as done, with what shows it. Late is possible."""
    user = acting(request)
    return Status(
        201,
        services.complete_task(
            by=user,
            task=_own(request, pk),
            done_on=body.done_on,
            note=body.note,
            evidence=keep_all(by=user, keys=body.evidence),
        ),
    )


@router.post(
    "/tasks/{pk}/postponement", response={201: schemas.PostponementOut}, auth=needs(COMPLETE)
)
def ask_postponement(request: HttpRequest, pk: int, body: schemas.PostponementIn) -> Any:
    """Ask for a later day. Until somebody else decides, the present one stands."""
    asked = services.ask_postponement(
        by=acting(request), task=_own(request, pk), due_on=body.due_on, reason=body.reason
    )
    return Status(201, asked)


@router.post(
    "/tasks/{pk}/postponement/decide",
    response={201: schemas.PostponementOut},
    auth=needs(permissions.DECIDE_POSTPONEMENT),
)
def decide_postponement(request: HttpRequest, pk: int, body: schemas.DecisionIn) -> Any:
    """Grant or refuse the later day that was asked for: another person than asked; a refusal says why."""
    user, code = acting(request), permissions.DECIDE_POSTPONEMENT.code
    task = get_object_or_404(AssistanceTask.objects.overseen_by(user, code), pk=pk)
    asked = get_object_or_404(task.postponements, state=Postponement.State.ASKED)
    decided = services.decide_postponement(
        by=user, postponement=asked, granted=body.granted, opinion=body.opinion
    )
    return Status(201, decided)


@router.post("/tasks/{pk}/verify", response={201: schemas.TaskOut}, auth=needs(VERIFY))
def verify_task(request: HttpRequest, pk: int) -> Any:
    """Confirm that a task is done: another person than reported it."""
    return Status(201, services.verify_task(by=acting(request), task=_led(request, pk)))


@router.post("/tasks/{pk}/send-back", response={201: schemas.TaskOut}, auth=needs(VERIFY))
def send_back_task(request: HttpRequest, pk: int, body: schemas.ReasonIn) -> Any:
    """Say that what was reported as done is not: the agency goes on, and reads why."""
    task = _led(request, pk)
    return Status(201, services.send_back_task(by=acting(request), task=task, reason=body.reason))


@router.post("/tasks/{pk}/cancel", response={201: schemas.TaskOut}, auth=needs(ASSIGN))
def cancel_task(request: HttpRequest, pk: int, body: schemas.ReasonIn) -> Any:
    """Say that a task need not be done any more, and why."""
    task = _given(request, pk)
    return Status(201, services.cancel_task(by=acting(request), task=task, reason=body.reason))


def _due_on(body: schemas.TaskIn, group: PairingGroup) -> date:
    if body.due_on is not None:
        return body.due_on
    if body.workdays is not None:
        return workdays_after(clock.today(), body.workdays)
    return queries.usual_due_on(group.link_point.division)


def _cadre(body: schemas.TaskIn) -> Cadre | None:
    if body.cadre_id is None:
        return None
    serving = Cadre.objects.serving().filter(agency_id=body.agency_id)
    found = serving.filter(pk=body.cadre_id).first()
    if found is None:
        raise RuleBroken(
            "cadre_unknown", "承办单位没有这名在任干部", fields={"cadre_id": "没有这名干部"}
        )
    return found


def _own(request: HttpRequest, pk: int) -> AssistanceTask:
    own = AssistanceTask.objects.of_agencies_of(acting(request), COMPLETE.code)
    return get_object_or_404(own, pk=pk)


def _led(request: HttpRequest, pk: int) -> AssistanceTask:
    led = AssistanceTask.objects.led_by(acting(request), VERIFY.code)
    return get_object_or_404(led, pk=pk)


def _given(request: HttpRequest, pk: int) -> AssistanceTask:
    given = AssistanceTask.objects.given_out_by(acting(request), ASSIGN.code)
    return get_object_or_404(given.select_related("group"), pk=pk)
