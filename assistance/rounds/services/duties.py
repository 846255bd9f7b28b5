"""Set how often somebody must go; note what was missed, once; and what was made good later."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from assistance.rounds import queries, rules
from assistance.rounds.events import DutyMissed
from assistance.rounds.models import MissedDuty, VisitDuty
from assistance.visits.models import Visit
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.places.models import Division
from ground.places.queries import local_rule

LOOK_BACK = timedelta(days=31)
BATCH = 1000


@transaction.atomic
def set_duty(
    *,
    by: User,
    who: str,
    times: int,
    every: int,
    valid_from: date,
    source: str,
    kinds: Sequence[str] = (),
    division: Division | None = None,
) -> VisitDuty:
    """Say how often somebody must go from a day on; a later row takes the place of an earlier one.

    Only whole slots count: a duty that begins within a quarter is owed from the next one.
    """
    if who not in VisitDuty.Who.values:
        raise RuleBroken("duty_who", "请选择谁来走访", fields={"who": "请选择"})
    rules.check_duty(times=times, every=every, kinds=kinds, known=Visit.Kind.values, source=source)
    try:
        with transaction.atomic():
            duty = VisitDuty.objects.create(
                division=division,
                who=who,
                times=times,
                every=every,
                kinds=sorted(kinds),
                valid_from=valid_from,
                source=source.strip(),
            )
    except IntegrityError as clash:
        raise RuleBroken(
            "duty_exists",
            "这一天起已有同一对象、同一地区的要求，请换一个生效日期",
            fields={"valid_from": "当天已有要求"},
        ) from clash
    record(by, "rounds.duty_set", duty, who=who, times=times, every=every, valid_from=valid_from)
    return duty


@transaction.atomic
def end_duty(*, by: User, duty: VisitDuty, valid_to: date) -> VisitDuty:
    """Let a duty hold no longer than a day; a slot that this day cuts is not owed."""
    duty = VisitDuty.objects.select_for_update().get(pk=duty.pk)
    rules.check_duty_end(valid_from=duty.valid_from, valid_to=valid_to)
    duty.valid_to = valid_to
    duty.save(update_fields=["valid_to"])
    record(by, "rounds.duty_ended", duty, valid_to=valid_to)
    return duty


@transaction.atomic
def note_missed(on: date) -> int:
    """Note the slots that ended without their visits, each once however often a day is told.

    After the days that the local rule leaves for recording. Returns how many were noted.
    """
    grace = timedelta(days=int(local_rule("rounds.days_before_missed", on=on)))
    noted = 0
    found = queries.missed_and_not_noted(from_on=on - grace - LOOK_BACK, before=on - grace)
    for at in range(0, len(found), BATCH):
        rows = MissedDuty.objects.bulk_create(
            MissedDuty(
                duty_id=due.duty_id,
                group_id=due.group_id,
                pair_id=due.pair_id,
                agency_id=due.agency_id,
                link_point_id=due.link_point_id,
                first_on=due.first_on,
                last_on=due.last_on,
                owed=due.owed,
                counted=due.counted,
                noted_on=on,
            )
            for due in found[at : at + BATCH]
        )
        publish(
            *(
                DutyMissed(
                    missed_id=row.pk,
                    group_id=row.group_id,
                    pair_id=row.pair_id,
                    agency_id=row.agency_id,
                    duty=due.who,
                    slot=row.first_on,
                )
                for row, due in zip(rows, found[at : at + BATCH], strict=True)
            )
        )
        noted += len(rows)
    if noted:
        record(None, "rounds.duties_missed", f"rounds.day:{on}", number=noted)
    return noted


@transaction.atomic
def make_good(visit_id: int) -> int:
    """A visit recorded late: what it completes is missed no longer. The rows stay."""
    visit = Visit.objects.get(pk=visit_id)
    fulfilled = queries.missed_but_done(visit)
    MissedDuty.objects.filter(pk__in=fulfilled).update(made_good_on=clock.today())
    for pk in fulfilled:
        record(None, "rounds.duty_made_good", f"rounds.missedduty:{pk}", visit=visit.pk)
    return len(fulfilled)
