from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SubscriptionsConfig(AppConfig):
    name = "ground.subscriptions"

    def ready(self) -> None:
        autodiscover_modules("sharing")
