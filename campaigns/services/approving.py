"""Let a roster hang, and approve everybody on it who fulfils the rules: by another person."""

from datetime import date

from django.db import IntegrityError, connection, transaction
from django.db.models import Count, Max, Q

from campaigns import queries, rules
from campaigns.events import RosterApproved, StageReached
from campaigns.models import Campaign, Enrolment
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken, constraint_of
from ground.places.queries import workdays_after

State = Campaign.State
DECIDING = (State.SCREENING, State.NOTICE, State.APPROVED, State.EXECUTING)

# Whoever has been helped since the screening, by a campaign of the same aid and year.
_DOUBLE = """
UPDATE campaigns_enrolment e SET state = 'ineligible', findings = jsonb_build_array(
    jsonb_build_object('rule', 'once_a_year', 'says', '不重复资助：本年已由“' || d.name || '”资助'))
  FROM (SELECT e.id, min(c.name) AS name FROM campaigns_enrolment e
          JOIN campaigns_enrolment o ON o.person_key = e.person_key AND o.once_key = %s
               AND o.id <> e.id
          JOIN campaigns_campaign c ON c.id = o.campaign_id
         WHERE e.campaign_id = %s AND e.state = 'eligible' AND e.person_key <> '' GROUP BY e.id) d
 WHERE e.id = d.id"""


@transaction.atomic
def post_notice(
    *, by: User, campaign: Campaign, place: str, starts_on: date, ends_on: date
) -> Campaign:
    """Note where and how long the list of those who fulfil the rules hangs. Everybody is screened first."""
    locked = queries.locked_campaign(campaign.pk)
    rules.check_state(locked.state, locked.get_state_display(), DECIDING, "公示")
    rules.check_screened(queries.number_in(locked, Enrolment.State.LISTED))
    rules.check_some(queries.number_in(locked, Enrolment.State.ELIGIBLE), "符合条件")
    eligible = locked.enrolments.filter(state=Enrolment.State.ELIGIBLE)
    rules.check_notice(
        starts_on=starts_on,
        screened_on=eligible.aggregate(last=Max("screened_on"))["last"],
        ends_on=ends_on,
        at_least=workdays_after(starts_on, locked.notice_days),
    )
    locked.notice_place = rules.check_text(place, field="place", label="公示地点", longest=80)
    locked.notice_from, locked.notice_to = starts_on, ends_on
    if locked.state == State.SCREENING:
        locked.state = State.NOTICE
    locked.save()
    eligible.update(posted_on=starts_on)
    record(by, "campaign.posted", locked, starts_on=starts_on, ends_on=ends_on)
    publish(StageReached(campaign_id=locked.pk, state=State.NOTICE))
    return locked


@transaction.atomic
def approve_roster(*, by: User, campaign: Campaign, seen: str | None = None) -> Campaign:
    """Approve everybody who fulfils the rules, at once. Neither by the planner nor by who listed them.

    `seen`: the stamp of those whom the approver has looked at (`queries.stamp_of_eligible`).

    Again while money is given out, for those who came later. Who was helped by another campaign in
    the meantime is sent back with that finding: the database lets nobody through twice.
    """
    locked = queries.locked_campaign(campaign.pk)
    rules.check_state(locked.state, locked.get_state_display(), DECIDING, "批准")
    today = clock.today()
    if seen is not None:
        rules.check_unmoved(seen, queries.stamp_of_eligible(locked))
    rules.check_screened(queries.number_in(locked, Enrolment.State.LISTED))
    kind = locked.kind
    once = f"{kind.aid_type}:{locked.year}" if kind.once_a_year else ""
    if once:
        with connection.cursor() as cursor:
            cursor.execute(_DOUBLE, [once, locked.pk])
    eligible = locked.enrolments.filter(state=Enrolment.State.ELIGIBLE)
    rules.check_noticed(locked.notice_days, locked.notice_to, today)
    told = eligible.aggregate(
        number=Count("pk"),
        own=Count("pk", filter=Q(listed_by=by)),
        later=Count("pk", filter=Q(posted_on__isnull=True)),
    )
    rules.check_some(told["number"], "符合条件")
    if locked.notice_days and told["later"]:
        raise RuleBroken(
            "notice_before_screening",
            f"有{told['later']}个对象在公示之后才列入或审核通过，没有公示过：请重新公示后再批准",
        )
    rules.check_approver(locked.planned_by_id, by.pk, told["own"])
    whole = queries.amount_in(locked, Enrolment.State.ELIGIBLE)
    rules.check_budget(whole, locked.budget - queries.held_by(locked))
    quotas = list(locked.quotas.filter(amount__gt=0).select_related("unit"))
    paths = [one.unit.path for one in quotas]
    used = queries.used_below(locked, paths)
    more = queries.used_below(locked, paths, paid_in=(Enrolment.State.ELIGIBLE,))
    for quota in quotas:
        left = quota.amount - used[quota.unit.path].amount
        rules.check_quota_amount(quota.unit.name, more[quota.unit.path].amount, left)
    try:
        with transaction.atomic():
            eligible.update(
                state=Enrolment.State.APPROVED, approved_by=by, approved_on=today, once_key=once
            )
    except IntegrityError as error:
        if constraint_of(error) != "person_helped_once":
            raise
        raise RuleBroken(
            "person_helped_once", "名单中有人刚刚由另一个活动批准资助，请重新审核后再批准"
        ) from error
    if locked.state in {State.SCREENING, State.NOTICE}:
        locked.state = State.APPROVED
    if locked.approved_by_id is None:
        locked.approved_by, locked.approved_on = by, today
    locked.save()
    record(by, "campaign.approved", locked, number=told["number"], amount=whole)
    publish(RosterApproved(campaign_id=locked.pk, number=told["number"], amount=whole))
    return locked
