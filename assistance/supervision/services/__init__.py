"""Assess agencies: write a scheme, sign targets, score, check, hear appeals, rank, commend, report."""

from assistance.supervision.services.appeals import decide_appeal, raise_appeal
from assistance.supervision.services.awards import grant_award, propose_award, withdraw_award
from assistance.supervision.services.bulletins import (
    attach_print,
    draft_bulletin,
    draft_bulletins_on,
    edit_bulletin,
    release_bulletin,
)
from assistance.supervision.services.commitments import (
    set_targets,
    sign_for_agency,
    sign_for_office,
)
from assistance.supervision.services.computing import ask_to_compute, keep_computed, to_compute
from assistance.supervision.services.results import announce_results, confirm_results
from assistance.supervision.services.schemes import (
    advance_on,
    draft_scheme,
    drop_scheme,
    edit_scheme,
    enrol_agencies,
    publish_scheme,
    revise_scheme,
)
from assistance.supervision.services.scoring import (
    GivenScore,
    add_evidence,
    adopt_computed,
    adopt_self_scores,
    check_sheet,
    hand_in_self_scores,
    save_self_scores,
)

__all__ = [
    "GivenScore",
    "add_evidence",
    "adopt_computed",
    "adopt_self_scores",
    "advance_on",
    "announce_results",
    "ask_to_compute",
    "attach_print",
    "check_sheet",
    "confirm_results",
    "decide_appeal",
    "draft_bulletin",
    "draft_bulletins_on",
    "draft_scheme",
    "drop_scheme",
    "edit_bulletin",
    "edit_scheme",
    "enrol_agencies",
    "grant_award",
    "hand_in_self_scores",
    "keep_computed",
    "propose_award",
    "publish_scheme",
    "raise_appeal",
    "release_bulletin",
    "revise_scheme",
    "save_self_scores",
    "set_targets",
    "sign_for_agency",
    "sign_for_office",
    "to_compute",
    "withdraw_award",
]
