"""What one of each costs: a delivery, a request, a page, a brief; and how many bytes a story leaves.

    python bench/costs.py                 five short stories in a database of their own, which is dropped

A short story (`runtime/story/shortened.py`) is a visit, two families from the first word to the approval, a
batch of aid, a brief. CPU seconds are those of this process and of its PostgreSQL backend, carried in
process: what RabbitMQ and the relay add is in `bench/spine.py`. The figures are inputs of `bench/model.py`.
"""

import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

from bench.figures import figure  # noqa: E402 -- needs the paths above

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "runtime.settings")

STORIES = 5
VIEWS = 30
TICKS = os.sysconf("SC_CLK_TCK")
GROUPS = {"events": "events_%", "trail": "audit_%", "files and briefs": "(files|briefs)_%"}
PAGES = ("/", "/visits/", "/households/", "/aid/")
_SIZE = """
SELECT coalesce(sum(pg_total_relation_size(oid)), 0) FROM pg_class
 WHERE relkind = 'r' AND relname SIMILAR TO %s
"""


class Meter:
    """CPU seconds of this process and its backend, by what they were spent on."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self.database = 0.0  # the backend's part of all that

    @contextmanager
    def on(self, what: str) -> Iterator[None]:
        ours, database = time.process_time(), backend_seconds()
        yield
        database = backend_seconds() - database
        self.spent[what] += time.process_time() - ours + database
        self.database += database


def main() -> None:
    from runtime import embedded  # noqa: PLC0415 -- needs the paths above
    from runtime.environment import Environment  # noqa: PLC0415

    environment = Environment()
    if environment.embedded:
        embedded.start(environment.var_dir)
    import django  # noqa: PLC0415

    django.setup()
    from django.test.utils import (  # noqa: PLC0415
        setup_databases,
        setup_test_environment,
        teardown_databases,
    )

    setup_test_environment()
    made = setup_databases(verbosity=0, interactive=False)
    try:
        measure()
    finally:
        teardown_databases(made, verbosity=0)


def measure() -> None:
    from django.test import Client  # noqa: PLC0415

    from ground.accounts.models import User  # noqa: PLC0415
    from ground.events import direct  # noqa: PLC0415
    from ground.events.models import Delivery, RecordedEvent  # noqa: PLC0415
    from runtime.story.shortened import short_story  # noqa: PLC0415

    meter, client, requests = Meter(), Client(), 0
    usual = direct.drain

    def drain() -> None:
        with meter.on("deliveries"):
            usual()

    def post(key: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
        nonlocal requests
        requests += 1
        with meter.on("requests"):
            answer = client.post(
                f"/api/v1{path}", json.dumps(body or {}), "application/json",
                headers={"Authorization": f"Bearer {key}"},
            )  # fmt: skip
        return answer.status_code, answer.json()

    direct.drain = drain  # type: ignore[assignment]
    short_story(0, post)  # what is loaded once
    meter.spent.clear()
    requests, sizes = 0, bytes_by_group()
    events, deliveries = RecordedEvent.objects.count(), Delivery.objects.count()
    for number in range(1, STORIES + 1):
        short_story(number, post)
    events = RecordedEvent.objects.count() - events
    deliveries = Delivery.objects.count() - deliveries
    say("events of a story", events / STORIES, "events")
    say("deliveries of an event", deliveries / events, "deliveries")
    say("a delivery", meter.spent["deliveries"] / deliveries, "CPU-s")
    say("a request that writes", meter.spent["requests"] / requests, "CPU-s")
    for group, before in sizes.items():
        say(f"a story: {group}", (bytes_by_group()[group] - before) / STORIES, "bytes")
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(User.objects.get(username="office-1"), backend=backend)
    for path in PAGES:
        client.get(path, follow=True)
        for _ in range(VIEWS):
            with meter.on(path):
                status = client.get(path, follow=True).status_code
        say(f"page {path} ({status})", meter.spent[path] / VIEWS, "CPU-s")
    say("the database's part of all", meter.database / sum(meter.spent.values()), "")


def say(what: str, value: float, unit: str) -> None:
    print(f"{what:32} {value:14,.4f} {unit}")
    figure(what, value, unit)


def bytes_by_group() -> dict[str, int]:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        sizes = {}
        for group, like in {**GROUPS, "everything": "%"}.items():
            cursor.execute(_SIZE, [like])
            sizes[group] = int(cursor.fetchone()[0])
    return sizes


def backend_seconds() -> float:
    from django.db import connection  # noqa: PLC0415

    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


if __name__ == "__main__":
    main()
