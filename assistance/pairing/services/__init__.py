"""Pair agencies with link points, meet, plan, give tasks and see them done."""

from assistance.pairing.services.cadres import (
    add_cadre,
    add_cadres,
    change_cadre,
    leave_cadre,
    mobile_hash,
)
from assistance.pairing.services.cards import (
    issue_card,
    issue_cards,
    keep_printed_cards,
    renew_card,
    withdraw_card,
)
from assistance.pairing.services.groups import (
    approve_group,
    approve_groups,
    end_group,
    end_groups,
    propose_group,
    propose_groups,
    withdraw_proposal,
)
from assistance.pairing.services.meetings import record_meeting
from assistance.pairing.services.members import close_link_point, replace_member
from assistance.pairing.services.plans import (
    assign_plan_item,
    drop_plan_item,
    finish_plan_item,
    write_plan_item,
)
from assistance.pairing.services.tasks.giving import assign_task, reassign_task
from assistance.pairing.services.tasks.postponing import ask_postponement, decide_postponement
from assistance.pairing.services.tasks.pressing import escalate_tasks
from assistance.pairing.services.tasks.way import (
    accept_task,
    cancel_task,
    complete_task,
    return_task,
    send_back_task,
    verify_task,
)

__all__ = [
    "accept_task",
    "add_cadre",
    "add_cadres",
    "approve_group",
    "approve_groups",
    "ask_postponement",
    "assign_plan_item",
    "assign_task",
    "cancel_task",
    "change_cadre",
    "close_link_point",
    "complete_task",
    "decide_postponement",
    "drop_plan_item",
    "end_group",
    "end_groups",
    "escalate_tasks",
    "finish_plan_item",
    "issue_card",
    "issue_cards",
    "keep_printed_cards",
    "leave_cadre",
    "mobile_hash",
    "propose_group",
    "propose_groups",
    "reassign_task",
    "record_meeting",
    "renew_card",
    "replace_member",
    "return_task",
    "send_back_task",
    "verify_task",
    "withdraw_card",
    "withdraw_proposal",
    "write_plan_item",
]
