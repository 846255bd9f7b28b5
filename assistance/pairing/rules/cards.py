"""What a contact card must say. No database."""

from collections.abc import Sequence
from dataclasses import dataclass

from ground.kernel.errors import RuleBroken

MOST_HOLDERS = 6
LONGEST_PROMISES = 150


@dataclass(frozen=True, kw_only=True)
class NewHolder:
    """A person to be named on a card. `agency_id` is the agency for which they stand."""

    agency_id: int
    name: str
    phone: str
    post: str = ""
    cadre_id: int | None = None


def check_card(*, holders: Sequence[NewHolder], member_ids: set[int], promises: str) -> None:
    """A card names at least one person of the group's agencies, each with a telephone."""
    if not holders:
        raise RuleBroken(
            "card_names_nobody", "联系卡上至少写明一名联系人", fields={"holders": "至少一名联系人"}
        )
    if len(holders) > MOST_HOLDERS:
        raise RuleBroken(
            "card_too_full",
            f"一张联系卡最多印{MOST_HOLDERS}名联系人",
            fields={"holders": f"最多{MOST_HOLDERS}名"},
        )
    check_promises(promises)
    for number, holder in enumerate(holders):
        if not holder.name.strip() or not holder.phone.strip():
            raise RuleBroken(
                "holder_incomplete",
                f"第{number + 1}名联系人须写明姓名和电话",
                fields={f"holders.{number}.phone": "姓名和电话都要填写"},
            )
        if holder.agency_id not in member_ids:
            raise RuleBroken(
                "agency_not_in_group",
                f"第{number + 1}名联系人的单位不是本组成员单位",
                fields={f"holders.{number}.agency": "不是本组成员单位"},
            )


def check_promises(promises: str) -> None:
    if len(promises) > LONGEST_PROMISES:
        raise RuleBroken(
            "promises_too_long",
            f"服务承诺不超过{LONGEST_PROMISES}字，联系卡印不下更多",
            fields={"promises": f"不超过{LONGEST_PROMISES}字"},
        )
