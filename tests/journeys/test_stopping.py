"""SIGTERM, as a deployment sends it: each service finishes what is in hand, in time, and nothing waits for a lease."""

import json
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator

import psycopg
import pytest

from tools.stack import OWN, Stack

pytestmark = pytest.mark.service

LEASE = 60.0
AT_ONCE = 40.0  # for what was in hand, the start of the process anew, and the rest of the load
SLOW = """
from django.db import transaction
from ground.events.services import publish
from tests.journeys.slow import SlowAsked
with transaction.atomic():
    publish(SlowAsked())
"""
LIGHT = "from bench.lamps import light_by_spine; light_by_spine({})"


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """The whole process list with the lease of production, two workers with handlers to load them with."""
    made = Stack(lease_seconds=LEASE)
    for name, module in (
        ("worker-handlers", "bench.lamps"),
        ("worker-jobs", "tests.journeys.slow"),
    ):
        worker = made.compose["services"][name]
        worker["command"] = [*worker["command"], "-I", module]
    with made as running:
        ask(running, "CREATE TABLE bench_effect (lamp bigint)")
        ask(running, "CREATE TABLE slow_begun (at timestamptz DEFAULT now())")
        yield running


def ask(stack: Stack, query: str) -> list[tuple]:
    with psycopg.connect(stack.database_itself, autocommit=True) as connection:
        cursor = connection.execute(query)
        return cursor.fetchall() if cursor.description else []


def open_deliveries(stack: Stack) -> int:
    return ask(stack, "SELECT count(*) FROM events_delivery WHERE state <> 'done'")[0][0]


def load(stack: Stack, number: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        ["python", "manage.py", "shell", "-v", "0", "-c", LIGHT.format(number)],
        env=stack.environment("clock"),
        stdout=subprocess.DEVNULL,
    )


def stop(stack: Stack, service: str) -> float:
    """SIGTERM to the process that a container's first would be. Returns how long it took to end."""
    process = stack.process(service)
    began = time.monotonic()
    process.terminate()
    process.wait(timeout=seconds_of(stack, service))
    return time.monotonic() - began


def seconds_of(stack: Stack, service: str) -> float:
    grace = stack.compose["services"][service]["stop_grace_period"]
    return float(grace.removesuffix("s"))


def wait_until_done(stack: Stack, since: float) -> float:
    while open_deliveries(stack):
        assert time.monotonic() - since < AT_ONCE, stack.logs()
        time.sleep(0.1)
    return time.monotonic() - since


@pytest.mark.parametrize("service", ["relay", "worker-handlers"])
def test_under_load_what_is_in_hand_is_finished_and_the_rest_goes_on_at_once(stack, service):
    before = ask(stack, "SELECT count(*) FROM bench_effect")[0][0]
    publishing = load(stack, 20_000)
    while ask(stack, "SELECT count(*) FROM bench_effect")[0][0] < before + 1000:
        time.sleep(0.02)
    with stack.unsupervised():
        took = stop(stack, service)
        assert open_deliveries(stack) > 0, "the load was over before"
    assert publishing.wait(timeout=60) == 0
    healed = wait_until_done(stack, since=time.monotonic())
    assert ask(stack, "SELECT count(*) FROM bench_effect")[0][0] == before + 20_000
    begun_twice = ask(stack, "SELECT count(*) FROM events_delivery WHERE starts > 1")
    assert begun_twice == [(0,)]
    assert ask(stack, "SELECT count(*) FROM events_delivery WHERE failures > 0") == [(0,)]
    print(f"{service}: ended in {took:.1f} s, all delivered after {healed:.1f} s more")  # noqa: T201


def test_long_work_is_handed_back_and_begins_again_at_once(stack):
    """The signal reaches the worker, the work is in a process that it forked."""
    stack.run("clock", ["python", "manage.py", "shell", "-v", "0", "-c", SLOW])
    begun = "SELECT count(*) FROM slow_begun"
    deadline = time.monotonic() + 20
    while ask(stack, begun) == [(0,)]:
        assert time.monotonic() < deadline, stack.logs()
        time.sleep(0.05)
    since = time.monotonic()
    with stack.unsupervised():
        stop(stack, "worker-jobs")
    wait_until_done(stack, since)
    assert ask(stack, begun) == [(2,)]
    [(starts, failures)] = ask(
        stack, "SELECT starts, failures FROM events_delivery WHERE handler LIKE '%go_slowly'"
    )
    assert (starts, failures) == (1, 0)


@pytest.mark.parametrize("service", OWN)
def test_each_ends_within_its_grace_and_says_nothing_bad(stack, service):
    wait_until_done(stack, since=time.monotonic())
    log = stack.dir / f"{service}.log"
    before = len(log.read_text(errors="replace"))
    with stack.unsupervised():
        took = stop(stack, service)
    said = log.read_text(errors="replace")[before:]
    assert "Traceback" not in said
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert [line for line in lines if line["level"] in {"error", "critical"}] == []
    print(f"{service}: {took:.1f} s")  # noqa: T201


def test_a_request_in_hand_is_answered(stack):
    answered: list[int] = []

    def call() -> None:
        with urllib.request.urlopen(stack.url + "/healthz?late=999999", timeout=30) as answer:
            answered.append(answer.status)

    deadline = time.monotonic() + 30
    while not stack.is_back("web", 0) and time.monotonic() < deadline:
        time.sleep(0.1)
    with stack.unsupervised(), psycopg.connect(stack.database_itself) as holding:
        holding.execute("LOCK TABLE events_delivery IN ACCESS EXCLUSIVE MODE")
        asking = threading.Thread(target=call)
        asking.start()
        time.sleep(1)
        stack.process("web").terminate()
        time.sleep(1)
        assert answered == []
        holding.rollback()
        asking.join(timeout=20)
        stack.process("web").wait(timeout=seconds_of(stack, "web"))
    assert answered == [200]


def test_the_logs_lead_from_the_relay_to_the_worker(stack):
    """Each line of a service is JSON with its name; a message is the same in both."""
    found: dict[str, list[dict]] = {}
    for service in OWN:
        text = (stack.dir / f"{service}.log").read_text(errors="replace")
        found[service] = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
        assert {line["service"] for line in found[service]} <= {service}
    sent = {line["message"]: line for line in found["relay"] if line["event"] == "message sent"}
    handled = [line for line in found["worker-handlers"] if line["event"] == "handled"]
    assert len(handled) > 100
    for line in handled:
        assert set(line["deliveries"]) <= set(sent[line["message"]]["deliveries"])
        assert line["handlers"] == ["bench.lamps.note_lamp"] or line["events"]
