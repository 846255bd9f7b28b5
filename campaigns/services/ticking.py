"""The checklist of everybody on a roster: what was done for them, on which day."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from campaigns import kinds, queries, rules
from campaigns.models import ChecklistTick, Enrolment
from campaigns.rules.states import ENDED
from ground.accounts.models import User
from ground.audit.services import record
from ground.kernel import clock
from ground.kernel.errors import RuleBroken

State = Enrolment.State


@transaction.atomic
def tick(*, by: User, enrolment: Enrolment, code: str, done_on: date, note: str = "") -> Enrolment:
    """Note that a thing of the checklist was done. Complete is who has all of them."""
    campaign = queries.locked_campaign(enrolment.campaign_id)
    locked = queries.locked_enrolment(enrolment.pk)
    if campaign.state in ENDED or locked.state == State.WITHDRAWN:
        raise RuleBroken("checklist_closed", "活动已收尾或对象已退出，不能再登记事项")
    duties = {one.code: one for one in kinds.kind_of(campaign.kind).checklist}
    if code not in duties:
        raise RuleBroken("duty_unknown", "请从列表中选择事项", fields={"code": "请选择"})
    if done_on > clock.today():
        raise RuleBroken("duty_in_future", "办理日期不能晚于今天", fields={"done_on": "晚于今天"})
    told = rules.check_text("note", "办了什么", note, longest=200, needed=duties[code].says_what)
    ChecklistTick.objects.update_or_create(
        enrolment=locked, code=code, defaults={"done_on": done_on, "note": told, "by": by}
    )
    _count_ticks(locked, duties)
    record(by, "campaign.ticked", locked, campaign=campaign.pk, duty=code)
    return locked


@transaction.atomic
def untick(*, by: User, enrolment: Enrolment, code: str) -> Enrolment:
    """Take back what was noted by mistake."""
    campaign = queries.locked_campaign(enrolment.campaign_id)
    locked = queries.locked_enrolment(enrolment.pk)
    if campaign.state in ENDED:
        raise RuleBroken("checklist_closed", "活动已收尾或对象已退出，不能再登记事项")
    locked.ticks.filter(code=code).delete()
    _count_ticks(locked, {one.code: one for one in kinds.kind_of(campaign.kind).checklist})
    record(by, "campaign.unticked", locked, campaign=campaign.pk, duty=code)
    return locked


def _count_ticks(enrolment: Enrolment, duties: Mapping[str, object]) -> None:
    done = set(enrolment.ticks.values_list("code", flat=True))
    enrolment.is_complete = bool(duties) and done >= duties.keys()
    enrolment.save(update_fields=["is_complete"])
