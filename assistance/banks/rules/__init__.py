"""The files of banks in plain values: how they are described, written, read and matched."""

from assistance.banks.rules.answers import mapping_of, table_of
from assistance.banks.rules.layouts import (
    AMOUNTS,
    ANSWERS,
    CHECKSUMS,
    ENCODINGS,
    FIGURES,
    FORMATS,
    HOLDS,
    SEPARATORS,
    Answer,
    Column,
    Layout,
    layout_of,
)
from assistance.banks.rules.matching import Known, Verdict, judged
from assistance.banks.rules.references import read_reference, reference_of
from assistance.banks.rules.words import SAID_WORDS, WHY_WORDS, Said, Why, outcome_of, why_of
from assistance.banks.rules.writing import (
    Made,
    PayLine,
    cells_of,
    checksum_of,
    file_of,
    labels_of,
    masked,
    problems_of,
)

__all__ = [
    "AMOUNTS",
    "ANSWERS",
    "CHECKSUMS",
    "ENCODINGS",
    "FIGURES",
    "FORMATS",
    "HOLDS",
    "SAID_WORDS",
    "SEPARATORS",
    "WHY_WORDS",
    "Answer",
    "Column",
    "Known",
    "Layout",
    "Made",
    "PayLine",
    "Said",
    "Verdict",
    "Why",
    "cells_of",
    "checksum_of",
    "file_of",
    "judged",
    "labels_of",
    "layout_of",
    "mapping_of",
    "masked",
    "outcome_of",
    "problems_of",
    "read_reference",
    "reference_of",
    "table_of",
    "why_of",
]
