"""Meetings of a group, with what they decided."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from assistance.pairing import rules
from assistance.pairing.events import MeetingHeld
from assistance.pairing.models import LiaisonMeeting, PairingGroup
from assistance.pairing.rules import NewTask
from assistance.pairing.services.groups import working_group
from assistance.pairing.services.once import TAKEN, once
from assistance.pairing.services.tasks.giving import assigned, give_tasks
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.events.services import publish
from ground.files.models import StoredFile
from ground.kernel import clock


@transaction.atomic
def record_meeting(
    *,
    by: User,
    group: PairingGroup,
    held_on: date,
    place: str,
    topics: str,
    host: Organisation | None = None,
    convener: str = "",
    attendees: str = "",
    decisions: str = "",
    tasks: Sequence[NewTask] = (),
    minutes: StoredFile | None = None,
) -> LiaisonMeeting:
    """Put a meeting on record, together with the tasks that it gave: all of it, or nothing."""
    group = working_group(group)
    rules.check_meeting(
        held_on=held_on,
        starts_on=group.starts_on,
        today=clock.today(),
        place=place,
        topics=topics,
    )
    place = place.strip()
    if group.meetings.filter(held_on=held_on, place=place).exists():
        raise TAKEN["meeting_once"]
    with once("meeting_once"):
        meeting = LiaisonMeeting.objects.create(
            group=group,
            held_on=held_on,
            place=place,
            host=host,
            convener=convener.strip(),
            attendees=attendees.strip(),
            topics=topics.strip(),
            decisions=decisions.strip(),
            minutes=minutes,
            recorded_by=by,
        )
    given = give_tasks(by, group, group.link_point, tasks, given_on=held_on, meeting=meeting)
    record(
        by, "pairing.meeting_recorded", meeting, group=group.pk, tasks=[task.pk for task in given]
    )
    publish(
        MeetingHeld(meeting_id=meeting.pk, group_id=group.pk, held_on=held_on),
        *(assigned(task) for task in given),
    )
    return meeting
