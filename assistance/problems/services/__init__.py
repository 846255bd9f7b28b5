"""What the programme does with an enterprise's problem, from the first word to the last stroke."""

from assistance.problems.services.answering import (
    record_answer,
    reopen_dispatch,
    return_to_office,
    take_up,
    withdraw_answer,
)
from assistance.problems.services.closing import close_problem
from assistance.problems.services.confirming import (
    opens,
    record_confirmation,
    revoke_link,
    send_link,
    silent_until,
    tell_opinion,
)
from assistance.problems.services.doors import forget_knocks, knock
from assistance.problems.services.offices import (
    dispatch_problem,
    handling_due,
    refuse_problem,
    register_problem,
    take_back_problem,
)
from assistance.problems.services.raising import (
    collect_need,
    raise_problem,
    reveal_contact,
)

__all__ = [
    "close_problem",
    "collect_need",
    "dispatch_problem",
    "forget_knocks",
    "handling_due",
    "knock",
    "opens",
    "raise_problem",
    "record_answer",
    "record_confirmation",
    "refuse_problem",
    "register_problem",
    "reopen_dispatch",
    "return_to_office",
    "reveal_contact",
    "revoke_link",
    "send_link",
    "silent_until",
    "take_back_problem",
    "take_up",
    "tell_opinion",
    "withdraw_answer",
]
