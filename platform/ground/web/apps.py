from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.utils.module_loading import autodiscover_modules


class WebConfig(AppConfig):
    name = "ground.web"

    def ready(self) -> None:
        # Static files are served uncollected too; their folder must exist all the same.
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
        autodiscover_modules("navigation", "workbench", "first_steps")
