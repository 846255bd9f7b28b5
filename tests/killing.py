"""A process killed with -9 where it wants what somebody else holds; and the next one, that goes on.

    killed_at(MONEY, do=deliver, on="2008-06-05")

`do` is a function of a module of tests: it runs in a process of its own, on the test's database, on a day.
"""

import importlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Now

from ground.events import claiming, delivery
from ground.events.models import Delivery
from ground.kernel import clock

ROOT = Path(__file__).resolve().parents[1]
CHILD = "import django; django.setup(); from tests.killing import run; run()"


def deliver() -> None:
    """What a worker of the jobs does next."""
    delivery.deliver(claiming.claim("jobs", limit=1))


def killed_at(lock: str, *, do: Callable[..., object], on: str, **told: object) -> None:
    """Let a process begin, hold it where it wants what `lock` has locked, and kill it there."""
    task = {
        "database": connection.settings_dict["NAME"],
        "module": do.__module__,
        "do": do.__name__,
        "on": on,
        "told": told,
    }
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "runtime.settings"}
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(lock)
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, json.dumps(task)],
            cwd=ROOT,
            env=environment | {"PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}"},
            stderr=subprocess.PIPE,
        )
        try:
            _wait_for_lock(child)
        finally:
            child.send_signal(signal.SIGKILL)
            _, said = child.communicate()
        assert child.returncode == -signal.SIGKILL, said.decode()
    _wait_until_gone()


def next_worker(drain: Callable[[], int]) -> None:
    """The dead worker's lease has run out: the next one goes on."""
    Delivery.objects.filter(state="acting").update(due_at=Now())
    claiming.recover_acting()
    drain()


def run() -> None:
    """The process that is going to be killed."""
    task: dict[str, Any] = json.loads(sys.argv[1])
    settings.DATABASES["default"]["NAME"] = task["database"]
    connection.settings_dict["NAME"] = task["database"]
    do = getattr(importlib.import_module(task["module"]), task["do"])
    with clock.standing_at(clock.at_hour(date.fromisoformat(task["on"]))):
        do(**task["told"])


def _wait_for_lock(child: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert child.poll() is None, child.stderr and child.stderr.read().decode()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
        time.sleep(0.1)
    raise AssertionError("the process never came so far")


def _wait_until_gone() -> None:
    """The database notices a dead client when it next speaks to it: it is told at once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
