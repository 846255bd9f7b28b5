"""How issues and instructions look in lists and on pages."""

from ground.briefs.models import Instruction
from ground.kernel import clock

State = Instruction.State
TONES = {
    "editing": "neutral",
    "in_review": "warn",
    "signed": "info",
    "typeset": "good",
    "withdrawn": "bad",
}
_OF_INSTRUCTION = {State.GIVEN: "warn", State.ANSWERED: "info", State.CLOSED: "good"}


def is_late(one: Instruction) -> bool:
    return one.state == State.GIVEN and one.due_on < clock.today()


def said_of(one: Instruction) -> str:
    return "已超期" if is_late(one) else one.get_state_display()


def tone_of(one: Instruction) -> str:
    return "bad" if is_late(one) else _OF_INSTRUCTION[State(one.state)]
