"""A batch is put away for good, with everything that belongs to it."""

from django.db import transaction
from django.urls import reverse

from assistance.aid import queries
from assistance.aid.events import BatchArchived
from assistance.aid.models import Batch
from assistance.aid.rules import REMARK_LENGTH
from assistance.aid.rules import receipts as rules
from assistance.ledgers.services.making import ask_once
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.jobs.models import Job
from ground.kernel import clock

DOSSIER = "aid.dossier"


@transaction.atomic
def archive_batch(*, by: User, batch: Batch, reason: str = "") -> Batch:
    """Put a batch away (归档): not by its maker; for a reason where receipts are missing. Then it is frozen."""
    batch = queries.locked_batch(batch.pk)
    check_archivable(by=by, batch=batch)
    missing = queries.progress_of(batch).missing
    batch.archive_reason = rules.archive_reason_of(reason, missing=missing, longest=REMARK_LENGTH)
    batch.state, batch.archived_by, batch.archived_at = Batch.State.ARCHIVED, by, clock.now()
    batch.save(update_fields=["state", "archived_by", "archived_at", "archive_reason"])
    record(by, "aid.batch_archived", batch, number=missing, reason=batch.archive_reason)
    publish(BatchArchived(batch_id=batch.pk, missing=missing))
    return batch


def check_archivable(*, by: User, batch: Batch) -> None:
    """Whether this person may put this batch away as it is. Raises RuleBroken that says what is in the way."""
    rules.check_archiver(made_by=batch.made_by_id, archiver=by.pk)
    rules.check_to_archive(
        state=batch.state, label=batch.get_state_display(), open_=queries.open_in(batch)
    )


@transaction.atomic
def ask_dossier(*, by: User, batch: Batch, reason: str) -> Job:
    """Ask for the dossier of a batch that is paid: personal data, so for a reason, on record."""
    rules.check_has_dossier(state=batch.state, label=batch.get_state_display())
    return ask_once(
        by,
        DOSSIER,
        batch.source.organisation,
        {"batch": batch.pk},
        title=f"{batch.name} 发放卷宗",
        personal=True,
        reason=reason,
        opens=reverse("ledgers:outputs"),
        form="pdf",
    )
