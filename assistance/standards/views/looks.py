"""The tones of standards, and of what their rows did in a case."""

from typing import Any

from assistance.standards.models import Standard
from assistance.standards.rules import Sentence
from ground.kernel import clock

State = Standard.State
TONES = {State.DRAFT: "neutral", State.PUBLISHED: "good", State.WITHDRAWN: "bad"}
_MARKS = {
    "amount": {"tone": "good", "icon": "check", "word": "数额"},
    "cap": {"tone": "info", "icon": "scales", "word": "上限"},
    "passed": {"tone": "good", "icon": "check", "word": "符合"},
    "stopped": {"tone": "bad", "icon": "close", "word": "不再救助"},
    "unknown": {"tone": "warn", "icon": "help", "word": "待核实"},
    "other": {"tone": "neutral", "icon": "minus", "word": "未定资金"},
}


def label_of(standard: Standard) -> str:
    """The state as people ask for it: whether the standard holds today."""
    if standard.state != State.PUBLISHED:
        return str(standard.get_state_display())
    today = clock.today()
    if standard.valid_from > today:
        return "已发布，未到生效日"
    return "已过期" if standard.valid_to and standard.valid_to < today else "现行"


def tone_of(standard: Standard) -> str:
    return "info" if label_of(standard).startswith("已发布") else TONES[State(standard.state)]


def lines_of(sentences: list[Sentence]) -> list[dict[str, Any]]:
    """The sentences with the mark that stands before each."""
    return [{"sentence": one, "mark": _MARKS[one.outcome]} for one in sentences]
