from django.apps import AppConfig
from django.conf import settings

from ground.kernel import clock


class RuntimeConfig(AppConfig):
    name = "runtime"

    def ready(self) -> None:
        clock.let_today_be(settings.ENVIRONMENT.today)
