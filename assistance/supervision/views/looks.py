"""The tones of states, and where a scheme stands on its way."""

from typing import Any

from assistance.supervision.models import AssessmentScheme, Sheet

State = AssessmentScheme.State
SCHEME_TONES = {
    State.DRAFT: "neutral",
    State.PUBLISHED: "info",
    State.SELF_SCORING: "warn",
    State.CHECKING: "warn",
    State.PROVISIONAL: "warn",
    State.CLOSED: "good",
    State.SUPERSEDED: "neutral",
}
SHEET_TONES = {
    Sheet.State.OPEN: "neutral",
    Sheet.State.SELF_SCORED: "info",
    Sheet.State.MISSED: "bad",
    Sheet.State.CHECKED: "good",
}
WAY = [
    (State.PUBLISHED, "签责任书"),
    (State.SELF_SCORING, "自评"),
    (State.CHECKING, "核查"),
    (State.PROVISIONAL, "反馈和申诉"),
    (State.CLOSED, "审定排名"),
]


def scheme_tone(scheme: AssessmentScheme) -> str:
    return SCHEME_TONES[State(scheme.state)]


def sheet_tone(sheet: Sheet) -> str:
    return SHEET_TONES[Sheet.State(sheet.state)]


def steps_of(scheme: AssessmentScheme) -> list[dict[str, Any]]:
    """The way of an assessment, with the days that are known."""
    notes = {
        State.PUBLISHED: _day(scheme.published_on),
        State.SELF_SCORING: f"{_day(scheme.self_score_from)}至{_day(scheme.self_score_until)}",
        State.PROVISIONAL: f"申诉到{_day(scheme.appeal_until)}" if scheme.appeal_until else "",
        State.CLOSED: _day(scheme.confirmed_on),
    }
    order = [state for state, _ in WAY]
    here = order.index(State(scheme.state)) if scheme.state in order else -1
    closed = scheme.state == State.CLOSED
    return [
        {
            "label": label,
            "note": notes.get(state, ""),
            "state": "done" if at < here or closed else "here" if at == here else "todo",
        }
        for at, (state, label) in enumerate(WAY)
    ]


def _day(on: Any) -> str:
    return f"{on.month}月{on.day}日" if on else ""
