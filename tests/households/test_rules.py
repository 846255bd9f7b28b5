"""Rules without a database."""

import pytest

from assistance.households import rules
from ground.kernel.errors import RuleBroken


def test_every_state_is_left_by_somebody_or_is_an_end():
    from assistance.households.models import Gate, HardshipFile

    states = set(HardshipFile.State.values)
    left = {state for move in rules.MOVES.values() for state in move.sources}
    assert states - left == rules.ENDED
    assert {kind for kind, _ in rules.AT_GATES.values()} == set(Gate.Kind.values)
    assert set(rules.ACTION_LABELS) == set(rules.AT_GATES)


def test_every_gate_can_be_passed_from_every_state_of_its_work():
    from assistance.households.models import HardshipFile

    waits = HardshipFile.GateState.WAITING
    assert rules.actions_at("notice", waits) == ["post_notice"]
    assert rules.actions_at("notice", "open") == ["withdraw_notice", "object"]
    assert rules.actions_at("notice", "troubled") == ["settle_objection"]
    assert rules.actions_at("check", waits) == ["send_check", "check", "report_hit"]
    assert rules.actions_at("check", "troubled") == ["clear_hit"]


@pytest.mark.parametrize(
    ("gates", "code"),
    [
        ([], "route_empty"),
        ([("review", "初审", "keeper", 5)], "route_not_approved"),
        ([("approval", "审批", "keeper", None)], "approval_by_keeper"),
        ([("review", " ", "keeper", 5), ("approval", "审批", "approver", None)], "gate_unnamed"),
        ([("approval", "审批", "approver", 0)], "gate_deadline"),
        (
            [("review", "初审", "keeper", 5)] * 12 + [("approval", "审批", "approver", 5)],
            "route_too_long",
        ),
    ],
)
def test_a_route_that_is_none(gates, code):
    with pytest.raises(RuleBroken) as refused:
        rules.check_route(gates)
    assert refused.value.code == code


def test_text_loses_what_cannot_be_printed():
    assert rules.check_text("a", "家庭情况", " 困\x00难\n下岗\u202e ", longest=9) == "困难\n下岗"
    with pytest.raises(RuleBroken, match="最多3字"):
        rules.check_text("a", "家庭情况", "一二三四", longest=3)
