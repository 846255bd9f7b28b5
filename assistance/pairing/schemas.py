from datetime import date
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from assistance.pairing.models import AssistanceTask, Cadre, PairingGroup
from ground.kernel.identifiers import masked_mobile


class OrganisationOut(Schema):
    id: int
    name: str


class TaskOut(Schema):
    id: int
    group_id: int | None
    meeting_id: int | None
    link_point_id: int
    agency: OrganisationOut
    content: str
    assigned_on: date
    due_on: date
    first_due_on: date
    state: str
    state_label: str
    level: int
    level_label: str
    done_on: date | None
    completion_note: str
    stated_reason: str
    verified_on: date | None

    @staticmethod
    def resolve_state_label(task: AssistanceTask) -> Any:
        return task.get_state_display()

    @staticmethod
    def resolve_level_label(task: AssistanceTask) -> Any:
        return task.get_level_display()


class PostponementOut(Schema):
    id: int
    task_id: int
    from_due_on: date
    due_on: date
    reason: str
    state: str
    opinion: str


class MeetingOut(Schema):
    id: int
    group_id: int
    held_on: date
    place: str
    host_id: int | None
    convener: str
    attendees: str
    topics: str
    decisions: str


class MemberOut(Schema):
    agency: OrganisationOut
    joined_on: date
    left_on: date | None
    reason: str


class CadreOut(Schema):
    """A cadre; the telephone is masked."""

    id: int
    agency: OrganisationOut
    name: str
    post: str
    mobile: str
    joined_on: date
    left_on: date | None
    successor_id: int | None

    @staticmethod
    def resolve_mobile(cadre: Cadre) -> str:
        return masked_mobile(cadre.mobile) if cadre.mobile else ""


class CardOut(Schema):
    id: int
    group_id: int
    promises: str
    hotline: str
    issued_on: date
    withdrawn_on: date | None
    withdrawn_reason: str


class PlanItemOut(Schema):
    id: int
    group_id: int
    kind: str
    agency: OrganisationOut
    content: str
    responsible: str
    due_on: date
    measure: str
    task_id: int | None
    done_on: date | None
    done_note: str


class GroupOut(Schema):
    id: int
    year: int
    link_point: OrganisationOut
    lead_agency: OrganisationOut
    link_leader: str
    state: str
    state_label: str
    starts_on: date
    ends_on: date | None

    @staticmethod
    def resolve_state_label(group: PairingGroup) -> Any:
        return group.get_state_display()


class GroupPageOut(GroupOut):
    work_plan: str
    members: list[OrganisationOut]
    meetings: list[MeetingOut]
    tasks: list[TaskOut]

    @staticmethod
    def resolve_members(group: PairingGroup) -> Any:
        return [one.agency for one in group.members.all() if one.left_on is None]

    @staticmethod
    def resolve_meetings(group: PairingGroup) -> Any:
        return list(group.meetings.all())

    @staticmethod
    def resolve_tasks(group: PairingGroup) -> Any:
        return list(group.tasks.all())


class ReplacementIn(Schema):
    leaving_id: int
    successor_id: int
    on: date
    reason: str


class ClosingIn(Schema):
    on: date
    reason: str


class ClosedOut(Schema):
    """The groups that ended."""

    group_ids: list[int]


class GroupIn(Schema):
    year: int
    link_point_id: int
    lead_agency_id: int
    member_ids: list[int] = Field(default_factory=list, max_length=100)
    starts_on: date
    link_leader: str = Field("", max_length=60)
    work_plan: str = ""


class ReasonIn(Schema):
    reason: str


class EndIn(Schema):
    ends_on: date
    reason: str = Field("", max_length=200)


class NewTaskIn(Schema):
    agency_id: int
    content: str
    due_on: date


class TaskIn(Schema):
    """`due_on`, or `workdays` from today; with neither, the local rule's working days."""

    agency_id: int
    content: str
    due_on: date | None = None
    workdays: int | None = Field(None, ge=1, le=500)
    meeting_id: int | None = None
    co_agency_ids: list[int] = Field(default_factory=list, max_length=20)
    cadre_id: int | None = None


class ReassignIn(Schema):
    agency_id: int
    due_on: date
    content: str = ""
    co_agency_ids: list[int] = Field(default_factory=list, max_length=20)


class PostponementIn(Schema):
    due_on: date
    reason: str


class DecisionIn(Schema):
    granted: bool
    opinion: str = Field("", max_length=300)


class CadreIn(Schema):
    agency_id: int
    name: str = Field(max_length=40)
    post: str = Field("", max_length=60)
    mobile: str = Field("", max_length=20)
    joined_on: date


class LeavingIn(Schema):
    on: date
    reason: str = Field("", max_length=200)
    successor_id: int | None = None


class HolderIn(Schema):
    agency_id: int
    name: str = Field(max_length=40)
    post: str = Field("", max_length=60)
    phone: str = Field(max_length=40)


class CardIn(Schema):
    holders: list[HolderIn] = Field(max_length=6)
    promises: str = ""
    hotline: str = Field("", max_length=40)


class PlanItemIn(Schema):
    kind: Literal["joint", "own"] = "joint"
    agency_id: int
    content: str
    due_on: date
    responsible: str = Field("", max_length=60)
    measure: str = Field("", max_length=200)


class FinishIn(Schema):
    done_on: date
    note: str = Field(max_length=300)


class MeetingIn(Schema):
    held_on: date
    place: str = Field(max_length=120)
    host_id: int | None = None
    convener: str = Field("", max_length=60)
    attendees: str = Field("", max_length=500)
    topics: str
    decisions: str = ""
    tasks: list[NewTaskIn] = Field(default_factory=list, max_length=60)


class CompletionIn(Schema):
    """`evidence`: keys of files that you sent before."""

    done_on: date
    note: str
    evidence: list[UUID] = Field(default_factory=list, max_length=12)


class Withdrawn(Schema):
    id: int
    withdrawn: bool = True
