"""Messages: doubled, out of order, unreadable, of an older and of a newer version."""

import json
import signal
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

from kombu import Connection

from tools.faults.databases import asking
from tools.faults.kinds import Failed, fault
from tools.faults.processes import wait_until_back
from tools.stack import OWN, Stack

EXCHANGE, TASK = "shuanglian", "events.deliver"
SECONDS = 6.0
MARK = "x-second-copy"
LEASE = 5.0  # of the stack
NEWER = "tools.faults.newer"
JSON = "application/json"
V2 = {"task": TASK, "id": "bad", "lang": "py"}
NONSENSE: list[tuple[bytes, str, dict[str, Any]]] = [
    (b"{not json", JSON, V2),
    (b"\xff\xfe\x00", JSON, V2),
    (b"", JSON, V2),
    (b"[]", JSON, V2),
    (b'"a word"', JSON, V2),
    (b"[[[1, 2]], {}]", JSON, V2),
    (b'[[["one"]], {}, {}]', JSON, V2),
    (b"[[[1180591620717411303424]], {}, {}]", JSON, V2),
    (b"[[[999999999, -1]], {}, {}]", JSON, V2),
    (b"[[[1], [2]], {}, {}]", JSON, V2),
    (b"[[[1]], {}, {}]", JSON, V2 | {"task": "events.unheard_of"}),
    (b"[[[1]], {}, {}]", JSON, {}),
    (b"\x80\x04N.", "application/x-python-serialize", V2),
    (b"words", "text/plain", {}),
]


@contextmanager
def channel_to(stack: Stack) -> Iterator[Any]:
    with Connection(stack.broker_itself) as connection:
        yield connection.channel()


@fault("doubled", f"every message published twice, for {SECONDS:.0f} s")
def double(stack: Stack, _: Random) -> None:
    deadline = time.monotonic() + SECONDS
    with channel_to(stack) as channel:
        queue = channel.queue_declare(exclusive=True).queue
        channel.queue_bind(queue, EXCHANGE, "#")
        while time.monotonic() < deadline:
            message = channel.basic_get(queue, no_ack=True)
            if message is None:
                time.sleep(0.005)
            elif MARK not in message.headers:
                message.properties["application_headers"][MARK] = True
                channel.basic_publish(message, EXCHANGE, message.delivery_info["routing_key"])


@fault(
    "reordered",
    f"messages taken out of the queues and put back, the last first, for {SECONDS:.0f} s",
)
def reorder(stack: Stack, random: Random) -> None:
    deadline = time.monotonic() + SECONDS
    with channel_to(stack) as channel:
        while time.monotonic() < deadline:
            held = [
                message
                for queue in ("handlers", "documents")
                for _ in range(random.randint(2, 8))
                if (message := channel.basic_get(queue)) is not None
            ]
            time.sleep(random.uniform(0.05, 0.5))
            for message in reversed(held):
                routing_key = message.delivery_info["routing_key"]
                tag = message.delivery_tag
                channel.basic_publish(message, EXCHANGE, routing_key)
                channel.basic_ack(tag)


@fault("corrupt", f"{len(NONSENSE)} messages in each queue that cannot be read or mean nothing")
def corrupt(stack: Stack, random: Random) -> None:
    """Each is refused with a line in the log; no worker dies of one, and none stays in a queue."""
    before = dict(stack.restarts)
    with channel_to(stack) as channel:
        for body, kind, headers in random.sample(NONSENSE, len(NONSENSE)):
            for queue in ("handlers", "documents", "jobs"):
                message = channel.prepare_message(
                    body, content_type=kind, content_encoding="utf-8", headers=dict(headers)
                )
                channel.basic_publish(message, EXCHANGE, f"{queue}.deliver")
        deadline = time.monotonic() + 30
        for queue in ("handlers", "documents", "jobs"):
            while channel.queue_declare(queue, passive=True).message_count:
                if time.monotonic() > deadline:
                    raise Failed(f"messages stay in the queue {queue}")
                time.sleep(0.1)
    time.sleep(2)
    if stack.restarts != before:
        raise Failed(f"a process died of a message: {before} → {stack.restarts}")


@fault(
    "rolled",
    "messages of Celery's older protocol in flight while every process is replaced in turn",
)
def roll(stack: Stack, _: Random) -> None:
    deadline = time.monotonic() + 4
    with channel_to(stack) as channel:
        while time.monotonic() < deadline:
            message = channel.basic_get("handlers")
            if message is None:
                time.sleep(0.005)
                continue
            if message.headers.get("task") == TASK:
                ids = json.loads(message.body)[0][0]
                channel.basic_publish(_as_older(channel, ids), EXCHANGE, "handlers.deliver")
                channel.basic_ack(message.delivery_tag)
            else:
                channel.basic_reject(message.delivery_tag, requeue=True)
                time.sleep(0.05)
    for service in OWN:
        replace(stack, service)


@fault(
    "newer", "events of a newer version are recorded while the older one works; then it is replaced"
)
def newer_version(stack: Stack, _: Random) -> None:
    """What a version does not know stays due, untouched, until the version that knows it arrives."""
    words = stack.compose["services"]["worker-handlers"]["command"]
    with asking(stack) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS faults_seen (number integer)")
        rows = connection.execute(
            "WITH recorded AS (INSERT INTO events_recordedevent (name, payload, occurred_at)"
            " SELECT 'faults.seen_from_afar', jsonb_build_object('number', n), now()"
            " FROM generate_series(1, 5) AS n RETURNING id)"
            " INSERT INTO events_delivery (event_id, handler, queue, state, starts, failures, last_error)"
            " SELECT id, %s, 'handlers', 'pending', 0, 0, '' FROM recorded RETURNING id",
            [f"{NEWER}.note"],
        ).fetchall()
        ids = [row[0] for row in rows]
        time.sleep(2.5 * LEASE)
        states = "SELECT DISTINCT state, starts, failures FROM events_delivery WHERE id = ANY(%s)"
        if (found := connection.execute(states, [ids]).fetchall()) != [("pending", 0, 0)]:
            raise Failed(f"an older version touched what it does not know: {found}")
        stack.compose["services"]["worker-handlers"]["command"] = [*words, "-I", NEWER]
        try:
            replace(stack, "worker-handlers")
            deadline = time.monotonic() + 60
            done = "SELECT count(*) FROM events_delivery WHERE id = ANY(%s) AND state = 'done'"
            while connection.execute(done, [ids]).fetchall() != [(len(ids),)]:
                if time.monotonic() > deadline:
                    raise Failed("the newer version does not take what waited for it")
                time.sleep(0.1)
        finally:
            stack.compose["services"]["worker-handlers"]["command"] = words
        seen = connection.execute("DELETE FROM faults_seen RETURNING number").fetchall()
        if sorted(seen) != [(n,) for n in range(1, 6)]:
            raise Failed(f"the newer version was told {seen}")
    replace(stack, "worker-handlers")


def replace(stack: Stack, service: str) -> None:
    """Stopped in order, as a deployment does; the supervisor starts what is now installed."""
    since = time.time()
    process = stack.process(service)
    process.send_signal(signal.SIGTERM)
    process.wait(60)
    wait_until_back(stack, service, since)


def _as_older(channel: Any, ids: list[int]) -> Any:
    body = {"task": TASK, "id": str(uuid.uuid4()), "args": [ids], "kwargs": {}, "retries": 0}
    return channel.prepare_message(
        json.dumps(body), content_type=JSON, content_encoding="utf-8", headers={}
    )
