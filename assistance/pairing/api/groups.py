from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Status
from ninja.pagination import paginate

from assistance.pairing import permissions, schemas, services
from assistance.pairing.api.parts import all_known, members_of, router
from assistance.pairing.models import LiaisonMeeting, PairingGroup
from assistance.pairing.rules import NewTask
from ground.accounts.models import Organisation
from ground.web.api import Pages, acting, needs

GROUP = ("link_point", "lead_agency")


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
    all_known(wanted, known)
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
    services.end_group(
        by=user,
        group=get_object_or_404(overseen, pk=pk),
        ends_on=body.ends_on,
        reason=body.reason,
    )
    return Status(201, _full(pk))


@router.get(
    "/groups/{pk}/members", response=list[schemas.MemberOut], auth=needs(permissions.SEE_GROUPS)
)
def members(request: HttpRequest, pk: int) -> Any:
    """Who was a member of a group from when to when, and why they left; the present ones have no end."""
    visible = PairingGroup.objects.visible_to(acting(request), permissions.SEE_GROUPS.code)
    group = get_object_or_404(visible, pk=pk)
    return group.members.select_related("agency").order_by("joined_on", "pk")


@router.post(
    "/groups/{pk}/replace-member",
    response={201: schemas.GroupPageOut},
    auth=needs(permissions.REPLACE_MEMBER),
)
def replace_member(request: HttpRequest, pk: int, body: schemas.ReplacementIn) -> Any:
    """Let another agency take the place of one that leaves: its view, open tasks and plan, in one step."""
    user, code = acting(request), permissions.REPLACE_MEMBER.code
    group = get_object_or_404(PairingGroup.objects.overseen_by(user, code), pk=pk)
    among = Organisation.objects.visible_to(user, code)
    wanted = {body.leaving_id, body.successor_id}
    known = {one.pk: one for one in among.filter(pk__in=wanted)}
    all_known(wanted, known)
    services.replace_member(
        by=user,
        group=group,
        leaving=known[body.leaving_id],
        successor=known[body.successor_id],
        on=body.on,
        reason=body.reason,
    )
    return Status(201, _full(pk))


@router.post(
    "/groups/{pk}/close-link-point",
    response={201: schemas.ClosedOut},
    auth=needs(permissions.CLOSE_LINK_POINT),
)
def close_link_point(request: HttpRequest, pk: int, body: schemas.ClosingIn) -> Any:
    """The link point of this group is gone: end all its groups, cancel its open tasks, with the reason."""
    user = acting(request)
    overseen = PairingGroup.objects.overseen_by(user, permissions.CLOSE_LINK_POINT.code)
    group = get_object_or_404(overseen.select_related("link_point"), pk=pk)
    ended = services.close_link_point(
        by=user, link_point=group.link_point, on=body.on, reason=body.reason
    )
    return Status(201, {"group_ids": [one.pk for one in ended]})


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
    agencies = members_of(group)
    hosts = set() if body.host_id is None else {body.host_id}
    all_known({task.agency_id for task in body.tasks} | hosts, agencies)
    return Status(
        201,
        services.record_meeting(
            by=user,
            group=group,
            held_on=body.held_on,
            place=body.place,
            host=None if body.host_id is None else agencies[body.host_id],
            convener=body.convener,
            attendees=body.attendees,
            topics=body.topics,
            decisions=body.decisions,
            tasks=[NewTask(agencies[t.agency_id], t.content, t.due_on) for t in body.tasks],
        ),
    )


def _full(pk: int) -> PairingGroup:
    return (
        PairingGroup.objects.select_related(*GROUP)
        .prefetch_related("members__agency", "meetings", "tasks__agency")
        .get(pk=pk)
    )
