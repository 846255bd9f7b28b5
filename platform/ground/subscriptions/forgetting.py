"""Messages that ended long ago are taken away; the events themselves are kept."""

from datetime import timedelta

from django.db.models.functions import Now

from ground.subscriptions.models import Message

KEPT_DAYS = 60


def forget_old() -> int:
    """Take away what was brought or given up that long ago, by the database's time. Returns how many."""
    ended = Message.objects.filter(ended_at__lt=Now() - timedelta(days=KEPT_DAYS))
    return ended.delete()[0]
