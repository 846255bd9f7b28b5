"""Who should be paired with whom: plain Python on arrays, no database. See docs/adr/0011."""

from assistance.planning.matching.explaining import Conflict, Shortage, conflicts_of, shortages_of
from assistance.planning.matching.problem import PARTS, Problem
from assistance.planning.matching.scoring import parts_of_pairs
from assistance.planning.matching.solving import MOST_PAIRS, Outcome, solve

__all__ = [
    "MOST_PAIRS",
    "PARTS",
    "Conflict",
    "Outcome",
    "Problem",
    "Shortage",
    "conflicts_of",
    "parts_of_pairs",
    "shortages_of",
    "solve",
]
