from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "assistance.complaints"
