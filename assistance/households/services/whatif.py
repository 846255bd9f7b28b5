"""Ask for a trial of a set of criteria, and keep what came of it."""

from uuid import UUID

from django.db import connection, transaction
from django.urls import reverse

from assistance.criteria.models import RuleSet
from assistance.households.models import WhatIf
from assistance.households.queries import Tried
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.jobs import services as jobs
from ground.jobs.models import Job
from ground.kernel import clock
from ground.kernel.errors import RuleBroken


@transaction.atomic
def ask_whatif(*, by: User, ruleset: RuleSet, organisation: Organisation) -> Job:
    """Let a set be tried on all files below an office. Asked twice, it runs once."""
    ruleset = RuleSet.objects.get(pk=ruleset.pk)
    if ruleset.state == RuleSet.State.WITHDRAWN:
        raise RuleBroken("ruleset_withdrawn", "已废止的标准不能推演，请选择草稿或已发布的标准")
    if not ruleset.criteria.exists():
        raise RuleBroken("ruleset_empty", "这份草稿还没有条款，请先写入再推演")
    ruleset.rules  # noqa: B018 -- refuses parts that do not fit together, now rather than in the job
    return jobs.ask(
        by=by,
        kind="households.whatif",
        title=f"推演：{ruleset}",
        organisation=organisation,
        inputs={"ruleset": ruleset.pk, "organisation": organisation.pk},
        opens=reverse("households:whatifs"),
    )


@transaction.atomic
def keep_whatif(
    *, by: User, job_key: UUID, ruleset_id: int, organisation_id: int, result: Tried
) -> WhatIf:
    """Write what a trial found, in place of an earlier one of the same set by the same office."""
    WhatIf.objects.filter(ruleset=ruleset_id, organisation=organisation_id).delete()
    whatif = WhatIf.objects.create(
        ruleset_id=ruleset_id,
        organisation_id=organisation_id,
        asked_by=by,
        job_key=job_key,
        on=clock.today(),
        files=result.files,
        counts=result.counts(),
    )
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "COPY households_whatifline (whatif_id, file_id, movement, recorded, ruled, tried)"
            " FROM STDIN"
        ) as copy,
    ):
        for line in result.lines:
            copy.write_row((whatif.pk, *line))
    record(by, "households.whatif_done", whatif, ruleset=ruleset_id, files=result.files)
    return whatif
