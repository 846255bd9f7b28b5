"""When a meeting may be put on record. No database."""

from datetime import date

from ground.kernel.errors import RuleBroken


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
