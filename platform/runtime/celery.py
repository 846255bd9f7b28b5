"""The Celery application of the production form: `celery -A runtime.celery worker`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "runtime.settings")

app = Celery("shuanglian")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["ground.events"])
