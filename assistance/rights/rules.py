"""What may be asked, granted and destroyed when."""

from datetime import date
from functools import partial

from ground.kernel import texts
from ground.kernel.errors import RuleBroken

LONGEST = 1000
ENDED = frozenset({"rejected", "exited", "cancelled"})


# What is asked, answered and assessed, with its line breaks.
check_words = partial(
    texts.check_text,
    longest=LONGEST,
    read=str.strip,
    too_long=texts.Refusal("text_too_long", "{label}不超过{longest}字", "不超过{longest}字"),
)


def check_received(*, received_on: date, today: date, identity_seen: bool) -> None:
    """A request is taken from somebody who has shown who they are, at the latest today."""
    if received_on > today:
        raise RuleBroken(
            "received_later", "收到日期不能晚于今天", fields={"received_on": "不能晚于今天"}
        )
    if not identity_seen:
        raise RuleBroken(
            "identity_unseen",
            "请先核对申请人的有效证件（监护人、受托人还要核对关系证明或委托书），再受理",
            fields={"identity_seen": "核对后勾选"},
        )


def check_deletable(state: str, state_label: str) -> None:
    """A family that is being helped is known by its file; deletion begins with its end (PIPL 47)."""
    if state not in ENDED:
        raise RuleBroken(
            "file_in_use",
            f"档案现在是“{state_label}”，帮扶依据不能删除。申请人不再需要帮扶的，先办理注销，再删除",
        )


def kept_until(ended_on: date, years: int) -> date:
    """The last day of storage: so many years after the file's end."""
    try:
        return ended_on.replace(year=ended_on.year + years)
    except ValueError:  # 29 February
        return ended_on.replace(year=ended_on.year + years, day=28)
