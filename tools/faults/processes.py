"""Processes that die, stand still, or are replaced one after the other."""

import contextlib
import os
import signal
import time
from pathlib import Path
from random import Random

from tools.faults.kinds import fault
from tools.stack import Stack

WORKERS = ("worker-handlers", "worker-documents")
STILL = 8.0  # seconds: longer than the lease of the harness, 5 s


def children(pid: int) -> list[int]:
    """Processes whose parent this is."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            if int(stat.read_text().rsplit(")", 1)[1].split()[1]) == pid:
                found.append(int(stat.parent.name))
    return found


def wait_until_back(stack: Stack, service: str, since: float) -> None:
    """What is killed faster than it can start shows nothing but that it cannot start."""
    deadline = time.monotonic() + 60
    while not stack.is_back(service, since) and time.monotonic() < deadline:
        time.sleep(0.05)


def kill(stack: Stack, service: str) -> None:
    killed_at = time.time()
    stack.kill(service)
    wait_until_back(stack, service, killed_at)


@fault("web-killed", "kill -9 of gunicorn and its workers")
def kill_web(stack: Stack, _: Random) -> None:
    kill(stack, "web")


@fault("relay-killed", "kill -9 of the relay")
def kill_relay(stack: Stack, _: Random) -> None:
    kill(stack, "relay")


@fault("worker-killed", "kill -9 of a worker with its children")
def kill_worker(stack: Stack, random: Random) -> None:
    kill(stack, random.choice(WORKERS))


@fault("worker-child-killed", "kill -9 of one process of a prefork pool")
def kill_child(stack: Stack, random: Random) -> None:
    _signal_child(stack, random, signal.SIGKILL)


@fault("worker-parent-killed", "kill -9 of a worker's parent alone; its children are orphans")
def kill_parent(stack: Stack, random: Random) -> None:
    service, killed_at = random.choice(WORKERS), time.time()
    with stack.unsupervised():
        os.kill(stack.process(service).pid, signal.SIGKILL)
    wait_until_back(stack, service, killed_at)


@fault("web-stopped", f"SIGSTOP of gunicorn and its workers for {STILL:.0f} s")
def stop_web(stack: Stack, _: Random) -> None:
    web = stack.process("web").pid
    _stand_still([web, *children(web)])


@fault("web-worker-stopped", f"SIGSTOP of one of gunicorn's workers for {STILL:.0f} s")
def stop_web_worker(stack: Stack, random: Random) -> None:
    _stand_still([random.choice(sorted(children(stack.process("web").pid)))])


@fault("relay-stopped", f"SIGSTOP of the relay for {STILL:.0f} s, past its leases")
def stop_relay(stack: Stack, _: Random) -> None:
    _stand_still([stack.process("relay").pid])


@fault("worker-stopped", f"SIGSTOP of a worker with its children for {STILL:.0f} s")
def stop_worker(stack: Stack, random: Random) -> None:
    worker = stack.process(random.choice(WORKERS)).pid
    _stand_still([worker, *children(worker)])


@fault("worker-child-stopped", f"SIGSTOP of one process of a prefork pool for {STILL:.0f} s")
def stop_child(stack: Stack, random: Random) -> None:
    child = _signal_child(stack, random, signal.SIGSTOP)
    time.sleep(STILL)
    _signal(child, signal.SIGCONT)


@fault("worker-parent-stopped", f"SIGSTOP of a worker's parent alone for {STILL:.0f} s")
def stop_parent(stack: Stack, random: Random) -> None:
    _stand_still([stack.process(random.choice(WORKERS)).pid])


@fault("all-killed", "kill -9 of web, relay, every worker and RabbitMQ at once")
def kill_all(stack: Stack, _: Random) -> None:
    killed_at = time.time()
    services = ("web", "relay", *WORKERS, "worker-jobs", "postman", "rabbitmq")
    for service in services:
        stack.kill(service)
    for service in services:
        wait_until_back(stack, service, killed_at)


def _signal_child(stack: Stack, random: Random, number: signal.Signals) -> int:
    """Signal one process of a pool; there may be none yet where the worker is just starting."""
    deadline = time.monotonic() + 20
    while not (pool := sorted(children(stack.process(random.choice(WORKERS)).pid))):
        if time.monotonic() > deadline:
            raise AssertionError("no worker has a child")
        time.sleep(0.1)
    child = random.choice(pool)
    _signal(child, number)
    return child


def _stand_still(pids: list[int]) -> None:
    for pid in pids:
        _signal(pid, signal.SIGSTOP)
    time.sleep(STILL)
    for pid in pids:
        _signal(pid, signal.SIGCONT)


def _signal(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
