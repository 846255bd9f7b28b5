"""The way of a task: who may be given what, and who may say what to it. No database."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistance.pairing.rules.groups import LINK_POINTS
from ground.kernel.errors import RuleBroken
from ground.kernel.four_eyes import check_another
from ground.kernel.texts import check_reason

LONGEST_CONTENT = 300


@dataclass(frozen=True)
class NewTask:
    """A task to be given: to which agency (an Organisation), what, by when, and who of it answers."""

    agency: Any
    content: str
    due_on: date
    cadre: Any = None


@dataclass(frozen=True)
class LevelMarks:
    """Up to which day of being due an open task has reached a level today.

    A reminder looks ahead (`remind` lies after today), the others back.
    """

    remind: date
    yellow: date
    red: date
    leader: date


def check_task(
    *,
    content: str,
    due_on: date,
    given_on: date,
    agency: Any,
    member_ids: Collection[int] | None,
    taken: Collection[tuple[int, str]] = (),
) -> str:
    """The content of a task that may be given. `taken`: (agency, content) of the group's tasks.

    `member_ids` is None where a task is given outside a group: then to any agency at work.
    """
    content = content.strip()
    if not content:
        raise RuleBroken("task_empty", "请写明任务内容", fields={"content": "不能为空"})
    if len(content) > LONGEST_CONTENT:
        raise RuleBroken(
            "task_too_long",
            f"任务内容不超过{LONGEST_CONTENT}字，细节可写入会议议定事项",
            fields={"content": f"不超过{LONGEST_CONTENT}字"},
        )
    check_owner(agency, member_ids=member_ids)
    if due_on < given_on:
        raise RuleBroken(
            "due_before_given",
            f"完成期限不能早于交办日期{given_on}",
            fields={"due_on": f"不能早于{given_on}"},
        )
    if (agency.pk, content) in taken:
        raise RuleBroken(
            "task_exists",
            f"“{agency}”已有同样内容的任务，请勿重复交办",
            fields={"content": "该单位已有同样内容的任务"},
        )
    return content


def check_owner(agency: Any, *, member_ids: Collection[int] | None) -> None:
    """A task belongs to a present member of its group; outside a group, to any agency at work."""
    if member_ids is not None and agency.pk not in member_ids:
        raise RuleBroken(
            "agency_not_in_group",
            f"“{agency}”不是本组成员单位，请从本组单位中选择",
            fields={"agency": "不是本组成员单位"},
        )
    if agency.kind in LINK_POINTS:
        raise RuleBroken(
            "not_an_agency",
            f"“{agency}”是企业、社区或村，不能承办任务",
            fields={"agency": "不是参联单位"},
        )
    if not agency.is_active:
        raise RuleBroken(
            "organisation_closed",
            f"“{agency}”已停用，请另选单位",
            fields={"agency": "已停用"},
        )


def check_shares(
    co_agencies: Sequence[Any], *, agency: Any, member_ids: Collection[int] | None
) -> list[Any]:
    """The agencies that help, each once, the owner not among them."""
    helping = {one.pk: one for one in co_agencies if one.pk != agency.pk}
    for one in helping.values():
        if member_ids is not None and one.pk not in member_ids:
            raise RuleBroken(
                "agency_not_in_group",
                f"协办单位“{one}”不是本组成员单位，请从本组单位中选择",
                fields={"co_agencies": f"“{one}”不是本组成员单位"},
            )
        if one.kind in LINK_POINTS or not one.is_active:
            raise RuleBroken(
                "not_an_agency",
                f"“{one}”不能协办任务，请选择在用的参联单位",
                fields={"co_agencies": f"“{one}”不能协办"},
            )
    return list(helping.values())


def check_cadre(cadre: Any, *, agency: Any) -> None:
    """Who answers for a task is a serving cadre of its agency."""
    if cadre is not None and (cadre.agency_id != agency.pk or cadre.left_on is not None):
        raise RuleBroken(
            "cadre_of_another",
            f"“{cadre}”不是“{agency}”的在任干部，请另选责任人",
            fields={"cadre": "不是承办单位的在任干部"},
        )


def check_completion(*, done_on: date, assigned_on: date, today: date, note: str) -> str:
    """The note on a task that is done: what was done stands in it."""
    note = note.strip()
    if not note:
        raise RuleBroken("note_missing", "请写明完成情况", fields={"note": "不能为空"})
    if done_on > today:
        raise RuleBroken(
            "done_in_future", "完成日期不能晚于今天", fields={"done_on": "不能晚于今天"}
        )
    if done_on < assigned_on:
        raise RuleBroken(
            "done_before_assigned",
            f"完成日期不能早于交办日期{assigned_on}",
            fields={"done_on": f"不能早于{assigned_on}"},
        )
    return note


def check_verifier(*, done_by: int | None, verified_by: int) -> None:
    check_another(
        by=verified_by, than=done_by, message="办结任务的人不能核验同一任务，请由另一人核验"
    )


def check_postponement(*, due_on: date, from_due_on: date, today: date, reason: str) -> str:
    """The reason for a later day; the day lies after the present one and is still to come."""
    if due_on <= from_due_on:
        raise RuleBroken(
            "postponed_backwards",
            f"现在的期限是{from_due_on}，延期应晚于这一天",
            fields={"due_on": f"应晚于{from_due_on}"},
        )
    if due_on <= today:
        raise RuleBroken(
            "postponed_to_the_past",
            "延期后的期限应在今天以后",
            fields={"due_on": "应在今天以后"},
        )
    return check_reason(reason, what="延期")


def check_decider(*, asked_by: int, decided_by: int) -> None:
    check_another(
        by=decided_by, than=asked_by, message="申请延期的人不能批复同一申请，请由另一人批复"
    )


def level_of(*, due_on: date, marks: LevelMarks, on: date) -> int:
    """How hard an open task is pressed on a day: 0 not, 1 reminder, 2 yellow, 3 red, 4 leader."""
    if due_on < on:
        reached = [
            level
            for level, mark in ((4, marks.leader), (3, marks.red), (2, marks.yellow))
            if due_on <= mark
        ]
        return reached[0] if reached else 1
    return 1 if due_on <= marks.remind else 0


def is_overdue(*, due_on: date, on: date) -> bool:
    """Due on the 31st of August: overdue from the 1st of September."""
    return due_on < on
