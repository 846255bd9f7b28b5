"""The criteria as plain Python: typed parameters, a three-valued engine, and its words."""

from assistance.criteria.rules.engine import (
    OUTCOMES,
    Sentence,
    Verdict,
    judge_many,
    outcome_of,
    ready,
    unruled,
    weigh,
)
from assistance.criteria.rules.facts import CATEGORIES, EVENTS, LABELS, VEHICLES, Facts
from assistance.criteria.rules.kinds import KINDS, Criterion, Rules, plain, read
from assistance.criteria.rules.telling import changes, describe, judge

__all__ = [
    "CATEGORIES",
    "EVENTS",
    "KINDS",
    "LABELS",
    "OUTCOMES",
    "VEHICLES",
    "Criterion",
    "Facts",
    "Rules",
    "Sentence",
    "Verdict",
    "changes",
    "describe",
    "judge",
    "judge_many",
    "outcome_of",
    "plain",
    "read",
    "ready",
    "unruled",
    "weigh",
]
