"""Plan a campaign, publish it, take people in, screen, approve, pay, end it.

Each function is one transaction, but for those that go batch by batch and say so. The campaign's row is
locked wherever its roster or its money is at stake.
"""

from campaigns.services.approving import approve_roster, post_notice
from campaigns.services.closing import archive_campaign, close_campaign, summarise_campaign
from campaigns.services.days import advance_on, begin_collecting, move_deadlines
from campaigns.services.enrolling import (
    Outsider,
    change_enrolment,
    enrol,
    withdraw,
)
from campaigns.services.executing import (
    EXECUTION,
    ask_to_execute,
    execute,
    give_up_payment,
    left_behind,
    mark_reached,
    mark_under_way,
    plan_batch,
    take_in_payment,
)
from campaigns.services.forgetting import forget_files
from campaigns.services.planning import (
    move_quota,
    plan_campaign,
    publish_campaign,
    set_quotas,
    set_rule,
    set_standards,
)
from campaigns.services.proposing import MOST_AT_ONCE, enrol_proposed
from campaigns.services.screening import (
    SCREENING,
    agree_exception,
    ask_to_screen,
    end_collecting,
    finish_screening,
    propose_exception,
    screen,
    screen_batch,
)
from campaigns.services.ticking import tick, untick

__all__ = [
    "EXECUTION",
    "MOST_AT_ONCE",
    "SCREENING",
    "Outsider",
    "advance_on",
    "agree_exception",
    "approve_roster",
    "archive_campaign",
    "ask_to_execute",
    "ask_to_screen",
    "begin_collecting",
    "change_enrolment",
    "close_campaign",
    "end_collecting",
    "enrol",
    "enrol_proposed",
    "execute",
    "finish_screening",
    "forget_files",
    "give_up_payment",
    "left_behind",
    "mark_reached",
    "mark_under_way",
    "move_deadlines",
    "move_quota",
    "plan_batch",
    "plan_campaign",
    "post_notice",
    "propose_exception",
    "publish_campaign",
    "screen",
    "screen_batch",
    "set_quotas",
    "set_rule",
    "set_standards",
    "summarise_campaign",
    "take_in_payment",
    "tick",
    "untick",
    "withdraw",
]
