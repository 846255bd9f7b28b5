from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status
from ninja.pagination import paginate

from assistance.pairing import permissions, schemas, services
from assistance.pairing.models import AssistanceTask, GroupMember, LiaisonMeeting, PairingGroup
from assistance.pairing.rules import NewTask
from ground.accounts.models import Organisation
from ground.kernel.errors import RuleBroken
from ground.web.api import Pages, acting, needs

router = Router()
GROUP = ("link_point", "lead_agency")
TASK = ("agency",)


@router.get("/groups", response=list[schemas.GroupOut], auth=needs(permissions.SEE_GROUPS))
@paginate(Pages, ordering=("-id",))
def groups(
    request: HttpRequest, year: int | None = None, state: str = ""
) -> QuerySet[PairingGroup]:
    """The pairing groups that you see, newest first."""
    rows = PairingGroup.objects.visible_to(acting(request), permissions.SEE_GROUPS.code)
    if year is not None:
        rows = rows.filter(year=year)
    if state:
        rows = rows.filter(state=state)
    return rows.select_related(*GROUP)


@router.post("/groups", response={201: schemas.GroupPageOut}, auth=needs(permissions.PROPOSE_GROUP))
def propose_group(request: HttpRequest, body: schemas.GroupIn) -> Any:
    """Propose that agencies be linked to a link point for a year. Another person must approve."""
    user, code = acting(request), permissions.PROPOSE_GROUP.code
    among = Organisation.objects.visible_to(user, code)
    wanted = {body.link_point_id, body.lead_agency_id, *body.member_ids}
    known = {one.pk: one for one in among.filter(pk__in=wanted)}
    _all_known(wanted, known)
    group = services.propose_group(
        by=user,
        year=body.year,
        link_point=known[body.link_point_id],
        lead_agency=known[body.lead_agency_id],
        members=[known[pk] for pk in body.member_ids],
        starts_on=body.starts_on,
        link_leader=body.link_leader,
        work_plan=body.work_plan,
    )
    return Status(201, _full(group.pk))


@router.get("/groups/{pk}", response=schemas.GroupPageOut, auth=needs(permissions.SEE_GROUPS))
def group(request: HttpRequest, pk: int) -> Any:
    """One group with its members, meetings and tasks."""
    visible = PairingGroup.objects.visible_to(acting(request), permissions.SEE_GROUPS.code)
    return _full(get_object_or_404(visible, pk=pk).pk)


@router.post(
    "/groups/{pk}/approve",
    response={201: schemas.GroupPageOut},
    auth=needs(permissions.APPROVE_GROUP),
)
def approve_group(request: HttpRequest, pk: int) -> Any:
    """Approve a proposed group: its agencies see the link point from now on."""
    user = acting(request)
    overseen = PairingGroup.objects.overseen_by(user, permissions.APPROVE_GROUP.code)
    services.approve_group(by=user, group=get_object_or_404(overseen, pk=pk))
    return Status(201, _full(pk))


@router.post(
    "/groups/{pk}/withdraw",
    response={201: schemas.Withdrawn},
    auth=needs(permissions.END_GROUP),
)
def withdraw_proposal(request: HttpRequest, pk: int, body: schemas.ReasonIn) -> Any:
    """Take back a proposal that is not approved yet."""
    user = acting(request)
    overseen = PairingGroup.objects.overseen_by(user, permissions.END_GROUP.code)
    services.withdraw_proposal(
        by=user, group=get_object_or_404(overseen, pk=pk), reason=body.reason
    )
    return Status(201, {"id": pk})


@router.post(
    "/groups/{pk}/end", response={201: schemas.GroupPageOut}, auth=needs(permissions.END_GROUP)
)
def end_group(request: HttpRequest, pk: int, body: schemas.EndIn) -> Any:
    """End a group: its agencies no longer see the link point through it."""
    user = acting(request)
    overseen = PairingGroup.objects.overseen_by(user, permissions.END_GROUP.code)
    services.end_group(by=user, group=get_object_or_404(overseen, pk=pk), ends_on=body.ends_on)
    return Status(201, _full(pk))


@router.get("/meetings", response=list[schemas.MeetingOut], auth=needs(permissions.SEE_GROUPS))
@paginate(Pages, ordering=("-id",))
def meetings(request: HttpRequest, group_id: int | None = None) -> QuerySet[LiaisonMeeting]:
    """The meetings of the groups that you see."""
    rows = LiaisonMeeting.objects.visible_to(acting(request), permissions.SEE_GROUPS.code)
    return rows if group_id is None else rows.filter(group_id=group_id)


@router.post(
    "/groups/{pk}/meetings",
    response={201: schemas.MeetingOut},
    auth=needs(permissions.RECORD_MEETING),
)
def record_meeting(request: HttpRequest, pk: int, body: schemas.MeetingIn) -> Any:
    """Record a meeting with the tasks that it gave: all of it, or nothing."""
    user = acting(request)
    led = PairingGroup.objects.led_by(user, permissions.RECORD_MEETING.code)
    group = get_object_or_404(led, pk=pk)
    agencies = _members(group)
    _all_known({task.agency_id for task in body.tasks}, agencies)
    return Status(
        201,
        services.record_meeting(
            by=user,
            group=group,
            held_on=body.held_on,
            place=body.place,
            convener=body.convener,
            topics=body.topics,
            decisions=body.decisions,
            tasks=[NewTask(agencies[t.agency_id], t.content, t.due_on) for t in body.tasks],
        ),
    )


@router.get("/tasks", response=list[schemas.TaskOut], auth=needs(permissions.SEE_GROUPS))
@paginate(Pages, ordering=("-id",))
def tasks(
    request: HttpRequest, group_id: int | None = None, state: str = ""
) -> QuerySet[AssistanceTask]:
    """The tasks of the groups that you see."""
    rows = AssistanceTask.objects.visible_to(acting(request), permissions.SEE_GROUPS.code)
    if group_id is not None:
        rows = rows.filter(group_id=group_id)
    if state:
        rows = rows.filter(state=state)
    return rows.select_related(*TASK)


@router.post(
    "/groups/{pk}/tasks", response={201: schemas.TaskOut}, auth=needs(permissions.ASSIGN_TASK)
)
def assign_task(request: HttpRequest, pk: int, body: schemas.TaskIn) -> Any:
    """Give a task to an agency of the group."""
    user = acting(request)
    led = PairingGroup.objects.led_by(user, permissions.ASSIGN_TASK.code)
    group = get_object_or_404(led, pk=pk)
    agencies, meeting = _members(group), None
    _all_known({body.agency_id}, agencies)
    if body.meeting_id is not None:
        meeting = get_object_or_404(group.meetings, pk=body.meeting_id)
    return Status(
        201,
        services.assign_task(
            by=user,
            group=group,
            agency=agencies[body.agency_id],
            content=body.content,
            due_on=body.due_on,
            meeting=meeting,
        ),
    )


@router.post(
    "/tasks/{pk}/accept", response={201: schemas.TaskOut}, auth=needs(permissions.COMPLETE_TASK)
)
def accept_task(request: HttpRequest, pk: int) -> Any:
    """Take up a task of your agency."""
    return Status(201, services.accept_task(by=acting(request), task=_own_task(request, pk)))


@router.post(
    "/tasks/{pk}/complete", response={201: schemas.TaskOut}, auth=needs(permissions.COMPLETE_TASK)
)
def complete_task(request: HttpRequest, pk: int, body: schemas.CompletionIn) -> Any:
    """Report a task of your agency as done."""
    return Status(
        201,
        services.complete_task(
            by=acting(request), task=_own_task(request, pk), done_on=body.done_on, note=body.note
        ),
    )


@router.post(
    "/tasks/{pk}/verify", response={201: schemas.TaskOut}, auth=needs(permissions.VERIFY_TASK)
)
def verify_task(request: HttpRequest, pk: int) -> Any:
    """Confirm that a task is done: another person than reported it."""
    user = acting(request)
    led = AssistanceTask.objects.led_by(user, permissions.VERIFY_TASK.code)
    return Status(201, services.verify_task(by=user, task=get_object_or_404(led, pk=pk)))


def _full(pk: int) -> PairingGroup:
    return (
        PairingGroup.objects.select_related(*GROUP)
        .prefetch_related("members__agency", "meetings", "tasks__agency")
        .get(pk=pk)
    )


def _own_task(request: HttpRequest, pk: int) -> AssistanceTask:
    own = AssistanceTask.objects.of_agencies_of(acting(request), permissions.COMPLETE_TASK.code)
    return get_object_or_404(own, pk=pk)


def _members(group: PairingGroup) -> dict[int, Organisation]:
    members = GroupMember.objects.present().filter(group=group).select_related("agency")
    return {member.agency_id: member.agency for member in members}


def _all_known(wanted: set[int], known: dict[int, Organisation]) -> None:
    missing = sorted(wanted - set(known))
    if missing:
        raise RuleBroken(
            "organisation_unknown",
            f"没有编号为{'、'.join(map(str, missing))}的单位，或不在您可选的范围内",
        )
