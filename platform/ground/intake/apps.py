from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class IntakeConfig(AppConfig):
    name = "ground.intake"

    def ready(self) -> None:
        autodiscover_modules("imports")
