"""Press what is due: a reminder before, yellow and red after, the leader at last; by the calendar."""

from datetime import date

from django.db import transaction

from assistance.pairing import queries
from assistance.pairing.events import TaskEscalated
from assistance.pairing.models import AssistanceTask
from ground.audit.services import record_many
from ground.events.services import publish

CHUNK = 5000


@transaction.atomic
def escalate_tasks(*, on: date) -> int:
    """Raise the level of the open tasks whose day has come: each level once, never down.

    A task that was left alone for long goes at once to the level that it has reached. Some statements,
    however many tasks are open. Returns how many were raised.
    """
    raised = queries.locked_tasks_to_press(on)
    for start in range(0, len(raised), CHUNK):
        part = raised[start : start + CHUNK]
        for level in AssistanceTask.Level.values:
            reached = [pk for pk, _, new in part if new == level]
            AssistanceTask.objects.filter(pk__in=reached).update(level=level, level_on=on)
        record_many(
            None,
            "pairing.task_escalated",
            ((f"pairing.assistancetask:{pk}", {"level": level}) for pk, _, level in part),
        )
        publish(
            *(
                TaskEscalated(task_id=pk, agency_id=agency_id, level=level)
                for pk, agency_id, level in part
            )
        )
    return len(raised)
