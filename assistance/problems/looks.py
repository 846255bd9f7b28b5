"""How problems look: tones of states, the words of lights, the steps of the way."""

from datetime import date

from assistance.problems.models import Answer, EnterpriseProblem

State = EnterpriseProblem.State
TONES = {
    State.COLLECTED: "warn",
    State.REGISTERED: "warn",
    State.DISPATCHED: "info",
    State.HANDLING: "info",
    State.ANSWERED: "info",
    State.CONFIRMED: "good",
    State.CLOSED: "good",
    State.REFUSED: "neutral",
}
OPINION_TONES = {
    Answer.Opinion.SATISFIED: "good",
    Answer.Opinion.FAIR: "info",
    Answer.Opinion.DISSATISFIED: "bad",
}
LIGHTS = {0: "正常", 1: "提醒", 2: "黄牌", 3: "红牌", 4: "报领导"}
LIGHT_TONES = {0: "good", 1: "info", 2: "warn", 3: "bad", 4: "bad"}
RED = 3
WAY = ("收集", "登记", "交办", "办理", "反馈", "企业确认", "销号")
_HERE = {  # which of the seven a state stands at
    State.COLLECTED: 1,
    State.REGISTERED: 2,
    State.DISPATCHED: 3,
    State.HANDLING: 3,
    State.ANSWERED: 5,
    State.CONFIRMED: 6,
    State.CLOSED: 7,
}


def tone_of(problem: EnterpriseProblem) -> str:
    return TONES[State(problem.state)]


def opinion_tone(answer: Answer) -> str:
    return OPINION_TONES[Answer.Opinion(answer.opinion)] if answer.opinion else "neutral"


def light_words(light: int) -> str:
    return LIGHTS[light]


def light_tone(light: int) -> str:
    return LIGHT_TONES[light]


def steps_of(problem: EnterpriseProblem) -> list[dict[str, str]]:
    """The whole way as `c-steps` draws it; a refused problem ends where it was refused."""
    if problem.state == State.REFUSED:
        here = 2 if problem.number else 1
        done = [{"label": label, "state": "done", "note": ""} for label in WAY[:here]]
        return [*done, {"label": "不予受理", "state": "failed", "note": _day(problem.ended_on)}]
    here = _HERE[State(problem.state)]
    notes = {
        0: _day(problem.raised_on),
        1: _day(problem.registered_on),
        6: _day(problem.ended_on),
    }
    return [
        {
            "label": label,
            "state": "done" if at < here else "here" if at == here else "todo",
            "note": notes.get(at, "") if at < here else "",
        }
        for at, label in enumerate(WAY)
    ]


def _day(on: date | None) -> str:
    return f"{on.month}月{on.day}日" if on else ""
