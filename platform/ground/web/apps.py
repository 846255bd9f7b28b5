from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WebConfig(AppConfig):
    name = "ground.web"

    def ready(self) -> None:
        autodiscover_modules("navigation")
