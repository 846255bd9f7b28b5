"""Commit to effect over PostgreSQL, RabbitMQ and a prefork worker: this spine and what people do instead.

    make bench                       all three, one after the other, in one run, and their ratios
    python bench/spine.py --events 20000

The same effect (one insert) is reached three ways, on the same nodes:
  spine       recorded event + delivery, relay, batches of 100, effect and receipt in one transaction
  on_commit   transaction.on_commit(task.delay): one task an event; loses what was not sent at a crash
  bare        a consumer that inserts what it is told in batches of 100, no outbox, no receipt: the limit
Read the ratios: two shared cores are noisy. Growth: the same number of events on top of 0, 10 and 100
times as many finished ones.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

from bench.figures import figure  # noqa: E402 -- needs the paths above
from tools.stack import Stack  # noqa: E402 -- needs the paths above

WORKER = ["worker-handlers"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=10_000)
    events = parser.parse_args().events
    with Stack(services=("relay",), lease_seconds=300) as stack:
        worker = stack.command("worker-handlers")
        stack.compose["services"]["worker-handlers"]["command"] = [*worker, "-I", "bench.lamps"]
        stack.start("worker-handlers")
        environment = stack.environment("clock")
        os.environ.update(
            {key: value for key, value in environment.items() if key not in {"PATH", "PYTHONPATH"}}
        )
        os.environ["DJANGO_SETTINGS_MODULE"] = "runtime.settings"
        import django  # noqa: PLC0415 -- settings read the environment made above

        django.setup()
        measure(events)


def measure(events: int) -> None:
    from django.db import connection  # noqa: PLC0415

    from bench import lamps  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(lamps.TABLE)
    lamps.light_by_spine(200)
    wait(200, lamps.effects)
    rates: dict[str, float] = {}
    for name, light in (
        ("spine", lamps.light_by_spine),
        ("on_commit", lamps.light_on_commit),
        ("bare", lamps.light_bare),
    ):
        count = events if name != "on_commit" else max(events // 10, 500)
        lamps.clear()
        began = time.perf_counter()
        light(count)
        wait(count, lamps.effects)
        rates[name] = count / (time.perf_counter() - began)
        print(f"{name:<10} {count:>7} events  {rates[name]:>9,.0f} /s", flush=True)
    print(f"spine ÷ on_commit(delay) = {rates['spine'] / rates['on_commit']:.1f}")
    figure(
        "commit to effect",
        rates["spine"],
        "events/s",
        peer="on_commit(delay)",
        ratio=rates["spine"] / rates["on_commit"],
    )
    figure(
        "commit to effect",
        rates["spine"],
        "events/s",
        peer="bare consumer",
        ratio=rates["spine"] / rates["bare"],
    )
    print(f"spine ÷ bare consumer    = {rates['spine'] / rates['bare']:.2f}")
    latencies = sorted(one_latency(lamps) for _ in range(50))
    print(
        f"idle commit → effect: p50 {latencies[25] * 1000:.0f} ms · p98 {latencies[48] * 1000:.0f} ms"
    )
    figure("idle commit to effect, p50", latencies[25] * 1000, "ms")
    figure("idle commit to effect, p98", latencies[48] * 1000, "ms")
    first = 0.0
    for times in (0, 10, 100):
        finished = lamps.pile_up(times * events // 10)
        lamps.clear()
        began = time.perf_counter()
        lamps.light_by_spine(events // 10)
        wait(events // 10, lamps.effects)
        rate = events / 10 / (time.perf_counter() - began)
        print(f"on top of {finished:>9,} finished deliveries: {rate:>9,.0f} /s", flush=True)
        first = first or rate
    figure(
        f"on {finished:,} finished deliveries", rate, "events/s", peer="on none", ratio=rate / first
    )


def one_latency(lamps: Any) -> float:
    lamps.clear()
    began = time.perf_counter()
    lamps.light_by_spine(1)
    wait(1, lamps.effects, pause=0.001)
    return time.perf_counter() - began


def wait(count: int, effects: Callable[[], int], *, pause: float = 0.02) -> None:
    deadline = time.monotonic() + 300
    while effects() < count:
        if time.monotonic() > deadline:
            raise SystemExit(f"only {effects()} of {count} effects within five minutes")
        time.sleep(pause)


if __name__ == "__main__":
    main()
