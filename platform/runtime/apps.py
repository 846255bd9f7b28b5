from django.apps import AppConfig
from django.conf import settings

from ground.kernel import clock
from runtime import celery

__all__ = ["celery"]  # loaded with Django, so that its tasks and queues are Celery's current ones


class RuntimeConfig(AppConfig):
    name = "runtime"

    def ready(self) -> None:
        clock.let_today_be(settings.ENVIRONMENT.today)
