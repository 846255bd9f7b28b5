"""Commit: write what was rehearsed, all of it in one transaction, or none."""

import json
from collections import Counter
from functools import partial

from django.db import models, transaction

from ground.accounts.models import User
from ground.audit.services import record
from ground.intake import queries
from ground.intake.kinds import Batch, Outcome, Written
from ground.intake.models import Intake, Trace
from ground.intake.services.rehearsing import ask_job
from ground.intake.services.running import Findings, batches, kind_for
from ground.intake.services.sending import check_not_busy, checked_kind
from ground.intake.storing import ranges_of
from ground.jobs.models import Job
from ground.jobs.progress import Progress
from ground.jobs.registry import Outcome as JobOutcome
from ground.jobs.registry import Settle
from ground.kernel import clock
from ground.kernel.errors import RuleBroken

LONGEST_REASON = 200


@transaction.atomic
def ask_commit(*, by: User, intake: Intake, only_good: bool = False, reason: str = "") -> Intake:
    """Accept a rehearsal: everything, or only the rows that nothing speaks against.

    Rows with a warning go in with a `reason` for letting them pass; without one they stay out, which
    `only_good` must then say.
    """
    intake = queries.locked_intake(intake.pk)
    checked_kind(by, intake.kind, intake.organisation)
    check_not_busy(intake)
    if intake.stage != Intake.State.REHEARSED or not intake.digest:
        raise RuleBroken("not_rehearsed", f"这次导入{intake.get_state_display()}，预演以后才能导入")
    _check_acceptance(intake, only_good=only_good, reason=reason.strip())
    intake.reason = reason.strip()
    intake.options = intake.options | {"only_good": only_good}
    intake.state = Intake.State.COMMITTING
    intake.job = ask_job(by, intake, "intake.commit", "导入")
    intake.save()
    record(by, "intake.accepted", intake, only_good=only_good, reason=intake.reason)
    return intake


def commit(job: Job, progress: Progress) -> Settle:
    """Everything happens in the transaction that ends the job: a worker killed in it leaves nothing."""
    progress.at(done=0, total=0, saying="正在写入")
    return partial(_commit, job, progress)


def _commit(job: Job, progress: Progress) -> JobOutcome:
    with progress.breathing():
        return _written(job)


def _written(job: Job) -> JobOutcome:
    intake = queries.locked_intake(job.inputs["intake"])
    if intake.state != Intake.State.COMMITTING or intake.job_id != job.pk:
        raise RuleBroken("commit_outdated", f"这次导入{intake.get_state_display()}，没有再次写入")
    queries.one_commit_at_a_time(intake.kind)
    kind = kind_for(intake, job.asked_by)
    findings, written, rows = Findings(), Written(), Counter[Outcome]()
    for batch in batches(intake, kind):
        findings.take(batch, kind)
        wanted = _wanted(batch, with_warned=bool(intake.reason))
        rows.update(batch.outcomes[at] for at in wanted)
        written.add(kind.write(batch, wanted))
    if findings.digest != intake.digest:
        raise RuleBroken(
            "changed_since_rehearsal",
            "预演以后系统里的数据有了变化，结果已不同于您看到的。没有写入任何内容，请重新预演后再导入",
        )
    _leave_traces(intake, written)
    created, changed = rows[Outcome.NEW], rows[Outcome.CHANGED]
    kind.finish(batch_id=intake.pk, created=created)
    intake.state, intake.committed_at = Intake.State.COMMITTED, clock.now()
    intake.counts = intake.counts | {"created": created, "altered": changed}
    entry = record(
        job.asked_by, "intake.committed", intake, kind=intake.kind, created=created, changed=changed
    )
    intake.trail_id = entry.pk
    intake.save()
    intake.pages.all().delete()
    return {"created": created, "changed": changed}


def _wanted(batch: Batch, *, with_warned: bool) -> list[int]:
    """The rows to be written: new or changed ones, those with a warning where it was let pass."""
    return [
        at
        for at, one in enumerate(batch.outcomes)
        if one in {Outcome.NEW, Outcome.CHANGED} and (with_warned or at not in batch.warned)
    ]


def _leave_traces(intake: Intake, written: Written) -> None:
    """What was written, so that it can be undone: first what was created, in order, then the rest."""
    traces = [
        Trace(intake=intake, model=label_of(model), created=ranges_of(keys))
        for model, keys in written.created.items()
        if keys
    ]
    traces += [
        Trace(intake=intake, model=label_of(model), replaced=json.dumps(rows, default=str))
        for model, rows in written.changed.items()
        if rows
    ]
    for number, one in enumerate(traces):
        one.number = number
    Trace.objects.bulk_create(traces)


def label_of(model: type[models.Model]) -> str:
    return str(model._meta.label_lower)  # noqa: SLF001 -- Django's own way


def _check_acceptance(intake: Intake, *, only_good: bool, reason: str) -> None:
    refused, warned = intake.counts.get("refused", 0), intake.counts.get("warned", 0)
    if len(reason) > LONGEST_REASON:
        too_long = f"放行原因不超过{LONGEST_REASON}字"
        raise RuleBroken("reason_too_long", too_long, fields={"reason": too_long})
    if refused and not only_good:
        raise RuleBroken(
            "rows_refused",
            f"有{refused:,}行不能导入。请改正后重新送交，或选择“只导入无误的行”",
        )
    if warned and not only_good and not reason:
        raise RuleBroken(
            "reason_missing",
            f"有{warned:,}行带有提醒。请写明放行原因，或选择“只导入无误的行”",
            fields={"reason": "请写明放行原因"},
        )
    going = intake.counts.get("new", 0) + intake.counts.get("changed", 0)
    if not going - (0 if reason else warned):
        raise RuleBroken("nothing_to_import", "没有可以导入的行：全部已有、有误或带有提醒")
