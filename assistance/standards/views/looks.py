"""The marks of what the rows of standards did in a case."""

from typing import Any

from assistance.standards.rules import Sentence

_MARKS = {
    "amount": {"tone": "good", "icon": "check", "word": "数额"},
    "cap": {"tone": "info", "icon": "scales", "word": "上限"},
    "passed": {"tone": "good", "icon": "check", "word": "符合"},
    "stopped": {"tone": "bad", "icon": "close", "word": "不再救助"},
    "unknown": {"tone": "warn", "icon": "help", "word": "待核实"},
    "other": {"tone": "neutral", "icon": "minus", "word": "未定资金"},
}


def lines_of(sentences: list[Sentence]) -> list[dict[str, Any]]:
    """The sentences with the mark that stands before each."""
    return [{"sentence": one, "mark": _MARKS[one.outcome]} for one in sentences]
