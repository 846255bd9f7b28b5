"""Make ledgers, hand files over for the national system, print a family's papers."""

from assistance.ledgers.services.making import FORMS, ask_ledger, fetched, keep_output, make_ledger
from assistance.ledgers.services.national import (
    ask_hand_over,
    hand_over,
    mark_entered,
    take_back_entered,
)
from assistance.ledgers.services.papers import OwnCopy, form_of_family, own_copy

__all__ = [
    "FORMS",
    "OwnCopy",
    "ask_hand_over",
    "ask_ledger",
    "fetched",
    "form_of_family",
    "hand_over",
    "keep_output",
    "make_ledger",
    "mark_entered",
    "own_copy",
    "take_back_entered",
]
