from django.apps import AppConfig


class EditionsConfig(AppConfig):
    name = "assistance.editions"
