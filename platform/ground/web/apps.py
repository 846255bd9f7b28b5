from pathlib import Path

from django import forms
from django.apps import AppConfig
from django.conf import settings
from django.utils.module_loading import autodiscover_modules


class WebConfig(AppConfig):
    name = "ground.web"

    def ready(self) -> None:
        # Static files are served uncollected too; their folder must exist all the same.
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
        # Django says 这个字段是必填项; nobody at a counter calls it a 字段.
        forms.Field.default_error_messages["required"] = "请填写"
        autodiscover_modules("navigation", "workbench", "first_steps", "alarms")
