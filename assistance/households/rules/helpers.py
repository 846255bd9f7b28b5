"""When a cadre may be paired with a family, and when the pair may end."""

from datetime import date

from assistance.households.rules.form import check_text
from ground.kernel.errors import RuleBroken


def check_pairing_day(*, from_on: date, today: date, opened_on: date) -> None:
    """A cadre is paired with a family that is on file, at the latest today."""
    if from_on > today:
        raise RuleBroken(
            "pair_in_future", "结对日期不能晚于今天", fields={"from_on": "不能晚于今天"}
        )
    if from_on < opened_on:
        raise RuleBroken(
            "pair_before_file",
            f"档案于{opened_on}申请，结对日期不能更早",
            fields={"from_on": f"不能早于{opened_on}"},
        )


def check_pair_end(*, from_on: date, on: date, today: date, reason: str) -> str:
    """Why a pair ends, on a day between its beginning and today."""
    if not from_on <= on <= today:
        raise RuleBroken(
            "pair_end_outside",
            f"变动日期应在{from_on}与今天之间",
            fields={"on": f"应在{from_on}与今天之间"},
        )
    return check_text("reason", "变动原因", reason, longest=200, needed=True)
