from datetime import date
from typing import Any

from ninja import Schema
from pydantic import Field

from assistance.pairing.models import AssistanceTask, PairingGroup


class OrganisationOut(Schema):
    id: int
    name: str


class TaskOut(Schema):
    id: int
    group_id: int | None
    meeting_id: int | None
    agency: OrganisationOut
    content: str
    assigned_on: date
    due_on: date
    state: str
    state_label: str
    done_on: date | None
    completion_note: str

    @staticmethod
    def resolve_state_label(task: AssistanceTask) -> Any:
        return task.get_state_display()


class MeetingOut(Schema):
    id: int
    group_id: int
    held_on: date
    place: str
    convener: str
    topics: str
    decisions: str


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


class NewTaskIn(Schema):
    agency_id: int
    content: str
    due_on: date


class TaskIn(NewTaskIn):
    meeting_id: int | None = None


class MeetingIn(Schema):
    held_on: date
    place: str = Field(max_length=120)
    convener: str = Field("", max_length=60)
    topics: str
    decisions: str = ""
    tasks: list[NewTaskIn] = Field(default_factory=list, max_length=60)


class CompletionIn(Schema):
    done_on: date
    note: str


class Withdrawn(Schema):
    id: int
    withdrawn: bool = True
