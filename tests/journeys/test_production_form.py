"""The process list of compose.yaml on a real PostgreSQL and RabbitMQ tells the same story."""

import json
import time
import urllib.request

import psycopg
import pytest
from kombu import Connection

from ground.briefs.models import IssueFigure, Printed
from runtime.story.changde import ordered_steps
from runtime.story.people import FAMILIES, WARMTH_FAMILY
from runtime.story.telling import tell
from tools import nodes
from tools.stack import OWN, Stack

pytestmark = pytest.mark.service


def rows(stack: Stack, query: str) -> list[tuple]:
    with psycopg.connect(stack.database_url) as connection:
        return connection.execute(query).fetchall()


def test_the_list_is_the_one_of_the_architecture(stack):
    assert set(stack.compose["services"]) == {"postgres", "rabbitmq", "migrate", *OWN}
    for service in (*OWN, "postgres", "rabbitmq"):
        assert stack.compose["services"][service]["healthcheck"]["test"], service


@pytest.fixture(scope="module")
def told(stack) -> Stack:
    """The processes after the whole story."""
    stack.run("clock", ["python", "manage.py", "story", "--pdf", str(stack.dir / "brief.pdf")])
    return stack


def test_it_tells_the_story_and_its_figures_equal_those_of_the_embedded_form(
    told, transactional_db
):
    tell(ordered_steps(), lambda _: None)
    embedded = sorted(IssueFigure.objects.values_list("key", "value"))
    there = sorted(rows(told, "SELECT key, value FROM briefs_issuefigure"))
    assert there == embedded
    assert len(there) > 10
    digest = rows(told, "SELECT sha256 FROM briefs_printed")[0][0]
    pages = rows(told, "SELECT pages FROM briefs_printed")[0][0]
    assert pages == Printed.objects.get().pages
    assert len(digest) == 64
    assert (
        rows(
            told, "SELECT kind, balance FROM funds_account WHERE balance < 0 AND kind <> 'granted'"
        )
        == []
    )
    assert rows(told, "SELECT count(*) FROM events_delivery WHERE state <> 'done'") == [(0,)]


def test_lost_and_restored_it_says_the_same(told, tmp_path):
    """The drill: nothing is left but the backup and the keys; the printed brief is the same to the byte."""
    told.run("clock", ["python", "manage.py", "backup", "--to", str(tmp_path)])
    [path] = tmp_path.iterdir()
    again = told.database_url + "_again"
    nodes.create_database(again)
    said = told.run(
        "clock", ["python", "manage.py", "restore", "--from", str(path)], DATABASE_URL=again
    )
    assert "完整：核到第" in said
    for query in (
        "SELECT key, value FROM briefs_issuefigure ORDER BY key",
        "SELECT sha256, pages FROM briefs_printed",
        "SELECT id, balance FROM funds_account ORDER BY id",
        "SELECT id, payload FROM events_recordedevent ORDER BY id",
    ):
        with psycopg.connect(again) as restored:
            assert restored.execute(query).fetchall() == rows(told, query)


def test_no_log_line_names_a_person(told):
    """Neither the processes' logs nor what the broker keeps on disk hold a name or number."""
    logs = "".join(path.read_text(errors="replace") for path in told.dir.glob("*.log"))
    kept = b"".join(
        path.read_bytes() for path in (told.dir / "rabbitmq").rglob("*") if path.is_file()
    )
    for name, *_ in (*FAMILIES, WARMTH_FAMILY):
        assert name not in logs
        assert name.encode() not in kept
    assert "430799" not in logs
    assert b"430799" not in kept


def test_messages_carry_ids_and_nothing_else(stack):
    """Tap the exchange while an event travels: what goes over the wire is a list of numbers."""
    with Connection(stack.broker_url) as connection:
        channel = connection.channel()
        queue = channel.queue_declare(exclusive=True).queue
        channel.queue_bind(queue, "shuanglian", "#")
        stack.run("clock", ["python", "manage.py", "shell", "-v", "0", "-c", PUBLISH])
        deadline = time.monotonic() + 20
        message = None
        while message is None and time.monotonic() < deadline:
            message = channel.basic_get(queue, no_ack=True)
            time.sleep(0.05)
        assert message is not None
        args, kwargs, _ = json.loads(message.body)
        assert kwargs == {}
        assert all(isinstance(pk, int) for pk in args[0])


PUBLISH = """
from datetime import date
from ground.events.services import begin_day
begin_day(date(2031, 1, 2))
"""


def test_the_site_answers_and_says_that_it_is_healthy(stack):
    with urllib.request.urlopen(stack.url + "/healthz", timeout=10) as answer:
        assert (answer.status, answer.read()) == (200, b'{"status": "ok"}')


@pytest.mark.parametrize(
    "service", ["relay", "worker-handlers", "worker-documents", "worker-jobs", "postman", "clock"]
)
def test_the_health_check_of_what_has_no_page_sees_its_sign_of_life(stack, service):
    stack.run(service, ["python", "manage.py", "alive"])
