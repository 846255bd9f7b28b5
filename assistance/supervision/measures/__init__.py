"""What is measured (取数): one function a measure, in the file of its section.

To add one, write a function here; schemes offer it from then on. See `registry`.
"""

from assistance.supervision.measures import (
    aiding,
    organising,
    publishing,
    solving,
    tasks,
    visiting,
)
from assistance.supervision.measures.registry import (
    Measure,
    Tally,
    all_measures,
    measure_of,
    opened,
    tallies,
)

__all__ = [
    "Measure",
    "Tally",
    "aiding",
    "all_measures",
    "measure_of",
    "opened",
    "organising",
    "publishing",
    "solving",
    "tallies",
    "tasks",
    "visiting",
]
