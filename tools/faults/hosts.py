"""Many hosts: one whose cable is pulled while it works, hosts that lose each other, nodes of a cluster that die.

What is cut hears nothing: no connection is reset. Meanwhile the others must do everything that was
published, and afterwards each host of workers must work again.
"""

import json
import random
import shutil
import time
from collections.abc import Callable
from contextlib import ExitStack
from random import Random

import psycopg

from tools.faults.databases import asking, kill_server, let_it_confirm, set_standbys
from tools.faults.kinds import Failed, fault
from tools.hosted import BROKERS, WORKERS, Hosted
from tools.stack import Stack
from tools.waiting import until

SHORT = 12.0  # seconds: longer than the lease of the harness, too short for TCP to notice
LONG = 45.0  # seconds: every connection is given up at both ends
MOST = 60.0  # seconds until something must have happened

# Whoever writes into the trail waits from here on, in the middle of its transaction.
HOLD = "LOCK TABLE audit_entry IN SHARE ROW EXCLUSIVE MODE"
HELD = """
SELECT host(client_addr) FROM pg_stat_activity
 WHERE wait_event_type = 'Lock' AND host(client_addr) = ANY(%s) LIMIT 1
"""


@fault(
    "worker-host-cut",
    f"a host of workers cut off in the middle of a transaction, for {SHORT:.0f} s, past its lease",
    hosted=True,
)
def cut_worker(stack: Stack, _: Random) -> None:
    """It is still sent messages until it misses two heartbeats: some wait for more than one lease."""
    _cut_worker(hosted(stack), SHORT)


@fault(
    "worker-host-lost",
    f"the same for {LONG:.0f} s: both ends have let go of every connection",
    hosted=True,
)
def lose_worker(stack: Stack, _: Random) -> None:
    _cut_worker(hosted(stack), LONG)


@fault(
    "relay-parted",
    f"the relay's host and those of RabbitMQ lose each other for {LONG:.0f} s, and nobody else",
    hosted=True,
)
def part_relay(stack: Stack, _: Random) -> None:
    network = hosted(stack).network
    with ExitStack() as afterwards:
        for broker in BROKERS:
            network.part("site", broker)
            afterwards.callback(network.join, "site", broker)
        time.sleep(LONG)


@fault(
    "broker-leader-killed",
    "kill -9 of the RabbitMQ node of three that leads the queue of handlers",
    hosted=True,
)
def kill_leader(stack: Stack, _: Random) -> None:
    there = hosted(stack)
    leader = leader_of(there, "handlers")
    killed_at = time.time()
    there.kill(leader)
    until(lambda: there.is_back(leader, killed_at), lambda: f"{leader} does not come back")
    until(
        lambda: online_of(there, "handlers") == set(BROKERS),
        lambda: f"the queue of handlers has {online_of(there, 'handlers')} of its members",
    )


@fault(
    "broker-host-cut",
    f"the host of that node cut off for {LONG:.0f} s",
    hosted=True,
)
def cut_leader(stack: Stack, _: Random) -> None:
    there = hosted(stack)
    leader = leader_of(there, "handlers")
    last = _last_delivery(there)
    there.network.cut(leader)
    try:
        began = time.monotonic()
        _wait_until_done(there, last, LONG)
        time.sleep(max(began + LONG - time.monotonic(), 0))
    finally:
        there.network.mend(leader)


@fault(
    "postgres-failed-over",
    "kill -9 of PostgreSQL; its standby, the second host of the same address, is promoted; the first"
    " comes back as its standby",
    hosted=True,
)
def fail_over(stack: Stack, _: Random) -> None:
    there = hosted(stack)
    _fail_over(there, lambda: kill_server(there, there.primary))


@fault(
    "postgres-host-lost",
    "the same, with PostgreSQL's host cut off: nobody is told, and it goes on by itself",
    hosted=True,
)
def lose_database(stack: Stack, _: Random) -> None:
    there = hosted(stack)
    _fail_over(there, lambda: there.network.cut(there.primary))


def hosted(stack: Stack) -> Hosted:
    if not isinstance(stack, Hosted):
        raise TypeError("this fault needs many hosts")
    return stack


def leader_of(stack: Hosted, queue: str) -> str:
    leader: str = _queue(stack, queue)["leader"]
    return leader.partition("@")[2]


def online_of(stack: Hosted, queue: str) -> set[str]:
    return {node.partition("@")[2] for node in _queue(stack, queue)["online"]}


def _queue(stack: Hosted, queue: str) -> dict[str, object]:
    words = ("-q", "list_queues", "name", "leader", "online", "--formatter=json")
    rows = json.loads(stack.in_cluster("rabbitmqctl", *words))
    found: dict[str, object] = next(row for row in rows if row["name"] == queue)
    return found


def _cut_worker(stack: Hosted, seconds: float) -> None:
    host, last = _cut_at_work(stack)
    began = time.monotonic()
    try:
        if seconds == LONG:
            _wait_until_done(stack, last, LONG)
            print(f"{host} cut off: done by others in {time.monotonic() - began:.1f} s", flush=True)
        time.sleep(max(began + seconds - time.monotonic(), 0))
    finally:
        stack.network.mend(host)
    before = stack.taken_by_host()
    until(
        lambda: all(stack.taken_by_host()[one] > before[one] for one in WORKERS),
        lambda: f"not every host works again: {before}, {stack.taken_by_host()}",
    )
    print(f"both work again: {before}, {stack.taken_by_host()}", flush=True)


def _cut_at_work(stack: Hosted) -> tuple[str, int]:
    """Cut off the first host of workers that is seen in the middle of a transaction.

    Its statement is done while it is away: the answer reaches nobody. Returns the last delivery that
    was there then, too.
    """
    places = {stack.network.at(host).address: host for host in WORKERS}
    deadline = time.monotonic() + MOST
    with psycopg.connect(stack.database_itself, connect_timeout=5) as holding:
        while time.monotonic() < deadline:
            holding.execute(HOLD)
            for _ in range(200):
                if held := holding.execute(HELD, [list(places)]).fetchone():
                    host = places[held[0]]
                    stack.network.cut(host)
                    holding.rollback()
                    return host, _last_delivery(stack)
                time.sleep(0.01)
            holding.rollback()
            time.sleep(random.uniform(0.1, 0.5))  # noqa: S311 -- no secret
    raise Failed("no worker was seen at work")


def _fail_over(stack: Hosted, lose: Callable[[], None]) -> None:
    let_it_confirm(stack)
    time.sleep(random.uniform(1, 3))  # noqa: S311 -- no secret
    last, lost = _last_delivery(stack), stack.primary
    with stack.unsupervised():
        lose()
        with psycopg.connect(stack.database_of(stack.standby), autocommit=True) as promoted:
            promoted.execute("SELECT pg_promote()")
            set_standbys(promoted, "")
        stack.primary, stack.standby = stack.standby, lost
        _wait_until_done(stack, last, LONG)
        kill_server(stack, lost)  # where it still runs: it must not come back as it was
        stack.network.mend(lost)
        shutil.rmtree(stack.dir / lost)
        stack.copy_primary()
    let_it_confirm(stack)


def _last_delivery(stack: Hosted) -> int:
    with asking(stack) as connection:
        [(last,)] = connection.execute(
            "SELECT coalesce(max(id), 0) FROM events_delivery"
        ).fetchall()
    return int(str(last))


def _wait_until_done(stack: Hosted, last: int, seconds: float) -> None:
    """Nothing that was there at the cut may wait for its end."""
    late = "SELECT 1 FROM events_delivery WHERE id <= %s AND state <> 'done' LIMIT 1"
    deadline = time.monotonic() + seconds
    with asking(stack) as connection:
        while connection.execute(late, [last]).fetchall():
            if time.monotonic() > deadline:
                raise Failed(f"what was published waited {seconds:.0f} s for the host that was cut")
            time.sleep(0.1)
