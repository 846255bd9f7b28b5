"""Undo a committed workbook as a whole, as long as nothing that came later depends on it."""

import json
from collections.abc import Sequence
from functools import partial
from typing import Any, cast

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q

from ground.accounts.many import organisations_below, remove_organisations
from ground.accounts.models import Organisation, User
from ground.audit.models import Entry
from ground.audit.services import record
from ground.intake import queries
from ground.intake.models import Intake, Trace
from ground.intake.services.rehearsing import ask_job
from ground.intake.services.running import kind_for
from ground.intake.services.sending import check_not_busy, checked_kind
from ground.jobs.models import Job
from ground.jobs.progress import Progress
from ground.jobs.registry import Outcome, Settle
from ground.kernel.errors import RuleBroken
from ground.web.trail import subject_words

Ranges = list[list[int]]
MOST_NAMED = 6


@transaction.atomic
def ask_undo(*, by: User, intake: Intake, reason: str) -> Intake:
    """Take a whole import back. The reason stands in the trail."""
    intake = queries.locked_intake(intake.pk)
    checked_kind(by, intake.kind, intake.organisation)
    check_not_busy(intake)
    if intake.stage != Intake.State.COMMITTED:
        raise RuleBroken("not_committed", f"这次导入{intake.get_state_display()}，没有可撤销的内容")
    if not reason.strip():
        raise RuleBroken("reason_missing", "请写明撤销的原因", fields={"reason": "不能为空"})
    _check_nothing_depends(intake, _created(intake))
    kind_for(intake, by).take_back(batch_id=intake.pk, only_check=True)
    intake.state = Intake.State.UNDOING
    intake.job = ask_job(by, intake, "intake.undo", "撤销导入")
    intake.save(update_fields=["state", "job"])
    record(by, "intake.undo_asked", intake, reason=reason.strip()[:200])
    return intake


def undo(job: Job, progress: Progress) -> Settle:
    progress.at(done=0, total=0, saying="正在撤销")
    return partial(_undo, job, progress)


def _undo(job: Job, progress: Progress) -> Outcome:
    with progress.breathing():
        intake = queries.locked_intake(job.inputs["intake"])
        if intake.state != Intake.State.UNDOING or intake.job_id != job.pk:
            raise RuleBroken("undo_outdated", f"这次导入{intake.get_state_display()}，没有撤销")
        queries.one_commit_at_a_time(intake.kind)
        created = _created(intake)
        _check_nothing_depends(intake, created)
        restored = sum(_restore(one) for one in intake.traces.exclude(replaced=""))
        removed = kind_for(intake, job.asked_by).take_back(batch_id=intake.pk)
        for model, ranges in reversed(created.items()):
            removed += _remove(model, ranges)
        intake.state = Intake.State.UNDONE
        intake.save(update_fields=["state"])
        intake.traces.all().delete()
        record(job.asked_by, "intake.undone", intake, removed=removed, restored=restored)
    return {"removed": removed, "restored": restored}


def _created(intake: Intake) -> dict[type[models.Model], Ranges]:
    """What the import created, in the order in which it came to be."""
    return {
        apps.get_model(one.model): one.created
        for one in intake.traces.order_by("number")
        if one.created
    }


def _check_nothing_depends(intake: Intake, created: dict[type[models.Model], Ranges]) -> None:
    found: list[str] = []
    for model, ranges in created.items():
        found += _pointing_at(model, ranges, created)
        if model is Organisation:
            below = organisations_below(Organisation.objects.filter(_among(ranges)))
            later = below.exclude(_among(ranges)).count()
            found += [f"其下后来新增的组织{later:,}个"] if later else []
    found += _worked_on_since(intake, created)
    if found:
        named = "；".join(found[:MOST_NAMED])
        raise RuleBroken(
            "others_depend",
            f"不能整批撤销，已有内容依赖于这次导入：{named}。请先处理这些内容，或逐条更正",
        )


def _pointing_at(
    model: type[models.Model], ranges: Ranges, created: dict[type[models.Model], Ranges]
) -> list[str]:
    """Rows that name a created one and did not come with it."""
    found = []
    for relation in model._meta.related_objects:  # noqa: SLF001 -- Django's own way
        other = cast("type[models.Model]", relation.related_model)
        rows = other._base_manager.filter(_among(ranges, f"{relation.field.name}__pk"))  # noqa: SLF001
        if other in created:
            rows = rows.exclude(_among(created[other]))
        if count := rows.count():
            words = subject_words(f"{other._meta.label_lower}:")  # noqa: SLF001
            found.append(f"{words}{count:,}条")
    return found


def _worked_on_since(intake: Intake, created: dict[type[models.Model], Ranges]) -> list[str]:
    """Created rows about which the trail has a line since, other than that they were looked at."""
    labels = {model._meta.label_lower: ranges for model, ranges in created.items()}  # noqa: SLF001
    since = Entry.objects.filter(pk__gt=intake.trail_id or 0).exclude(action="reveal")
    about = Q(pk__in=[])
    for label in labels:
        about |= Q(subject__startswith=f"{label}:")
    touched: dict[str, set[int]] = {}
    for subject in since.filter(about).values_list("subject", flat=True).iterator():
        label, _, key = subject.partition(":")
        if key.isdecimal() and _holds(labels[label], int(key)):
            touched.setdefault(label, set()).add(int(key))
    return [
        f"{subject_words(f'{label}:')}{len(keys):,}条已有后续办理"
        for label, keys in touched.items()
    ]


def _restore(trace: Trace) -> int:
    """Put back what the import replaced; refused where it has been changed again since."""
    model: type[models.Model] = apps.get_model(trace.model)
    replaced: dict[str, dict[str, list[Any]]] = json.loads(trace.replaced)
    rows = model._base_manager.select_for_update().in_bulk([int(key) for key in replaced])  # noqa: SLF001
    again = 0
    names: set[str] = set()
    for key, values in replaced.items():
        row = rows.get(int(key))
        if row is None:
            again += 1
            continue
        for name, (before, after) in values.items():
            field = cast("models.Field[Any, Any]", model._meta.get_field(name))  # noqa: SLF001
            if json.loads(json.dumps(getattr(row, field.attname), default=str)) != after:
                again += 1
                break
            setattr(row, field.attname, field.to_python(before))
            names.add(name)
    if again:
        words = subject_words(f"{trace.model}:")
        raise RuleBroken(
            "changed_since_import",
            f"不能整批撤销：这次导入更改过的{words}中，有{again:,}条后来又有改动。请逐条更正",
        )
    model._base_manager.bulk_update(rows.values(), sorted(names), batch_size=1_000)  # noqa: SLF001
    return len(rows)


def _remove(model: type[models.Model], ranges: Ranges) -> int:
    if model is Organisation:
        return remove_organisations(Organisation.objects.filter(_among(ranges)))
    rows = model._base_manager.filter(_among(ranges))  # noqa: SLF001
    # Nothing depends on these rows, as was checked: deleting them needs no look at each.
    return int(rows._raw_delete(rows.db))  # noqa: SLF001


def _among(ranges: Sequence[Sequence[int]], name: str = "pk") -> Q:
    inside = Q(pk__in=[])
    single = [first for first, last in ranges if first == last]
    for first, last in ranges:
        if first != last:
            inside |= Q(**{f"{name}__range": (first, last)})
    return inside | Q(**{f"{name}__in": single}) if single else inside


def _holds(ranges: Ranges, key: int) -> bool:
    return any(first <= key <= last for first, last in ranges)
