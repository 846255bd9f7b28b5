"""Reads worth a name."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from ground.events.models import Delivery
from ground.jobs.models import Job


def trouble_of(job: Job) -> str:
    """Why an open job does not go on, in the user's words; empty where it does."""
    if not job.is_open:
        return ""
    delivery = Delivery.objects.filter(event_id=job.event_id).first()
    if delivery is not None and delivery.state == Delivery.State.DEAD:
        return "执行进程多次中断，任务已停止；可以重新执行"
    silence = timezone.now() - (job.beat_at or job.asked_at)
    if job.state == Job.State.RUNNING and silence > timedelta(
        seconds=settings.EVENT_LEASE_SECONDS * 1.5
    ):
        return f"已有{int(silence.total_seconds() // 60)}分钟没有进展，系统会自动重新执行"
    if job.state == Job.State.RUNNING and job.tries > 1:
        return f"上一次执行中断，正在第{job.tries}次执行"
    return ""
