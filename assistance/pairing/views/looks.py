"""The tones of states."""

from assistance.pairing import rules
from assistance.pairing.models import AssistanceTask, PairingGroup
from ground.kernel import clock

GROUP_TONES = {
    PairingGroup.State.PROPOSED: "warn",
    PairingGroup.State.ACTIVE: "good",
    PairingGroup.State.ENDED: "neutral",
}
TASK_TONES = {
    AssistanceTask.State.ASSIGNED: "info",
    AssistanceTask.State.ACCEPTED: "info",
    AssistanceTask.State.RETURNED: "warn",
    AssistanceTask.State.DONE: "warn",
    AssistanceTask.State.VERIFIED: "good",
    AssistanceTask.State.CANCELLED: "neutral",
}
# Reminder, yellow, red, leader: the lights of a task that is still to be done.
LEVEL_TONES = {0: "good", 1: "info", 2: "warn", 3: "bad", 4: "bad"}


def group_tone(group: PairingGroup) -> str:
    return GROUP_TONES[PairingGroup.State(group.state)]


def task_tone(task: AssistanceTask) -> str:
    return TASK_TONES[AssistanceTask.State(task.state)]


def light_of(task: AssistanceTask) -> str:
    """How a task stands to its day: in words, for a badge. Empty where it is done in time."""
    if task.state in AssistanceTask.CLOSED or task.state == AssistanceTask.State.DONE:
        late = task.done_on is not None and task.done_on > task.due_on
        return "逾期办结" if late else ""
    if task.level > AssistanceTask.Level.REMINDED:
        return task.get_level_display()
    if rules.is_overdue(due_on=task.due_on, on=clock.today()):
        return "已逾期"
    return "快到期" if task.level else "正常"


def light_tone(task: AssistanceTask) -> str:
    return {"逾期办结": "warn", "已逾期": "warn"}.get(light_of(task), LEVEL_TONES[task.level])
