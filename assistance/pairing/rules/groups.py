"""Who may be paired with whom, when, and how an agency or a link point leaves. No database."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ground.kernel.errors import RuleBroken
from ground.kernel.four_eyes import check_another
from ground.kernel.periods import check_year

LINK_POINTS = frozenset({"enterprise", "community", "village"})


@dataclass(frozen=True, kw_only=True)
class NewGroup:
    """A pairing as a plan hands it over: ids of organisations, the lead among the members or not."""

    link_point_id: int
    lead_agency_id: int
    member_ids: tuple[int, ...] = ()
    starts_on: date
    link_leader: str = ""


def check_pairing(*, year: int, starts_on: date, link_point: Any, agencies: Sequence[Any]) -> None:
    """An enterprise or community on one side, offices and agencies on the other, one year."""
    check_year(year)
    if starts_on.year != year:
        raise RuleBroken(
            "start_outside_year",
            f"开始日期应在{year}年内",
            fields={"starts_on": f"应在{year}年内"},
        )
    if link_point.kind not in LINK_POINTS:
        raise RuleBroken(
            "not_a_link_point",
            f"“{link_point}”不是企业、社区或村，不能作为双联点",
            fields={"link_point": "双联点应为企业、社区或村"},
        )
    for agency in agencies:
        if agency.kind in LINK_POINTS:
            raise RuleBroken(
                "not_an_agency",
                f"“{agency}”是企业、社区或村，不能作为参联单位",
                fields={"members": f"“{agency}”不是参联单位"},
            )
    for organisation in (link_point, *agencies):
        if not organisation.is_active:
            raise RuleBroken("organisation_closed", f"“{organisation}”已停用，请另选单位")


def check_four_eyes(*, proposed_by: int, approved_by: int) -> None:
    check_another(
        by=approved_by,
        than=proposed_by,
        message="提出方案的人不能批准同一方案，请由另一位领导批准",
    )


def check_end(*, starts_on: date, ends_on: date, today: date) -> None:
    if ends_on < starts_on:
        raise RuleBroken(
            "end_before_start",
            f"结束日期不能早于开始日期{starts_on}",
            fields={"ends_on": f"不能早于{starts_on}"},
        )
    if ends_on > today:
        raise RuleBroken(
            "end_in_future",
            "结束后参联单位即不能再查看双联点，结束日期不能晚于今天",
            fields={"ends_on": "不能晚于今天"},
        )


def check_replacement(
    *,
    leaving: Any,
    successor: Any,
    member_ids: Collection[int],
    is_lead: bool,
    joined_on: date,
    on: date,
    today: date,
) -> None:
    """Who leaves is a member; who comes is an agency at work, and new, except to the lead."""
    if leaving.pk not in member_ids:
        raise RuleBroken(
            "not_a_member",
            f"“{leaving}”不是本组现在的成员单位",
            fields={"leaving": "不是本组成员单位"},
        )
    if successor.pk == leaving.pk:
        raise RuleBroken(
            "successor_is_the_same",
            "接替单位应是另一个单位",
            fields={"successor": "不能是退出的单位"},
        )
    if successor.pk in member_ids and not is_lead:
        raise RuleBroken(
            "already_a_member",
            f"“{successor}”已是本组成员单位，请另选接替单位",
            fields={"successor": "已是本组成员单位"},
        )
    if successor.kind in LINK_POINTS or not successor.is_active:
        raise RuleBroken(
            "not_an_agency",
            f"“{successor}”不能作为参联单位，请选择在用的机关单位",
            fields={"successor": "不是在用的参联单位"},
        )
    if on < joined_on or on > today:
        raise RuleBroken(
            "replaced_outside_membership",
            f"更换日期应在{joined_on}与今天之间",
            fields={"on": f"应在{joined_on}与今天之间"},
        )


def check_closing(*, on: date, today: date) -> None:
    if on > today:
        raise RuleBroken("closed_in_future", "退出日期不能晚于今天", fields={"on": "不能晚于今天"})
