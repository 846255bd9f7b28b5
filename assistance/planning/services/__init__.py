"""Keep profiles, make plans, let the machine propose, decide, and bring the groups about."""

from assistance.planning.services.approval import (
    approve_plan,
    ask_groups,
    choose_solution,
    end_groups_before,
    establish_groups,
    send_back_plan,
    submit_plan,
)
from assistance.planning.services.plans import (
    change_plan,
    draft_plan,
    drop_plan,
    forbid_pair,
    lift_ruling,
    pin_pair,
)
from assistance.planning.services.profiles import (
    keep_agency_profile,
    keep_agency_profiles,
    keep_enterprise_profile,
    keep_enterprise_profiles,
)
from assistance.planning.services.solving import ask_solution, keep_solution, stop_solving

__all__ = [
    "approve_plan",
    "ask_groups",
    "ask_solution",
    "change_plan",
    "choose_solution",
    "draft_plan",
    "drop_plan",
    "end_groups_before",
    "establish_groups",
    "forbid_pair",
    "keep_agency_profile",
    "keep_agency_profiles",
    "keep_enterprise_profile",
    "keep_enterprise_profiles",
    "keep_solution",
    "lift_ruling",
    "pin_pair",
    "send_back_plan",
    "stop_solving",
    "submit_plan",
]
