from django.apps import AppConfig


class InvestigationsConfig(AppConfig):
    name = "assistance.investigations"
