"""The Celery application of the production form: `celery -A runtime.celery worker`."""

import os

from celery import Celery
from celery.signals import setup_logging, worker_process_init

from runtime.heap import keep_loaded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "runtime.settings")

app = Celery("shuanglian")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["ground.events"])


def begin(**_: object) -> None:
    keep_loaded()


def leave_logging(**_: object) -> None:
    """Celery sets up no logging of its own where somebody answers this: the settings have."""


worker_process_init.connect(begin)
setup_logging.connect(leave_logging)
