"""The tones of states."""

from assistance.pairing.models import AssistanceTask, PairingGroup

GROUP_TONES = {
    PairingGroup.State.PROPOSED: "warn",
    PairingGroup.State.ACTIVE: "good",
    PairingGroup.State.ENDED: "neutral",
}
TASK_TONES = {
    AssistanceTask.State.ASSIGNED: "info",
    AssistanceTask.State.ACCEPTED: "info",
    AssistanceTask.State.OVERDUE: "bad",
    AssistanceTask.State.DONE: "warn",
    AssistanceTask.State.VERIFIED: "good",
}


def group_tone(group: PairingGroup) -> str:
    return GROUP_TONES[PairingGroup.State(group.state)]


def task_tone(task: AssistanceTask) -> str:
    return TASK_TONES[AssistanceTask.State(task.state)]
