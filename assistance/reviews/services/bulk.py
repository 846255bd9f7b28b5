"""Preview a bulk action, confirm exactly that, and carry it out batch by batch, each file once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, models, transaction

from assistance.households.models import FileQuerySet, HardshipFile
from assistance.households.queries import locked_files
from assistance.reviews import queries
from assistance.reviews.events import BulkDone
from assistance.reviews.models import BulkItem, BulkRun
from assistance.reviews.registries import BulkAction, bulk_action_named
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.jobs import services as jobs
from ground.kernel import clock
from ground.kernel.errors import NotAllowed, RuleBroken

KIND = "reviews.bulk"
MOST = 100_000
BATCH = 500
INSERTED = 5000


@dataclass(frozen=True)
class Difference:
    """What has become other between a preview and its confirmation."""

    added: int = 0
    removed: int = 0
    changed: int = 0  # may be done now and could not then, or the other way round

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)

    def __str__(self) -> str:
        parts = [
            (self.added, "新增{}户"),
            (self.removed, "减少{}户"),
            (self.changed, "{}户能否办理有变化"),
        ]
        return "，".join(text.format(number) for number, text in parts if number)


@transaction.atomic
def preview_bulk(
    *,
    by: User,
    action: BulkAction,
    files: FileQuerySet,
    inputs: Mapping[str, Any],
    words: str,
    source: str = "",
    asked: str = "",
) -> BulkRun:
    """Freeze the files of a filter and say of each whether the action can be done. Nothing is done yet.

    `files` are those that the person sees under the filter `words`; at most `MOST`.
    """
    if not by.may(action.permission.code):
        raise NotAllowed("not_allowed", f"没有“{action.permission.label}”的权限")
    found = _verdicts(by, action, files, inputs)
    if not found:
        raise RuleBroken("bulk_empty", "没有符合条件的档案，请放宽筛选条件")
    if len(found) > MOST:
        raise RuleBroken("bulk_too_many", f"一次最多办理{MOST:,}户，请再加筛选条件分几次办理")
    run = BulkRun.objects.create(
        action=action.code,
        source=source,
        asked=asked,
        words=words[:300],
        inputs=dict(inputs),
        organisation=by.organisation,
        made_by=by,
        made_at=clock.now(),
    )
    BulkItem.objects.bulk_create(
        (
            BulkItem(
                run=run,
                file_id=key,
                state=BulkItem.State.REFUSED if why else BulkItem.State.READY,
                why=why,
            )
            for key, why in found
        ),
        batch_size=INSERTED,
    )
    record(by, "reviews.bulk_previewed", run, kind=action.code, number=len(found))
    return run


@transaction.atomic
def confirm_bulk(
    *, by: User, run: BulkRun, files: FileQuerySet, opens: str = ""
) -> tuple[BulkRun, Difference]:
    """Let a job carry out what was previewed. Where the files are no longer those, preview them anew.

    `files` are those of the same filter now. With a difference the run that is given back is the new
    preview, and nothing is under way.
    """
    locked = queries.locked_run(run)
    if locked.state != BulkRun.State.PREVIEWED or locked.made_by_id != by.pk:
        raise RuleBroken("bulk_confirmed", f"这次批量办理{locked.get_state_display()}，不能再确认")
    action = bulk_action_named(locked.action)
    now = dict(_verdicts(by, action, files, locked.inputs))
    then = dict(locked.items.values_list("file_id", "why"))
    difference = Difference(
        added=len(now.keys() - then.keys()),
        removed=len(then.keys() - now.keys()),
        changed=sum(bool(now[key]) != bool(then[key]) for key in now.keys() & then.keys()),
    )
    if difference:
        locked.state = BulkRun.State.REPLACED
        locked.save(update_fields=["state"])
        anew = preview_bulk(
            by=by,
            action=action,
            files=files,
            inputs=locked.inputs,
            words=locked.words,
            source=locked.source,
            asked=locked.asked,
        )
        return anew, difference
    if not any(why == "" for why in now.values()):
        raise RuleBroken("bulk_nothing", "没有一户能办理，请看不能办理的原因")
    job = jobs.ask(
        by=by,
        kind=KIND,
        title=f"批量办理：{action.label}",
        organisation=locked.organisation,
        inputs={"run": locked.pk},
        opens=opens,
    )
    locked.state, locked.job_key, locked.confirmed_at = (
        BulkRun.State.RUNNING,
        job.key,
        clock.now(),
    )
    locked.save()
    record(by, "reviews.bulk_confirmed", locked, kind=action.code, number=len(now))
    return locked, difference


def carry_out_batch(run: BulkRun, by: User) -> int:
    """Do the next files of a run, in one transaction with their outcome; how many, 0 at the end.

    Each file is asked again whether it may be done: the world goes on while a job runs. Where the
    batch as a whole is refused, its files are done one by one.
    """
    action = bulk_action_named(run.action)
    with transaction.atomic():
        items = queries.next_items(run, BATCH)
        if not items:
            return 0
        files = locked_files([item.file_id for item in items])
        among = HardshipFile.objects.filter(pk__in=[file.pk for file in files])
        why = dict(_verdicts(by, action, among, run.inputs))
        ready = [file for file in files if not why[file.pk]]
        why |= _done(action, by, ready, run.inputs)
        for item in items:
            item.why = why.get(item.file_id, "档案已不存在")[:200]
            item.state = BulkItem.State.REFUSED if item.why else BulkItem.State.DONE
        BulkItem.objects.bulk_update(items, ["state", "why"])
    return len(items)


@transaction.atomic
def finish_bulk(run: BulkRun) -> dict[str, int]:
    """All files have their outcome: close the run, once."""
    locked = queries.locked_run(run)
    numbers = queries.counted(locked)
    done, refused = numbers.get("done", 0), numbers.get("refused", 0)
    if locked.state == BulkRun.State.RUNNING:
        locked.state, locked.ended_at = BulkRun.State.DONE, clock.now()
        locked.save(update_fields=["state", "ended_at"])
        record(locked.made_by, "reviews.bulk_done", locked, done=done, refused=refused)
        publish(BulkDone(run_id=locked.pk, done=done, refused=refused))
    return {"done": done, "refused": refused}


def as_inputs(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """What a form holds, as JSON holds it: rows by their key, days in ISO."""
    return {name: _plain(value) for name, value in cleaned.items()}


def _plain(value: object) -> object:
    if isinstance(value, models.Model):
        return value.pk
    return value.isoformat() if isinstance(value, date) else value


def _verdicts(
    by: User, action: BulkAction, files: FileQuerySet, inputs: Mapping[str, Any]
) -> list[tuple[int, str]]:
    return queries.verdicts(
        files, action.refusals(by, inputs), user=by, permission=action.permission, most=MOST + 1
    )


def _done(
    action: BulkAction, by: User, files: list[HardshipFile], inputs: Mapping[str, Any]
) -> dict[int, str]:
    """Act on files that may be done; what was refused after all, and why."""
    if not files:
        return {}
    try:
        with transaction.atomic():
            action.act(by, files, inputs)
    except (RuleBroken, IntegrityError) as broken:
        if len(files) == 1:
            told = (
                broken.message if isinstance(broken, RuleBroken) else "与已有记录冲突，请逐户办理"
            )
            return {files[0].pk: told}
        fresh = locked_files([file.pk for file in files])
        return {
            key: why for file in fresh for key, why in _done(action, by, [file], inputs).items()
        }
    return {}
