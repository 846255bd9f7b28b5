from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "assistance.supervision"
