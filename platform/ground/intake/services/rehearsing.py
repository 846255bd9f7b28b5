"""Rehearse: say what a workbook would do, without doing it."""

from collections.abc import Mapping
from contextlib import nullcontext
from functools import partial
from typing import Any

from django.db import transaction
from django.urls import reverse

from ground.accounts.models import User
from ground.audit.services import record
from ground.intake import queries
from ground.intake.kinds import ImportKind, required_missing
from ground.intake.models import Intake, RememberedMapping
from ground.intake.services.running import (
    Findings,
    batches,
    kind_for,
    totals_after,
    totals_before,
)
from ground.intake.services.sending import check_not_busy, checked_kind
from ground.jobs import services as jobs
from ground.jobs.models import Job
from ground.jobs.progress import Progress
from ground.jobs.registry import Outcome, Settle
from ground.kernel.errors import RuleBroken
from ground.sheets.heading import plain


@transaction.atomic
def ask_rehearsal(
    *,
    by: User,
    intake: Intake,
    mapping: Mapping[str, int],
    skip_totals: bool = True,
    in_ten_thousands: bool = False,
) -> Intake:
    """Fix which column is which, remember it for the sender, and let the rehearsal begin."""
    intake = queries.locked_intake(intake.pk)
    shape = checked_kind(by, intake.kind, intake.organisation)
    check_not_busy(intake)
    if intake.stage not in {Intake.State.READ, Intake.State.REHEARSED}:
        raise RuleBroken("intake_ended", f"这次导入{intake.get_state_display()}，不能再预演")
    _check_mapping(shape, intake, mapping)
    intake.mapping = dict(mapping)
    intake.options = {"skip_totals": skip_totals, "scale": 10_000 if in_ten_thousands else 1}
    labels = intake.layout["labels"]
    RememberedMapping.objects.update_or_create(
        organisation=intake.organisation,
        kind=intake.kind,
        fingerprint=intake.fingerprint,
        defaults={"mapping": {key: plain(labels[at]) for key, at in mapping.items()}},
    )
    intake.state, intake.digest = Intake.State.REHEARSING, ""
    intake.job = ask_job(by, intake, "intake.rehearse", "预演")
    intake.save()
    record(by, "intake.rehearsal_asked", intake)
    return intake


def rehearse(job: Job, progress: Progress) -> Settle:
    """Examine every row; what was found is kept when the job ends."""
    intake = Intake.objects.select_related("organisation").get(pk=job.inputs["intake"])
    kind = kind_for(intake, job.asked_by)
    before = totals_before(kind)
    findings, seen = Findings(), 0
    with progress.breathing() if kind.as_a_whole else nullcontext():
        for batch in batches(intake, kind):
            findings.take(batch, kind)
            seen += len(batch.rows)
            progress.at(done=seen, total=intake.row_count, saying="正在逐行核对")
    return partial(_keep, job, findings, totals_after(kind, before))


def _keep(job: Job, findings: Findings, totals: list[dict[str, str]]) -> Outcome:
    intake = queries.locked_intake(job.inputs["intake"])
    if intake.state != Intake.State.REHEARSING or intake.job_id != job.pk:
        raise RuleBroken("rehearsal_outdated", "这次预演已被新的预演取代")
    intake.state = Intake.State.REHEARSED
    intake.counts = dict(findings.counts)
    intake.totals = totals
    intake.findings = findings.sealed()
    intake.digest = findings.digest
    intake.save()
    record(job.asked_by, "intake.rehearsed", intake, **intake.counts)
    return dict(findings.counts)


def ask_job(by: User, intake: Intake, kind: str, what: str) -> Job:
    """Ask for the job that does one step of an intake."""
    return jobs.ask(
        by=by,
        kind=kind,
        title=f"{what}：{intake.file_name}",
        organisation=intake.organisation,
        inputs={"intake": intake.pk},
        opens=reverse("intake:intake", args=[intake.pk]),
    )


def _check_mapping(shape: type[ImportKind], intake: Intake, mapping: Mapping[str, Any]) -> None:
    labels = intake.layout["labels"]
    fields = {one.key: one for one in shape.fields}
    if any(key not in fields or not 0 <= at < len(labels) for key, at in mapping.items()):
        raise RuleBroken("mapping_unknown", "所选的列不存在，请重新核对各列")
    missing = required_missing(shape, mapping)
    if missing:
        named = "、".join(one.label for one in missing)
        raise RuleBroken(
            "mapping_incomplete",
            f"还没有指出哪一列是：{named}。表中没有的，请先在 Excel 中补上",
            fields={one.key: "必须指出对应的列" for one in missing},
        )
    columns = list(mapping.values())
    twice = {at for at in columns if columns.count(at) > 1}
    if twice:
        clash = {key: "这一列被选了两次" for key, at in mapping.items() if at in twice}
        named = "、".join(labels[at] or f"第{at + 1}列" for at in sorted(twice))
        raise RuleBroken("column_twice", f"同一列不能对应两项内容：{named}", fields=clash)
