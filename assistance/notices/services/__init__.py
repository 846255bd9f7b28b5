"""What is done with notices: posted, photographed, objected to, passed by the calendar, filed."""

from assistance.notices.services.following import follow_calendar, follow_file
from assistance.notices.services.objections import (
    decide_objection,
    investigate_objection,
    raise_objection,
    reveal_objector,
)
from assistance.notices.services.posting import (
    add_pictures,
    post_notice,
    register_result,
    set_desk,
    withdraw_notice,
)

__all__ = [
    "add_pictures",
    "decide_objection",
    "follow_calendar",
    "follow_file",
    "investigate_objection",
    "post_notice",
    "raise_objection",
    "register_result",
    "reveal_objector",
    "set_desk",
    "withdraw_notice",
]
