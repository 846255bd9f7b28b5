"""Who is a cadre, and how one leaves. No database."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from assistance.pairing.rules.groups import LINK_POINTS
from ground.kernel.errors import RuleBroken


@dataclass(frozen=True, kw_only=True)
class NewCadre:
    """A cadre as a list names them. `agency` is an Organisation; the telephone may be missing."""

    agency: Any
    name: str
    joined_on: date
    post: str = ""
    mobile: str = ""


def check_cadre_terms(*, agency: Any, name: str, joined_on: date, today: date) -> str:
    """The name of a cadre that may be added, to an agency at work."""
    if agency.kind in LINK_POINTS or not agency.is_active:
        raise RuleBroken(
            "not_an_agency",
            f"“{agency}”不是在用的参联单位，不能登记结对干部",
            fields={"agency": "不是在用的参联单位"},
        )
    name = name.strip()
    if not name:
        raise RuleBroken("name_missing", "请填写干部姓名", fields={"name": "不能为空"})
    if joined_on > today:
        raise RuleBroken(
            "joined_in_future", "参联日期不能晚于今天", fields={"joined_on": "不能晚于今天"}
        )
    return name


def check_leaving(*, joined_on: date, on: date, today: date) -> None:
    if not joined_on <= on <= today:
        raise RuleBroken(
            "left_outside_service",
            f"离任日期应在{joined_on}与今天之间",
            fields={"on": f"应在{joined_on}与今天之间"},
        )


def check_successor(
    *, cadre_id: int, successor_id: int | None, successor_serves: bool, holds: list[str]
) -> None:
    """`holds`: what binds the cadre, in words; whoever is bound needs a successor who serves."""
    if successor_id is None:
        if holds:
            raise RuleBroken(
                "successor_missing",
                f"该干部名下还有{'、'.join(holds)}，请选择接替的干部",
                fields={"successor": "请选择接替的干部"},
            )
        return
    if successor_id == cadre_id or not successor_serves:
        raise RuleBroken(
            "successor_unfit",
            "接替的干部应是另一名在任干部",
            fields={"successor": "应是另一名在任干部"},
        )
