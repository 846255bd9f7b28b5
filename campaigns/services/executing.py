"""Plan the payments of who was approved, in bulk; follow what becomes of them."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.urls import reverse

from assistance.aid import services as aid
from assistance.aid.models import Payment
from assistance.aid.queries import payments_by_key
from assistance.households.models import HardshipFile
from campaigns import kinds, queries, rules
from campaigns.events import MOST_IN_EVENT, Enrolled, MoneyReached, StageReached
from campaigns.models import Campaign, Enrolment, LeftOut
from campaigns.rules.states import PLACE
from campaigns.services.enrolling import give_up
from ground.accounts.models import User
from ground.audit.services import record, record_many
from ground.events.services import publish
from ground.jobs import services as jobs
from ground.jobs.models import Job
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.periods import Period

EXECUTION = "campaigns.execution"
BATCH = 5_000
State = Enrolment.State
PAYING = (Campaign.State.APPROVED, Campaign.State.EXECUTING)
MOVED = {"reached": "campaign.reached", "planned": "campaign.under_way_again"}
HELPED = ("member__name", "person_name", "person_key", "id_no", "row_key")
VOIDED = "款项已作废或放弃发放"


@transaction.atomic
def ask_to_execute(
    *, by: User, campaign: Campaign, given_on: date, reason: str, channel: str
) -> Job:
    """Let the payments of everybody who is approved be planned. A job; again, for those who came later."""
    locked = begin_execution(
        by=by, campaign=campaign, given_on=given_on, reason=reason, channel=channel
    )
    return jobs.ask(
        by=by,
        kind=EXECUTION,
        title=f"安排“{locked.name}”款项",
        organisation=locked.organiser,
        inputs={
            "campaign": locked.pk,
            "given_on": given_on.isoformat(),
            "reason": reason,
            "channel": channel,
        },
        opens=reverse("campaigns:campaign", args=[locked.pk]),
    )


@transaction.atomic
def begin_execution(
    *, by: User, campaign: Campaign, given_on: date, reason: str, channel: str
) -> Campaign:
    """Say on which day and how money is given out; the campaign is under way with it from now on."""
    locked = queries.locked_campaign(campaign.pk)
    rules.check_state(locked.state, locked.get_state_display(), PAYING, "安排款项")
    if not locked.kind.cash:
        raise RuleBroken("campaign_gives_no_money", "这类活动不发款项：逐个登记事项，办完即到位")
    rules.check_some(queries.number_in(locked, State.APPROVED), "已批准、待安排款项")
    rules.check_given_on(Period(starts_on=locked.starts_on, ends_on=locked.ends_on), given_on)
    rules.check_text(reason, field="reason", label="事由", longest=120)
    if channel not in Payment.Channel.values:
        raise RuleBroken("channel_unknown", "请从列表中选择发放方式", fields={"channel": "请选择"})
    record(by, "campaign.execution_begun", locked, given_on=given_on)
    if locked.state == Campaign.State.APPROVED:
        locked.state = Campaign.State.EXECUTING
        locked.save(update_fields=["state"])
        publish(StageReached(campaign_id=locked.pk, state=locked.state))
    return locked


@transaction.atomic
def plan_batch(
    *, by: User, campaign: Campaign, given_on: date, reason: str, channel: str, most: int = BATCH
) -> int:
    """Plan the payments of the next who are approved and whose file is active; how many, 0 at the end."""
    locked = queries.locked_campaign(campaign.pk)
    rules.check_state(locked.state, locked.get_state_display(), PAYING, "安排款项")
    rows = list(
        locked.enrolments.filter(state=State.APPROVED)
        .filter(Q(file__isnull=True) | Q(file__state=HardshipFile.State.ACTIVE))
        .order_by("pk")
        .values_list("pk", "amount", "unit_id", "file_id", *HELPED)[:most]
    )
    if not rows:
        return 0
    keys = {rules.payment_key(pk): pk for pk, *_ in rows}
    planned = aid.plan_payments(
        by=by,
        wanted=[
            aid.Wanted(rules.payment_key(pk), amount or Decimal(0), unit, file, _helped(*told))
            for pk, amount, unit, file, *told in rows
        ],
        aid_type=locked.kind.aid_type,
        reason=reason,
        given_on=given_on,
        origin=rules.origin_of(locked.pk),
        channel=channel,
    )
    write_payments([(keys[key], payment) for key, payment in planned.items()])
    return len(rows)


def _helped(
    member: str | None, person: str, key: str, id_no: Any, row_key: Any
) -> aid.Helped | None:
    """Whom a payment is for where that is no family: a student of one, a person without a file, a place."""
    if member or not person:
        return aid.Helped(member) if member else None
    if key.startswith(PLACE):
        return aid.Helped(person, is_place=True)
    return aid.Helped(person, id_no.opened(row_key) if id_no else "")


def execute(
    *,
    by: User,
    campaign: Campaign,
    given_on: date,
    reason: str,
    channel: str = Payment.Channel.CASH_SIGNED,
) -> int:
    """Plan all payments of who is approved here and now, batch by batch; how many."""
    told: dict[str, Any] = {"given_on": given_on, "reason": reason, "channel": channel}
    locked = begin_execution(by=by, campaign=campaign, **told)
    number = 0
    while more := plan_batch(by=by, campaign=locked, **told):
        number += more
    return number


@transaction.atomic
def take_in_payment(payment_id: int) -> Enrolment | None:
    """Take in a payment that names a campaign and stands on no roster yet: cash from a visit.

    The money has been promised already, so nothing is refused: what the campaign's days or budget
    do not cover stays outside, and its page and the trail say so. A visit names its campaign in a
    field that anybody could fill in, so a campaign of another area takes nothing in.
    """
    payment = Payment.objects.select_related(
        "link_point", "visit__agency", "visit__recorded_by"
    ).get(pk=payment_id)
    named = rules.campaign_of(payment.origin)
    if named is None or not Campaign.objects.filter(pk=named).exists():
        return None
    campaign = queries.locked_campaign(named)
    known = Enrolment.objects.filter(payment=payment).first() or _given_again(payment)
    if known:
        return known
    span = Period(starts_on=campaign.starts_on, ends_on=campaign.ends_on)
    try:
        rules.check_area(is_inside=queries.is_of_area(campaign, payment))
        rules.check_visited(campaign.state, campaign.get_state_display())
        rules.check_given_on(span, payment.given_on)
        rules.check_budget(payment.amount, campaign.budget - queries.held_by(campaign))
        rules.check_not_enrolled(is_enrolled=_is_enrolled(campaign, payment))
    except RuleBroken as broken:
        _, is_new = LeftOut.objects.update_or_create(
            payment=payment, defaults={"campaign": campaign, "why": broken.message[:200]}
        )
        if is_new:
            record(None, "campaign.left_out", payment, campaign=campaign.pk, why=broken.code)
        return None
    LeftOut.objects.filter(payment=payment).delete()
    is_family = payment.file_id is not None
    taken = Enrolment.objects.create(
        campaign=campaign,
        unit=payment.link_point,
        file=payment.file,
        person_class=kinds.VISITED,
        came_from=Enrolment.CameFrom.VISITED,
        reason=payment.reason,
        people=int(is_family),
        households=int(is_family),
        state=State.PLANNED,
        asked=payment.amount,
        amount=payment.amount,
        listed_on=clock.today(),
        payment=payment,
    )
    record(None, "campaign.enrolled", taken, campaign=campaign.pk, came_from=taken.came_from)
    publish(Enrolled(campaign_id=campaign.pk, number=1, came_from=taken.came_from))
    return taken


@transaction.atomic
def mark_reached(payments: Collection[int]) -> list[int]:
    """Tell that the money of campaigns has arrived: with whom it is news of."""
    for payment_id in queries.naming_a_campaign(payments):
        take_in_payment(payment_id)
    paid = Q(payment__state=Payment.State.PAID)
    return _moved(payments, State.PLANNED, State.REACHED, where=paid)


@transaction.atomic
def mark_under_way(payments: Collection[int]) -> list[int]:
    """What was told as arrived has been taken back: it is under way again."""
    return _moved(
        payments, State.REACHED, State.PLANNED, where=~Q(payment__state=Payment.State.PAID)
    )


@transaction.atomic
def give_up_payment(payment_id: int) -> Enrolment | None:
    """A payment has been given up for good: who it was for is off the roster, its money is free."""
    found = Enrolment.objects.filter(payment=payment_id).first()
    if found is None:
        return None
    campaign = queries.locked_campaign(found.campaign_id)
    locked = queries.locked_enrolment(found.pk)
    if locked.state == State.PLANNED:
        give_up(campaign, [locked.pk], VOIDED)
        locked.refresh_from_db()
        record(None, "campaign.withdrawn", locked, campaign=locked.campaign_id, reason=VOIDED)
    return locked


def write_payments(pairs: Sequence[tuple[int, int]]) -> None:
    """Write whose payment is which, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE campaigns_enrolment e SET state = 'planned', payment_id = p.payment"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS p (enrolment, payment)"
            " WHERE e.id = p.enrolment AND e.state = 'approved'",
            [[one for one, _ in pairs], [one for _, one in pairs]],
        )


def _moved(payments: Collection[int], before: State, after: State, *, where: Q) -> list[int]:
    """Whoever stands before this step and whose payment is that far (`where`): events may come late."""
    rows = list(
        Enrolment.objects.filter(where, payment__in=payments_by_key(payments), state=before)
        .order_by("campaign", "pk")
        .values_list("campaign_id", "pk")
    )
    by_campaign: dict[int, list[int]] = {}
    for campaign, pk in rows:
        by_campaign.setdefault(campaign, []).append(pk)
    queries.locked_campaigns(by_campaign)
    moved = [pk for _, pk in rows]
    Enrolment.objects.filter(pk__in=moved, state=before).update(state=after)
    record_many(
        None,
        MOVED[after],
        ((f"campaigns.enrolment:{pk}", {"campaign": campaign}) for campaign, pk in rows),
    )
    if after == State.REACHED:
        publish(
            *(
                MoneyReached(
                    campaign_id=campaign, enrolment_ids=tuple(keys[at : at + MOST_IN_EVENT])
                )
                for campaign, keys in by_campaign.items()
                for at in range(0, len(keys), MOST_IN_EVENT)
            )
        )
    return moved


def _given_again(payment: Payment) -> Enrolment | None:
    """Whose payment the bank returned; the one that gives it out again takes its place."""
    found = Enrolment.objects.filter(payment=payment.reissue_of_id or 0).first()
    if found is not None:
        found.payment = payment
        found.save(update_fields=["payment"])
        record(None, "campaign.payment_reissued", found, payment=payment.pk)
    return found


def _is_enrolled(campaign: Campaign, payment: Payment) -> bool:
    if payment.file_id is None:
        return False
    live = campaign.enrolments.filter(file=payment.file_id).exclude(state=State.WITHDRAWN)
    return live.exists()
