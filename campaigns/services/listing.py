"""Write many names onto a roster in one go, however they were found."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction

from campaigns.events import Enrolled
from campaigns.models import Campaign, Enrolment
from campaigns.services.enrolling import check_quotas, twice
from ground.accounts.models import Organisation, User
from ground.audit.services import record_many
from ground.events.services import publish
from ground.intake.storing import insert
from ground.kernel import clock

State = Enrolment.State


def write_names(
    *,
    by: User,
    campaign: Campaign,
    came_from: Enrolment.CameFrom,
    columns: Mapping[str, Sequence[Any]],
) -> list[int]:
    """The keys of so many new enrolments of a locked campaign; `columns` as `insert` takes them.

    `unit_id`, `file_id` and `person_key` are needed. Quotas have room for all, nobody is there twice.
    """
    units, files = columns["unit_id"], columns["file_id"]
    _check_quotas_of_units(campaign, units)
    try:
        with transaction.atomic():
            keys = insert(
                Enrolment,
                len(units),
                {**columns, "households": _firsts(campaign, files)},
                campaign_id=campaign.pk,
                came_from=came_from.value,
                state=State.LISTED.value,
                listed_by_id=by.pk,
                listed_on=clock.today(),
            )
    except IntegrityError as error:
        raise twice(error) from error
    details: dict[str, object] = {"campaign": campaign.pk, "came_from": came_from.value}
    record_many(by, "campaign.enrolled", ((f"campaigns.enrolment:{key}", details) for key in keys))
    publish(Enrolled(campaign_id=campaign.pk, number=len(keys), came_from=came_from.value))
    return keys


def _firsts(campaign: Campaign, files: Sequence[int | None]) -> list[int]:
    """1 for whoever is the first of their family on the roster, and for everybody without a file."""
    known = set(
        campaign.enrolments.filter(file__isnull=False)
        .exclude(state=State.WITHDRAWN)
        .values_list("file_id", flat=True)
    )
    firsts = []
    for file in files:
        firsts.append(0 if file in known else 1)
        if file is not None:
            known.add(file)
    return firsts


def _check_quotas_of_units(campaign: Campaign, units: Sequence[int]) -> None:
    paths = dict(Organisation.objects.filter(pk__in=set(units)).values_list("pk", "path"))
    wanted: dict[str, int] = {}
    for unit in units:
        wanted[paths[unit]] = wanted.get(paths[unit], 0) + 1
    check_quotas(campaign, wanted)
