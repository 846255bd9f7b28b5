"""The lines of a work plan. No database."""

from collections.abc import Collection
from datetime import date
from typing import Any

from ground.kernel.errors import RuleBroken

LONGEST_ITEM = 300


def check_item(
    *, content: str, agency: Any, due_on: date, year: int, member_ids: Collection[int]
) -> str:
    """The content of a line that a group's plan of this year may hold."""
    content = content.strip()
    if not content:
        raise RuleBroken("item_empty", "请写明工作内容", fields={"content": "不能为空"})
    if len(content) > LONGEST_ITEM:
        raise RuleBroken(
            "item_too_long",
            f"工作内容不超过{LONGEST_ITEM}字",
            fields={"content": f"不超过{LONGEST_ITEM}字"},
        )
    if agency.pk not in member_ids:
        raise RuleBroken(
            "agency_not_in_group",
            f"“{agency}”不是本组成员单位，请从本组单位中选择",
            fields={"agency": "不是本组成员单位"},
        )
    if due_on.year != year:
        raise RuleBroken(
            "due_outside_year",
            f"完成时限应在{year}年内",
            fields={"due_on": f"应在{year}年内"},
        )
    return content
