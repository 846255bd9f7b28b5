"""What runs behind a batch: its check and lock, and the booking of what was handed out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from assistance.aid.events import BatchOrdered
from assistance.aid.models import Batch, BatchProblem, Payment
from ground.events.queries import on_its_way
from ground.jobs.models import Job

LOCK = "aid.lock_batch"  # the kind of the job
BOOKS = "assistance.aid.book_batch"  # the handler that books what was handed out
PATIENCE = timedelta(minutes=1)


@dataclass(frozen=True)
class Booking:
    """Handed out and not booked: since when, why, and the delivery that only a person starts again."""

    since: datetime
    because: str
    stopped: int | None


def latest_lock(batch: Batch) -> Job | None:
    """The latest check or lock that its maker asked for."""
    asked = Job.objects.filter(kind=LOCK, asked_by=batch.made_by_id, inputs__batch=batch.pk)
    return asked.order_by("-asked_at").first()


def booking_of(batch: Batch) -> Booking | None:
    """How the booking of a batch that was handed out stands, where it takes longer than it should."""
    if batch.state != Batch.State.PAYING:
        return None
    found = on_its_way(BatchOrdered.event_name, handler=BOOKS, batch_id=batch.pk)
    if found is None:
        return None
    if found.stopped:
        return Booking(
            found.since, f"入账试过 {found.failures} 次都没有成功，已停止", found.stopped
        )
    if found.waiting < PATIENCE:
        return None
    tried = f"入账试过 {found.failures} 次" if found.failures else "后台排队较久"
    return Booking(found.since, f"{tried}，系统会自动继续", None)


def problems_of_payment(payment: Payment) -> list[str]:
    """Why a payment keeps its batch from being locked, as the latest check found it."""
    found = BatchProblem.objects.filter(payment=payment)
    return list(found.values_list("says", flat=True))
