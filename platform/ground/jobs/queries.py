"""Reads worth a name."""

from datetime import timedelta

from django.conf import settings
from django.db.models import DurationField, ExpressionWrapper, F
from django.db.models.functions import Coalesce, Now

from ground.events.models import Delivery
from ground.jobs.models import Job


def trouble_of(job: Job) -> str:
    """Why an open job does not go on, in the user's words; empty where it does."""
    if not job.is_open:
        return ""
    delivery = Delivery.objects.filter(event_id=job.event_id).first()
    if delivery is not None and delivery.state == Delivery.State.DEAD:
        return "执行进程多次中断，任务已停止；可以重新执行"
    if job.state != Job.State.RUNNING:
        return ""
    silence = _silence_of(job)
    if silence > timedelta(seconds=settings.EVENT_LEASE_SECONDS * 1.5):
        return f"已有{int(silence.total_seconds() // 60)}分钟没有进展，系统会自动重新执行"
    return f"上一次执行中断，正在第{job.tries}次执行" if job.tries > 1 else ""


def _silence_of(job: Job) -> timedelta:
    """How long ago, by the database's clock, the worker last said something."""
    since = ExpressionWrapper(
        Now() - Coalesce(F("beat_at"), F("asked_at")), output_field=DurationField()
    )
    found = (
        Job.objects.filter(key=job.key).annotate(silence=since).values_list("silence", flat=True)
    )
    return found.first() or timedelta(0)
