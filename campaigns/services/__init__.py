"""Plan a campaign, publish it, take people in, screen, approve, pay, end it.

Each function is one transaction, but for those that go batch by batch and say so. The campaign's row is
locked wherever its roster or its money is at stake.
"""

from campaigns.services.approving import approve_roster, post_notice
from campaigns.services.closing import archive_campaign, close_campaign, summarise_campaign
from campaigns.services.days import advance_on, begin_collecting, move_deadlines
from campaigns.services.enrolling import (
    Outsider,
    Place,
    change_enrolment,
    enrol,
    key_of,
    withdraw,
    withdraw_many,
)
from campaigns.services.executing import (
    EXECUTION,
    ask_to_execute,
    execute,
    give_up_payment,
    mark_reached,
    mark_under_way,
    plan_batch,
    take_in_payment,
)
from campaigns.services.forgetting import forget_files
from campaigns.services.going import carry_over, hand_over, load_goods, take_back
from campaigns.services.goods import allot_goods, lay_down_goods, set_goods_quota
from campaigns.services.kinds import (
    change_kind,
    draft_version,
    drop_draft,
    make_kind,
    publish_kind,
    withdraw_kind,
)
from campaigns.services.listing import write_names
from campaigns.services.planning import (
    change_plan,
    drop_plan,
    plan_campaign,
    publish_campaign,
    set_rule,
    set_standards,
)
from campaigns.services.proposing import enrol_proposed
from campaigns.services.publishing import (
    TELLING,
    draft_publication,
    end_publications,
    open_publication,
    publish_results,
    withdraw_publication,
)
from campaigns.services.quotas import move_quota, set_quotas
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
from campaigns.services.ticking import tick, tick_many, untick
from campaigns.services.visiting import (
    add_visitor,
    appoint_leader,
    drop_visitor,
    form_group,
    lay_route,
    move_target,
    propose_routes,
    take_off_route,
)

__all__ = [
    "EXECUTION",
    "SCREENING",
    "TELLING",
    "Outsider",
    "Place",
    "add_visitor",
    "advance_on",
    "agree_exception",
    "allot_goods",
    "appoint_leader",
    "approve_roster",
    "archive_campaign",
    "ask_to_execute",
    "ask_to_screen",
    "begin_collecting",
    "carry_over",
    "change_enrolment",
    "change_kind",
    "change_plan",
    "close_campaign",
    "draft_publication",
    "draft_version",
    "drop_draft",
    "drop_plan",
    "drop_visitor",
    "end_collecting",
    "end_publications",
    "enrol",
    "enrol_proposed",
    "execute",
    "finish_screening",
    "forget_files",
    "form_group",
    "give_up_payment",
    "hand_over",
    "key_of",
    "lay_down_goods",
    "lay_route",
    "load_goods",
    "make_kind",
    "mark_reached",
    "mark_under_way",
    "move_deadlines",
    "move_quota",
    "move_target",
    "open_publication",
    "plan_batch",
    "plan_campaign",
    "post_notice",
    "propose_exception",
    "propose_routes",
    "publish_campaign",
    "publish_kind",
    "publish_results",
    "screen",
    "screen_batch",
    "set_goods_quota",
    "set_quotas",
    "set_rule",
    "set_standards",
    "summarise_campaign",
    "take_back",
    "take_in_payment",
    "take_off_route",
    "tick",
    "tick_many",
    "untick",
    "withdraw",
    "withdraw_kind",
    "withdraw_many",
    "withdraw_publication",
    "write_names",
]
