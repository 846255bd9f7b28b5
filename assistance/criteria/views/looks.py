"""The tones of answers and outcomes."""

from typing import Any

from assistance.criteria.rules import OUTCOMES, Sentence, Verdict

OUTCOME_TONES = {"excluded": "bad", "unknown": "warn", "borderline": "warn", "none": "neutral"}


def outcome_of(verdict: Verdict) -> dict[str, str]:
    key = verdict.outcome
    return {"key": key, "label": OUTCOMES[key], "tone": OUTCOME_TONES.get(key, "good")}


def lines_of(verdict: Verdict) -> dict[str, list[dict[str, Any]]]:
    """The sentences with the mark that stands before each: those that were judged, those that lack a fact."""
    lines: dict[str, list[dict[str, Any]]] = {"judged": [], "open": []}
    for one in verdict.sentences:
        part = lines["open" if one.holds is None else "judged"]
        part.append({"sentence": one, "mark": _mark(one)})
    return lines


def _mark(one: Sentence) -> dict[str, str]:
    if one.holds is None:
        return {"tone": "warn", "icon": "help", "word": "待核实"}
    if one.kind == "exclusion":
        return (
            {"tone": "bad", "icon": "close", "word": "有此情形"}
            if one.holds
            else {"tone": "good", "icon": "check", "word": "没有"}
        )
    return (
        {"tone": "good", "icon": "check", "word": "符合"}
        if one.holds
        else {"tone": "neutral", "icon": "minus", "word": "不符合"}
    )
