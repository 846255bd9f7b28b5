"""What is done with a family's file, from the clue to the approval and the end."""

from assistance.households.services.helping import (
    assign_helper,
    end_helper,
    end_helpers_of,
    move_families,
    record_home_visit,
    replace_helper,
)
from assistance.households.services.opening import (
    complete_file,
    open_file,
    open_file_from_clue,
)
from assistance.households.services.revealing import (
    reveal,
)
from assistance.households.services.way import (
    approve_file,
    cancel_file,
    check_file,
    exit_file,
    investigate_file,
    pass_notices,
    post_notice,
    reject_file,
    return_file,
    review_file,
    submit_file,
)

__all__ = [
    "approve_file",
    "assign_helper",
    "cancel_file",
    "check_file",
    "complete_file",
    "end_helper",
    "end_helpers_of",
    "exit_file",
    "investigate_file",
    "move_families",
    "open_file",
    "open_file_from_clue",
    "pass_notices",
    "post_notice",
    "record_home_visit",
    "reject_file",
    "replace_helper",
    "return_file",
    "reveal",
    "review_file",
    "submit_file",
]
