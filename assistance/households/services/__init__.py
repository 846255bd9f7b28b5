"""What is done with a family's file, from the clue to the approval and the end."""

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
    "cancel_file",
    "check_file",
    "complete_file",
    "exit_file",
    "investigate_file",
    "open_file",
    "open_file_from_clue",
    "pass_notices",
    "post_notice",
    "reject_file",
    "return_file",
    "reveal",
    "review_file",
    "submit_file",
]
