from django.apps import AppConfig

from campaigns import kinds


class CampaignsConfig(AppConfig):
    name = "campaigns"

    def ready(self) -> None:
        kinds.discover()
