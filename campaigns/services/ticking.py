"""The checklist of everybody on a roster: what was done for them, on which day."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Count, Q

from campaigns import queries, rules
from campaigns.models import Campaign, ChecklistTick, Enrolment, EnrolmentQuerySet
from campaigns.rules.states import ENDED
from campaigns.services.settling import settle
from ground.accounts.models import User
from ground.audit.services import record, record_many
from ground.intake.storing import insert
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
    duties = {one.code: one for one in campaign.kind.checklist}
    _check_duty(duties, code, done_on)
    told = rules.check_text(
        note, field="note", label="办了什么", longest=200, needed=duties[code].says_what
    )
    ChecklistTick.objects.update_or_create(
        enrolment=locked, code=code, defaults={"done_on": done_on, "note": told, "by": by}
    )
    _count_ticks(locked, duties)
    record(by, "campaign.ticked", locked, campaign=campaign.pk, duty=code)
    settle(by, campaign, [locked.pk])
    return locked


@transaction.atomic
def untick(*, by: User, enrolment: Enrolment, code: str) -> Enrolment:
    """Take back what was noted by mistake."""
    campaign = queries.locked_campaign(enrolment.campaign_id)
    locked = queries.locked_enrolment(enrolment.pk)
    if campaign.state in ENDED:
        raise RuleBroken("checklist_closed", "活动已收尾或对象已退出，不能再登记事项")
    locked.ticks.filter(code=code).delete()
    _count_ticks(locked, {one.code: one for one in campaign.kind.checklist})
    record(by, "campaign.unticked", locked, campaign=campaign.pk, duty=code)
    settle(by, campaign, [locked.pk])
    return locked


@transaction.atomic
def tick_many(
    *, by: User, campaign: Campaign, among: EnrolmentQuerySet, seen: int, code: str, done_on: date
) -> int:
    """Note a thing of the checklist for everybody of these who has it not; how many.

    Not for a thing that wants a word of what it was: that is said of each.
    """
    locked = queries.locked_campaign(campaign.pk)
    if locked.state in ENDED:
        raise RuleBroken("checklist_closed", "活动已收尾，不能再登记事项")
    duties = {one.code: one for one in locked.kind.checklist}
    _check_duty(duties, code, done_on)
    if duties[code].says_what:
        raise RuleBroken(
            "duty_of_each",
            f"“{duties[code].label}”要写明办了什么，请逐个登记",
            fields={"code": "须逐个登记"},
        )
    keys = rules.check_seen(queries.to_tick(locked, among, code), seen, "登记")
    insert(
        ChecklistTick,
        len(keys),
        {"enrolment_id": keys},
        code=code,
        done_on=done_on,
        by_id=by.pk,
    )
    ticked = Enrolment.objects.filter(pk__in=keys).annotate(
        done=Count("ticks", filter=Q(ticks__code__in=duties))
    )
    complete = ticked.filter(done=len(duties)).order_by().values_list("pk", flat=True)
    Enrolment.objects.filter(pk__in=list(complete)).update(is_complete=True)
    details: dict[str, object] = {"campaign": locked.pk, "duty": code}
    record_many(by, "campaign.ticked", ((f"campaigns.enrolment:{pk}", details) for pk in keys))
    settle(by, locked, keys)
    return len(keys)


def _check_duty(duties: Mapping[str, object], code: str, done_on: date) -> None:
    if code not in duties:
        raise RuleBroken("duty_unknown", "请从列表中选择事项", fields={"code": "请选择"})
    if done_on > clock.today():
        raise RuleBroken("duty_in_future", "办理日期不能晚于今天", fields={"done_on": "晚于今天"})


def _count_ticks(enrolment: Enrolment, duties: Mapping[str, object]) -> None:
    done = set(enrolment.ticks.values_list("code", flat=True))
    enrolment.is_complete = bool(duties) and done >= duties.keys()
    enrolment.save(update_fields=["is_complete"])
