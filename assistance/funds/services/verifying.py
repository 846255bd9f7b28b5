"""Verify account books and keep what was found."""

from django.db import transaction
from django.urls import reverse

from assistance.funds import queries
from assistance.funds.models import Verification
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.jobs import services as jobs
from ground.jobs.models import Job
from ground.kernel import clock

KIND = "funds.verify"
KEPT = 200


def ask_to_verify(*, by: User, book: Organisation) -> Job:
    """Ask for the verification of a book: seconds for a county, minutes for millions of entries."""
    return jobs.ask(
        by=by,
        kind=KIND,
        title=f"核验账簿“{book.name}”",
        organisation=book,
        inputs={"book": book.pk},
        opens=reverse("funds:book", args=[book.pk]),
    )


@transaction.atomic
def keep_verification(*, by: User | None, found: queries.Verified) -> Verification:
    """Keep what a verification found, also where it found nothing wrong."""
    faults = found.faults[:KEPT]
    if len(found.faults) > KEPT:
        faults.append(f"共 {len(found.faults)} 处，这里列出前 {KEPT} 处")
    kept = Verification.objects.create(
        book_id=found.book_id,
        at=clock.now(),
        by=by,
        intact_to=found.intact_to,
        sealed=found.sealed,
        waiting=found.waiting,
        hash=found.hash,
        faults=faults,
    )
    record(by, "funds.book_verified", kept.book, sealed=found.sealed, faults=len(found.faults))
    return kept
