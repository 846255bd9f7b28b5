"""The standards of aid as plain Python: typed rows, an engine that proposes, and its words."""

from assistance.standards.rules.engine import (
    Proposal,
    Standards,
    compose,
    papers_of,
    propose,
    propose_many,
)
from assistance.standards.rules.facts import (
    AID_TYPES,
    GIFTS,
    LABELS,
    LEVELS,
    PAPERS,
    SOURCE_KINDS,
    TIERS,
    Facts,
    Received,
)
from assistance.standards.rules.judging import Finding, window
from assistance.standards.rules.kinds import KINDS, SCHOOL_YEAR, Rule, kind_of, plain, read
from assistance.standards.rules.telling import (
    Sentence,
    changes,
    describe,
    received_words,
    scope_words,
    tell,
)

__all__ = [
    "AID_TYPES",
    "GIFTS",
    "KINDS",
    "LABELS",
    "LEVELS",
    "PAPERS",
    "SCHOOL_YEAR",
    "SOURCE_KINDS",
    "TIERS",
    "Facts",
    "Finding",
    "Proposal",
    "Received",
    "Rule",
    "Sentence",
    "Standards",
    "changes",
    "compose",
    "describe",
    "kind_of",
    "papers_of",
    "plain",
    "propose",
    "propose_many",
    "read",
    "received_words",
    "scope_words",
    "tell",
    "window",
]
