"""What two people did at the same moment: the second hears what the check before would have said."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from ground.kernel.errors import RuleBroken

TAKEN = {
    "pairing_group_once": RuleBroken(
        "group_exists",
        "该双联点本年度已有同一牵头单位的结对，请在原结对上办理",
        fields={"lead_agency": "本年度已牵头联系该双联点"},
    ),
    "meeting_once": RuleBroken(
        "meeting_exists",
        "该日在同一地点的联系会议已经登记，请勿重复登记",
        fields={"held_on": "当日同一地点的会议已登记"},
    ),
    "task_once": RuleBroken(
        "task_exists",
        "该单位已有同样内容的任务，请勿重复交办",
        fields={"content": "该单位已有同样内容的任务"},
    ),
    "postponement_open_once": RuleBroken(
        "postponement_asked", "该任务已有待批的延期申请，请等待批复"
    ),
    "plan_item_once": RuleBroken(
        "item_exists",
        "该单位在本计划中已有同样的工作内容",
        fields={"content": "该单位已有同样的内容"},
    ),
    "cadre_once": RuleBroken(
        "cadre_exists",
        "该单位已有同名同手机号的在任干部，请勿重复登记",
        fields={"name": "该干部已登记"},
    ),
    "card_in_force_once": RuleBroken("card_in_force", "该结对已有在用的联系卡，请换发或先收回"),
}


@contextmanager
def once(constraint: str) -> Iterator[None]:
    """Name the constraint that a write may run into; losing the race becomes the rule's own words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as clash:
        if constraint in str(clash):
            raise TAKEN[constraint] from clash
        raise
