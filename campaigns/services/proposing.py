"""Take everybody in whom a rule proposes from the files, in one go."""

from django.db import transaction

from campaigns import queries, rules
from campaigns.models import Campaign, Enrolment
from campaigns.queries import Wanted
from campaigns.services.enrolling import key_of
from campaigns.services.listing import write_names
from ground.accounts.models import User
from ground.kernel.errors import RuleBroken

COLUMNS = ("why", "person_hash", "size", "file_key", "member_key", "unit_key", "school")


@transaction.atomic
def enrol_proposed(*, by: User, campaign: Campaign, wanted: Wanted, seen: int) -> int:
    """Take in everybody whom a rule proposes, as many as were seen, each with the sentence that says why."""
    locked = queries.locked_campaign(campaign.pk)
    rules.check_running(locked.state, locked.get_state_display(), "列入名单")
    kind = locked.kind
    found = queries.proposals(by, locked, wanted).values_list(*COLUMNS)
    rows = rules.check_seen(list(found[: rules.MOST_AT_ONCE + 1]), seen, "列入")
    whys, hashes, sizes, files, members, units, schools = zip(*rows, strict=True)
    filed = next((one.code for one in kind.classes if one.is_of(filed=True)), None)
    if filed is None:
        raise RuleBroken("kind_of_nobody_on_file", "这类活动不列入建档家庭，请逐个列入")
    keys = write_names(
        by=by,
        campaign=locked,
        came_from=Enrolment.CameFrom.PROPOSED,
        columns={
            "unit_id": units,
            "file_id": files,
            "member_id": members,
            "person_key": [
                known_by or key_of(file, member)
                for known_by, file, member in zip(hashes, files, members, strict=True)
            ],
            "person_class": [filed] * len(rows),
            "stage": [kind.stages_of_education.get(one, "") for one in schools],
            "people": sizes,
            "reason": whys,
        },
    )
    return len(keys)
