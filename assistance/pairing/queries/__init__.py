"""Reads worth a name, and the locks."""

from assistance.pairing.queries.cadres import cadre_exists, holders_of
from assistance.pairing.queries.cards import card_in_force, card_of, cards_in_lists, token_of
from assistance.pairing.queries.groups import (
    group_of_visit,
    groups_in_lists,
    groups_standing,
    hanging_on,
    member_ids,
    member_ids_of,
    organisations_like,
    pairs_taken,
)
from assistance.pairing.queries.locks import (
    locked_cadres,
    locked_card,
    locked_group,
    locked_groups,
    locked_groups_of,
    locked_members,
    locked_pending_tasks,
    locked_plan_item,
    locked_postponement,
    locked_task,
)
from assistance.pairing.queries.plans import is_done, own_activities, plan_of
from assistance.pairing.queries.pressing import level_marks, locked_tasks_to_press
from assistance.pairing.queries.tasks import tasks_in_lists, tasks_taken, usual_due_on

__all__ = [
    "cadre_exists",
    "card_in_force",
    "card_of",
    "cards_in_lists",
    "group_of_visit",
    "groups_in_lists",
    "groups_standing",
    "hanging_on",
    "holders_of",
    "is_done",
    "level_marks",
    "locked_cadres",
    "locked_card",
    "locked_group",
    "locked_groups",
    "locked_groups_of",
    "locked_members",
    "locked_pending_tasks",
    "locked_plan_item",
    "locked_postponement",
    "locked_task",
    "locked_tasks_to_press",
    "member_ids",
    "member_ids_of",
    "organisations_like",
    "own_activities",
    "pairs_taken",
    "plan_of",
    "tasks_in_lists",
    "tasks_taken",
    "token_of",
    "usual_due_on",
]
