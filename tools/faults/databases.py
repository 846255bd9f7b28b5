"""PostgreSQL: stopped, replaced by its standby, frozen, cut off, refusing what it is told."""

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import psycopg

from tools import nodes
from tools.faults import broker
from tools.faults.kinds import fault
from tools.faults.processes import children
from tools.stack import Stack

# Each third event is refused, in turn for a conflict of transactions and for a deadlock: a sequence
# counts on when its transaction is rolled back.
REFUSE = """
CREATE SEQUENCE faults_turn;
CREATE FUNCTION faults_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE turn bigint := nextval('faults_turn');
BEGIN
    IF turn % 6 = 0 THEN RAISE 'refused by the harness' USING ERRCODE = 'serialization_failure'; END IF;
    IF turn % 6 = 3 THEN RAISE 'refused by the harness' USING ERRCODE = 'deadlock_detected'; END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER faults_refuse BEFORE INSERT ON events_recordedevent
    FOR EACH STATEMENT EXECUTE FUNCTION faults_refuse();
"""
REFUSE_NO_MORE = """
DROP TRIGGER faults_refuse ON events_recordedevent;
DROP FUNCTION faults_refuse;
DROP SEQUENCE faults_turn;
"""


@contextlib.contextmanager
def asking(stack: Stack) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    with psycopg.connect(stack.database_itself, autocommit=True, connect_timeout=5) as connection:
        yield connection


def wait_for_database(stack: Stack, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            with asking(stack) as connection:
                connection.execute("SELECT 1")
                return
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@fault("postgres-killed", "kill -9 of PostgreSQL: it recovers and goes on")
def kill_postgres(stack: Stack, _: Random) -> None:
    with stack.unsupervised():
        kill_server(stack)
    wait_for_database(stack)


@fault("postgres-restarted", "PostgreSQL stopped (fast) and started again")
def restart_postgres(stack: Stack, _: Random) -> None:
    with stack.unsupervised():
        stack.process("postgres").send_signal(signal.SIGINT)
        stack.process("postgres").wait(60)
    wait_for_database(stack)


@fault("postgres-frozen", "SIGSTOP of every process of PostgreSQL for 10 s")
def freeze_postgres(stack: Stack, _: Random) -> None:
    server = stack.process("postgres").pid
    stopped = []
    for pid in [server, *children(server)]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGSTOP)
            stopped.append(pid)
    time.sleep(10)
    for pid in stopped:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)


@fault(
    "postgres-promoted", "kill -9 of PostgreSQL; its synchronous standby is promoted in its place"
)
def promote_standby(stack: Stack, random: Random) -> None:
    old_cluster, port = stack.cluster, nodes.free_port()
    standby = old_cluster.with_name(f"postgres-{port}")
    nodes.copy_cluster(standby, of=stack.ports["postgres"])
    server = stack.start_postgres(standby, port)
    try:
        let_it_confirm(stack)
        time.sleep(random.uniform(1, 3))
    except BaseException:
        server.kill()
        raise
    with stack.unsupervised():
        stack.proxies["postgres"].cut()
        kill_server(stack)
        stack.replace_postgres(standby, port, server)
        with asking(stack) as connection:
            connection.execute("SELECT pg_promote()")
            set_standbys(connection, "")
        stack.proxies["postgres"].heal()


@fault("postgres-cut", "every connection to PostgreSQL cut, none let in for 3 s")
def cut_postgres(stack: Stack, _: Random) -> None:
    broker.cut(stack.proxies["postgres"])


@fault("postgres-slow", "each piece to and from PostgreSQL 0.02 s late, for 10 s")
def slow_postgres(stack: Stack, _: Random) -> None:
    broker.slow(stack.proxies["postgres"], 0.02)


@fault("postgres-stalled", "connections to PostgreSQL swallow everything, for 10 s and for good")
def stall_postgres(stack: Stack, _: Random) -> None:
    broker.stall(stack.proxies["postgres"])


@fault("postgres-silent", "half-open: no packet of a connection to PostgreSQL is answered any more")
def silence_postgres(stack: Stack, _: Random) -> None:
    broker.silence(stack.proxies["postgres"])


@fault("conflicts", "each third event refused for a serialization failure or a deadlock, for 8 s")
def refuse(stack: Stack, _: Random) -> None:
    with asking(stack) as connection:
        connection.execute(REFUSE)
        time.sleep(8)
        connection.execute(REFUSE_NO_MORE)


def kill_server(stack: Stack, name: str = "postgres") -> None:
    """The server, and its processes that may outlive it a little and hold its memory."""
    server = stack.process(name)
    left = children(server.pid)
    server.kill()
    server.wait()
    deadline = time.monotonic() + 20
    while any(Path(f"/proc/{pid}").exists() for pid in left) and time.monotonic() < deadline:
        time.sleep(0.05)


def let_it_confirm(stack: Stack) -> None:
    """From here on nothing is committed that the standby does not have."""
    with asking(stack) as connection:
        set_standbys(connection, "*")
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            found = connection.execute("SELECT sync_state FROM pg_stat_replication").fetchall()
            if found in ([("sync",)], [("quorum",)]):
                return
            time.sleep(0.1)
    raise AssertionError("the standby does not confirm")


def set_standbys(connection: "psycopg.Connection[tuple[object, ...]]", standbys: str) -> None:
    connection.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{standbys}'")
    connection.execute("SELECT pg_reload_conf()")
