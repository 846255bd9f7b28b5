"""What operators see of the carrying: what waits and since when, what was done, what is slow."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from django.db import connection
from django.db.models import F
from django.db.models.functions import Now
from django.test import Client
from django.urls import resolve

from ground.accounts.roles import Role
from ground.accounts.services import issue_api_key
from ground.events import claiming, delivery, pulse, replaying
from ground.events.models import Delivery
from ground.kernel import clock
from ground.web import metrics as web_metrics
from ground.web.permissions import SETTLE_DELIVERIES
from tests.events.lamps import sell, shine, walk

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_queue_says_since_when_its_oldest_is_due(trouble):
    shine(1, 2)
    Delivery.objects.update(due_at=Now() - timedelta(seconds=90))
    [queue] = pulse.queues()
    assert (queue.name, queue.waiting, queue.acting, queue.retried) == ("handlers", 2, 0, 0)
    assert 90 <= queue.late < 95
    claiming.claim("handlers", limit=10)  # somebody carries them now
    [queue] = pulse.queues()
    assert (queue.waiting, queue.late) == (2, 0)


def test_what_failed_counts_as_retried_and_what_stopped_apart(trouble, drain, settings):
    trouble.failing = {1}
    shine(1, 2)
    drain()
    [queue] = pulse.queues()
    assert (queue.waiting, queue.retried) == (1, 1)
    Delivery.objects.filter(failures=1).update(state="dead")
    assert (pulse.queues(), pulse.stopped()) == ([], {"dead": 1})


def test_the_rate_counts_each_finished_delivery_in_its_minute(drain):
    sell(*range(7))
    drain()
    Delivery.objects.filter(event__payload__bulb__lt=3).update(
        finished_at=F("finished_at") - timedelta(minutes=5)
    )
    told = pulse.minutes()
    assert len(told) == pulse.MINUTES + 1
    assert sum(one.finished for one in told) == 7
    assert sum(one.finished for one in told[:-3]) == 3


def test_handlers_are_told_by_what_nineteen_of_twenty_stay_below(drain):
    sell(1)
    shine(1)
    drain()
    Delivery.objects.filter(handler__endswith="count_bulbs").update(
        finished_at=F("finished_at") + timedelta(seconds=40)
    )
    first, *others = pulse.slow_handlers()
    assert first.handler == "tests.events.lamps.count_bulbs"
    assert 40 <= first.slow <= first.slowest < 60
    assert all(one.slow < 20 for one in others)


def test_a_monitor_hears_when_nobody_carries():
    client = Client()
    shine(1)
    assert client.get("/healthz?late=60").json() == {"status": "ok"}
    Delivery.objects.update(due_at=Now() - timedelta(seconds=61))
    answer = client.get("/healthz?late=60")
    assert (answer.status_code, answer.json()) == (503, {"status": "late", "queues": ["handlers"]})
    assert client.get("/healthz").status_code == 200
    for odd in ("-1", "x", "9" * 30, "²"):
        assert client.get("/healthz", {"late": odd}).status_code == 200


def test_prometheus_reads_what_the_database_says(person, drain):
    administrator = person(Role.ADMINISTRATOR)
    _, key = issue_api_key(
        by=administrator,
        owner=administrator,
        label="监控",
        permissions=[SETTLE_DELIVERIES.code],
        expires_on=clock.today() + timedelta(days=30),
    )
    shine(1)
    drain()
    shine(2)
    Delivery.objects.filter(state="pending").update(due_at=Now() - timedelta(seconds=30))
    answer = Client().get("/api/v1/deliveries/metrics", headers={"Authorization": f"Bearer {key}"})
    assert answer["Content-Type"].startswith("text/plain")
    told = dict(
        line.rsplit(" ", 1)
        for line in answer.content.decode().splitlines()
        if not line.startswith("#")
    )
    assert float(told["shuanglian_events_recorded_total"]) == pulse.recorded() > 0
    assert float(told['shuanglian_deliveries_open{queue="handlers"}']) == 1
    assert 30 <= float(told['shuanglian_delivery_oldest_due_seconds{queue="handlers"}']) < 40
    assert 'shuanglian_handler_seconds{handler="tests.events.lamps.note_lamp"}' in told


def recorded_long_ago(seconds: int) -> None:
    """The history is not edited: a trigger refuses it, except here."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "UPDATE events_recordedevent SET recorded_at = recorded_at - make_interval(secs => %s)",
            [seconds],
        )
        cursor.execute("RESET session_replication_role")


def test_what_was_fetched_and_never_begun_is_late_too(person, client_of, drain):
    """A worker that hangs or is not there: the relay fetches again and again, so nothing stays due."""
    administrator, auditor = client_of(person(Role.ADMINISTRATOR)), client_of(person(Role.AUDITOR))
    drain()
    shine(1)
    claiming.claim("handlers", limit=10)
    assert "后续工作迟了" not in administrator.get("/").content.decode()
    assert Client().get("/healthz?late=").status_code == 200
    recorded_long_ago(30)
    [queue] = pulse.queues()
    assert (queue.late, queue.is_late, queue.target) == (0, True, 10)
    assert 30 <= queue.waited < 35
    answer = Client().get("/healthz?late=")
    assert (answer.status_code, answer.json()["queues"]) == (503, ["handlers"])
    page = administrator.get("/").content.decode()
    assert "后续工作迟了：队列 handlers" in page
    assert "应在 10 秒内开始" in page
    assert "后续工作迟了" not in auditor.get("/").content.decode()


def test_history_shown_again_is_not_late(drain):
    shine(1)
    drain()
    recorded_long_ago(1000)
    assert replaying.replay("tests.events.lamps.note_lamp") == 1
    [queue] = pulse.queues()
    assert queue.waited < 10


def test_what_waits_behind_a_stopped_one_of_its_aggregate_is_not_late(drain):
    walk(("a", 1), ("a", 2))
    Delivery.objects.filter(pk=Delivery.objects.earliest("pk").pk).update(state="dead")
    recorded_long_ago(1000)
    Delivery.objects.filter(state="pending").update(due_at=Now() - timedelta(seconds=1000))
    [queue] = pulse.queues()
    assert (queue.waiting, queue.late, queue.waited) == (1, 0, 0)


def test_the_workbench_counts_what_was_stopped(trouble, drain, person, client_of):
    shine(1, 2)
    Delivery.objects.update(state="dead")
    page = client_of(person(Role.ADMINISTRATOR)).get("/").content.decode()
    assert "多次失败或结果不明，等人决定" in page


def test_each_queue_has_a_target_and_the_example_alarms_name_what_is_told(settings):
    assert set(settings.EVENT_START_SECONDS) == set(settings.EVENT_QUEUES)
    shine(1)
    deploy = Path(web_metrics.__file__).parents[2] / "deploy"
    [scrape] = yaml.safe_load((deploy / "prometheus.yml").read_text())["scrape_configs"]
    assert resolve(scrape["metrics_path"]).app_name == "ninja"
    told = set(re.findall(r"^# TYPE (\w+)", web_metrics.text().decode(), re.MULTILINE))
    [group] = yaml.safe_load((deploy / "alerts.yml").read_text())["groups"]
    named = {
        name for rule in group["rules"] for name in re.findall(r"shuanglian_\w+", rule["expr"])
    }
    assert len(named) == 5
    assert named <= told
    assert (
        'shuanglian_queue_start_target_seconds{queue="jobs"} 300.0' in web_metrics.text().decode()
    )


@pytest.mark.parametrize("role", [Role.UNION_STAFF, Role.AUDITOR])
def test_others_may_not_read_it(person, role, client_of):
    assert client_of(person(role)).get("/api/v1/deliveries/metrics").status_code == 403
    assert Client().get("/api/v1/deliveries/metrics").status_code == 401


def test_the_page_shows_queues_rate_and_slow_handlers(person, client_of, drain):
    sell(1, 2)
    drain()
    shine(1)
    Delivery.objects.filter(state="pending").update(due_at=Now() - timedelta(seconds=125))
    text = client_of(person(Role.ADMINISTRATOR)).get("/admin/deliveries/").content.decode()
    for words in (
        "队列 handlers 等待",
        "最早的已等 2.1 分，目标 10 秒内开始",
        "近一小时每分钟办完",
        "count_bulbs",
    ):
        assert words in text, words
    assert delivery.deliver([Delivery.objects.get(state="pending").pk]) == 1
