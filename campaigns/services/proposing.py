"""Take everybody in whom a rule proposes from the files, in one go."""

from django.db import IntegrityError, transaction

from campaigns import kinds, queries, rules
from campaigns.events import Enrolled
from campaigns.models import Campaign, Enrolment
from campaigns.queries import Wanted
from campaigns.services.enrolling import check_quotas, key_of, twice
from ground.accounts.models import Organisation, User
from ground.audit.services import record_many
from ground.events.services import publish
from ground.intake.storing import insert
from ground.kernel import clock
from ground.kernel.errors import RuleBroken

State, CameFrom = Enrolment.State, Enrolment.CameFrom
MOST_AT_ONCE = 20_000


@transaction.atomic
def enrol_proposed(*, by: User, campaign: Campaign, wanted: Wanted, seen: int) -> int:
    """Take in everybody whom a rule proposes, as many as were seen, each with the sentence that says why."""
    locked = queries.locked_campaign(campaign.pk)
    rules.check_running(locked.state, locked.get_state_display(), "列入名单")
    kind = kinds.kind_of(locked.kind)
    is_member = kind.enrols == "member"
    names = ("pk", "file_id", "file__unit_id", "education") if is_member else ("pk", "unit_id")
    rows = list(
        queries.proposals(by, locked, wanted).values_list("why", "person_hash", "size", *names)[
            : MOST_AT_ONCE + 1
        ]
    )
    _check_seen(len(rows), seen)
    if is_member:
        members = [row[3] for row in rows]
        files, units = [row[4] for row in rows], [row[5] for row in rows]
        stages = [kind.stages_of_education.get(row[6], "") for row in rows]
    else:
        members, stages = [None] * len(rows), [""] * len(rows)
        files, units = [row[3] for row in rows], [row[4] for row in rows]
    _check_quotas_of_units(locked, units)
    known = set(
        locked.enrolments.filter(file__isnull=False)
        .exclude(state=State.WITHDRAWN)
        .values_list("file_id", flat=True)
    )
    firsts = []
    for file in files:
        firsts.append(0 if file in known else 1)
        known.add(file)
    filed = next(one.code for one in kind.classes if one.filed is not False)
    try:
        with transaction.atomic():
            keys = insert(
                Enrolment,
                len(rows),
                {
                    "unit_id": units,
                    "file_id": files,
                    "member_id": members,
                    "person_key": [
                        row[1] or key_of(file, member)
                        for row, file, member in zip(rows, files, members, strict=True)
                    ],
                    "stage": stages,
                    "people": [row[2] for row in rows],
                    "households": firsts,
                    "reason": [row[0] for row in rows],
                },
                campaign_id=locked.pk,
                person_class=filed,
                came_from=CameFrom.PROPOSED.value,
                state=State.LISTED.value,
                listed_by_id=by.pk,
                listed_on=clock.today(),
            )
    except IntegrityError as error:
        raise twice(error) from error
    details: dict[str, object] = {"campaign": locked.pk, "came_from": CameFrom.PROPOSED.value}
    record_many(by, "campaign.enrolled", ((f"campaigns.enrolment:{key}", details) for key in keys))
    publish(Enrolled(campaign_id=locked.pk, number=len(keys), came_from=CameFrom.PROPOSED.value))
    return len(keys)


def _check_seen(number: int, seen: int) -> None:
    if number > MOST_AT_ONCE:
        raise RuleBroken(
            "proposed_too_many", f"一次最多列入{MOST_AT_ONCE:,}个，请再加条件分几次列入"
        )
    if not number:
        raise RuleBroken("proposed_none", "没有符合条件的对象，请放宽条件")
    if number != seen:
        raise RuleBroken(
            "proposed_changed", f"名单有变化：您看到{seen}个，现在是{number}个，请核对后重新提交"
        )


def _check_quotas_of_units(campaign: Campaign, units: list[int]) -> None:
    paths = dict(Organisation.objects.filter(pk__in=set(units)).values_list("pk", "path"))
    wanted: dict[str, int] = {}
    for unit in units:
        wanted[paths[unit]] = wanted.get(paths[unit], 0) + 1
    check_quotas(campaign, wanted)
