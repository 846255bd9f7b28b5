"""Reads worth a name, and the locks."""

from assistance.planning.queries.inputs import Inputs, inputs_of
from assistance.planning.queries.plans import (
    coverage_of_profiles,
    differences,
    locked_plan,
    offices_for,
    pairs_in_lists,
    plans_in_lists,
)
from assistance.planning.queries.profiles import agencies_in_lists, enterprises_in_lists

__all__ = [
    "Inputs",
    "agencies_in_lists",
    "coverage_of_profiles",
    "differences",
    "enterprises_in_lists",
    "inputs_of",
    "locked_plan",
    "offices_for",
    "pairs_in_lists",
    "plans_in_lists",
]
