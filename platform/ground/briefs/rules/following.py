"""What may be done with an instruction, and with an issue that was wrong."""

from collections.abc import Mapping
from datetime import date, timedelta

from ground.kernel.errors import RuleBroken

STATES: Mapping[str, str] = {"given": "办理中", "answered": "待审阅", "closed": "已办结"}
LONGEST_WORDS, LONGEST_ANSWER = 500, 2000
FARTHEST = 366  # days until an instruction is to be carried out
# What is done to an instruction: (the state in which it may be done, what to say otherwise).
STEPS: Mapping[str, tuple[str, str]] = {
    "answer": ("given", "只有办理中的批示可以报送办理情况"),
    "close": ("answered", "承办单位报送办理情况后才能办结"),
    "send_back": ("answered", "承办单位报送办理情况后才能退回"),
}


def check_step(step: str, state: str) -> None:
    wanted, otherwise = STEPS[step]
    if state != wanted:
        raise RuleBroken(f"instruction_not_to_{step}", f"{otherwise}（现在是“{STATES[state]}”）")


def check_due(due_on: date, *, today: date) -> None:
    last = today + timedelta(days=FARTHEST)
    if not today <= due_on <= last:
        span = f"应在{today}与{last}之间"
        raise RuleBroken("instruction_due", f"办结期限{span}", fields={"due_on": span})


def check_withdrawable(state: str, label: str) -> None:
    if state not in {"signed", "typeset"}:
        raise RuleBroken("issue_not_to_withdraw", f"只有已签发的简报可以撤回（现在是“{label}”）")


def check_reissuable(state: str, *, is_superseded: bool) -> None:
    if state != "withdrawn":
        raise RuleBroken("issue_not_withdrawn", "只有已撤回的简报可以改编重发")
    if is_superseded:
        raise RuleBroken("issue_reissued", "这一期已经改编重发，请打开重发的一期")
