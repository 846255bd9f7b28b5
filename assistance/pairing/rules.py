"""What the scheme allows: who may be paired with whom, when, and the way of a task. No database."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ground.kernel.errors import RuleBroken

LINK_POINTS = frozenset({"enterprise", "community"})
FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST_CONTENT = 300


@dataclass(frozen=True)
class NewTask:
    """A task that a meeting gives: to which agency (an Organisation), what, by when."""

    agency: Any
    content: str
    due_on: date


def check_pairing(*, year: int, starts_on: date, link_point: Any, agencies: Sequence[Any]) -> None:
    """An enterprise or community on one side, offices and agencies on the other, one year."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise RuleBroken(
            "year_unlikely",
            f"年度应在{FIRST_YEAR}至{LAST_YEAR}之间",
            fields={"year": "请填写四位年份"},
        )
    if starts_on.year != year:
        raise RuleBroken(
            "start_outside_year",
            f"开始日期应在{year}年内",
            fields={"starts_on": f"应在{year}年内"},
        )
    if link_point.kind not in LINK_POINTS:
        raise RuleBroken(
            "not_a_link_point",
            f"“{link_point}”不是企业或社区，不能作为双联点",
            fields={"link_point": "双联点应为企业或社区"},
        )
    for agency in agencies:
        if agency.kind in LINK_POINTS:
            raise RuleBroken(
                "not_an_agency",
                f"“{agency}”是企业或社区，不能作为参联单位",
                fields={"members": f"“{agency}”不是参联单位"},
            )
    for organisation in (link_point, *agencies):
        if not organisation.is_active:
            raise RuleBroken("organisation_closed", f"“{organisation}”已停用，请另选单位")


def check_four_eyes(*, proposed_by: int, approved_by: int) -> None:
    if proposed_by == approved_by:
        raise RuleBroken("same_person", "提出方案的人不能批准同一方案，请由另一位领导批准")


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


def check_meeting(*, held_on: date, starts_on: date, today: date, place: str, topics: str) -> None:
    missing = {
        field: "不能为空"
        for field, text in (("place", place), ("topics", topics))
        if not text.strip()
    }
    if missing:
        raise RuleBroken("meeting_incomplete", "请填写会议地点和议题", fields=missing)
    if held_on > today:
        raise RuleBroken(
            "meeting_in_future",
            "会议开过以后才能登记，日期不能晚于今天",
            fields={"held_on": "不能晚于今天"},
        )
    if held_on < starts_on:
        raise RuleBroken(
            "meeting_before_group",
            f"结对自{starts_on}开始，会议日期不能更早",
            fields={"held_on": f"不能早于{starts_on}"},
        )


def check_task(
    *,
    content: str,
    due_on: date,
    given_on: date,
    agency: Any,
    member_ids: Collection[int],
    taken: Collection[tuple[int, str]] = (),
) -> str:
    """The content of a task that may be given. `taken`: (agency, content) of the group's tasks."""
    content = content.strip()
    if not content:
        raise RuleBroken("task_empty", "请写明任务内容", fields={"content": "不能为空"})
    if len(content) > LONGEST_CONTENT:
        raise RuleBroken(
            "task_too_long",
            f"任务内容不超过{LONGEST_CONTENT}字，细节可写入会议议定事项",
            fields={"content": f"不超过{LONGEST_CONTENT}字"},
        )
    if agency.pk not in member_ids:
        raise RuleBroken(
            "agency_not_in_group",
            f"“{agency}”不是本组成员单位，请从本组单位中选择",
            fields={"agency": "不是本组成员单位"},
        )
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
    if done_by == verified_by:
        raise RuleBroken("same_person", "办结任务的人不能核验同一任务，请由另一人核验")


def is_overdue(*, due_on: date, on: date) -> bool:
    """Due on the 31st of August: overdue from the 1st of September."""
    return due_on < on
