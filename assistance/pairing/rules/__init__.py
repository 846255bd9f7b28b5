"""What the scheme allows: plain values in, a value or a broken rule out."""

from assistance.pairing.rules.cadres import (
    NewCadre,
    check_cadre_terms,
    check_leaving,
    check_successor,
)
from assistance.pairing.rules.cards import (
    LONGEST_PROMISES,
    MOST_HOLDERS,
    NewHolder,
    check_card,
    check_promises,
)
from assistance.pairing.rules.groups import (
    LINK_POINTS,
    NewGroup,
    check_closing,
    check_end,
    check_four_eyes,
    check_pairing,
    check_replacement,
)
from assistance.pairing.rules.meetings import check_meeting
from assistance.pairing.rules.plans import LONGEST_ITEM, check_item
from assistance.pairing.rules.tasks import (
    LONGEST_CONTENT,
    LevelMarks,
    NewTask,
    check_cadre,
    check_completion,
    check_decider,
    check_owner,
    check_postponement,
    check_shares,
    check_task,
    check_verifier,
    is_overdue,
    level_of,
)

__all__ = [
    "LINK_POINTS",
    "LONGEST_CONTENT",
    "LONGEST_ITEM",
    "LONGEST_PROMISES",
    "MOST_HOLDERS",
    "LevelMarks",
    "NewCadre",
    "NewGroup",
    "NewHolder",
    "NewTask",
    "check_cadre",
    "check_cadre_terms",
    "check_card",
    "check_closing",
    "check_completion",
    "check_decider",
    "check_end",
    "check_four_eyes",
    "check_item",
    "check_leaving",
    "check_meeting",
    "check_owner",
    "check_pairing",
    "check_postponement",
    "check_promises",
    "check_replacement",
    "check_shares",
    "check_successor",
    "check_task",
    "check_verifier",
    "is_overdue",
    "level_of",
]
