"""The spine with years behind it: what claiming, publishing, watching, archiving and replaying then cost.

    python bench/growth.py                          100,000, one million and ten million events
    python bench/growth.py --sizes 20000 --replay 5000

Events and finished deliveries are seeded, spread over a year, in a database of its own, which is dropped.
At each size: costs with all of them among those at work (nobody put anything away), the putting away, and
the costs afterwards. Then, at the largest size, a replay of so many events by one handler, and a day's work
while somebody holds an old snapshot, as a backup does: nothing that dies in between can be cleared away.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

from bench.figures import figure  # noqa: E402 -- needs the paths above

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "runtime.settings")

NOTE = "bench.lamps.note_lamp"
ROUNDS = 30
_SEEDED = """
    WITH made AS (
        INSERT INTO events_recordedevent (name, payload, occurred_at, recorded_at)
        SELECT 'bench.lamp_lit', '{"lamp": 0}', at, at
          FROM (SELECT now() - make_interval(secs => 31536000.0 * (%(size)s - place) / %(size)s) AS at
                  FROM generate_series(%(there)s + 1, %(size)s) AS place) one
        RETURNING id, recorded_at
    )
    INSERT INTO events_delivery (event_id, handler, queue, state, starts, failures, due_at, finished_at, last_error)
    SELECT id, %(handler)s, 'handlers', 'done', 1, 0, recorded_at, recorded_at, '' FROM made
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[100_000, 1_000_000, 10_000_000])
    parser.add_argument("--replay", type=int, default=1_000_000)
    parser.add_argument("--snapshot", type=int, default=100_000)
    asked = parser.parse_args()
    from runtime import embedded  # noqa: PLC0415 -- needs the paths above
    from runtime.environment import Environment  # noqa: PLC0415

    environment = Environment()
    if environment.embedded:
        embedded.start(environment.var_dir)
    import django  # noqa: PLC0415

    django.setup()
    from django.test.utils import setup_databases, teardown_databases  # noqa: PLC0415

    made = setup_databases(verbosity=0, interactive=False)
    try:
        measure(asked.sizes, replayed=asked.replay, beside_snapshot=asked.snapshot)
    finally:
        teardown_databases(made, verbosity=0)


def measure(sizes: Sequence[int], *, replayed: int, beside_snapshot: int) -> None:
    from bench import lamps  # noqa: PLC0415

    statement(lamps.TABLE)
    first: dict[str, float] = {}
    for size in sizes:
        seed(size)
        costs("all at work", size, first)
        put_away(size)
        costs("old ones put away", size, first)
        bring_back()
    put_away(sizes[-1])
    replay(replayed)
    old_snapshot(beside_snapshot)


def statement(sql: str, told: object = None) -> list[tuple[object, ...]]:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(sql, told)  # type: ignore[arg-type]
        return cursor.fetchall() if cursor.description else []


def seed(size: int) -> None:
    """Have so many events, each with a finished delivery. Keys to other rows are not looked at meanwhile."""
    [(there,)] = statement("SELECT count(*) FROM events_recordedevent")
    began = time.perf_counter()
    statement("SET session_replication_role = replica")
    statement(_SEEDED, {"size": size, "there": there, "handler": NOTE})
    statement("RESET session_replication_role")
    statement("VACUUM (ANALYZE) events_delivery")
    statement("VACUUM (ANALYZE) events_recordedevent")
    print(f"{size:>11,} events and deliveries, seeded in {time.perf_counter() - began:.0f} s")


def costs(where: str, size: int, first: dict[str, float]) -> None:
    """Milliseconds of what is done all the time."""
    from django.conf import settings  # noqa: PLC0415

    from bench import lamps  # noqa: PLC0415
    from ground.events import claiming, pulse  # noqa: PLC0415
    from ground.events.delivery import deliver  # noqa: PLC0415

    batch = settings.EVENT_BATCH["handlers"]
    whole = {
        "publish 100": lambda: lamps.light_by_spine(100),
        "claim": lambda: claimed.append(claiming.claim("handlers", limit=batch)),
        "deliver": lambda: deliver(claimed.pop()),
    }
    watched: dict[str, Callable[[], object]] = {
        "queues": pulse.queues,
        "rate of an hour": pulse.minutes,
        "slow handlers": pulse.slow_handlers,
    }
    claimed: list[list[int]] = []
    took: dict[str, list[float]] = {name: [] for name in (*whole, *watched)}
    for _ in range(ROUNDS):
        for name, work in whole.items():
            took[name].append(milliseconds(work))
    for _ in range(3):
        for name, look in watched.items():
            took[name].append(milliseconds(look))
    for name, each in took.items():
        usual = statistics.median(each)
        key = f"{name}, {where}"
        ratio = usual / first.setdefault(key, usual)
        print(f"  {key:<36} {usual:8.1f} ms   {ratio:5.2f} × the smallest size")
        figure(f"{key}, {size:,}", usual, "ms", peer="smallest size", ratio=ratio)


def milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def put_away(size: int) -> None:
    from ground.events import archiving  # noqa: PLC0415

    walk, began, longest = archiving.Walk(), time.perf_counter(), 0.0
    while not walk.is_over:
        longest = max(longest, milliseconds(lambda: archiving.put_away(walk)))
    took = time.perf_counter() - began
    cleared = milliseconds(lambda: statement("VACUUM (ANALYZE) events_delivery")) / 1000
    if walk.put_away:
        rate = walk.put_away / took
        print(
            f"  put away {walk.put_away:,} in {took:.0f} s ({rate:,.0f}/s, longest piece {longest:.0f} ms),"
            f" vacuum {cleared:.1f} s, {tables()}"
        )
        figure(f"put away, {size:,}", rate, "deliveries/s")


def tables() -> str:
    sized = statement(
        "SELECT relname, pg_table_size(relid) >> 20, pg_indexes_size(relid) >> 20 FROM pg_stat_user_tables"
        " WHERE relname IN ('events_delivery', 'events_recordedevent') ORDER BY relname"
    )
    [(archived,)] = statement(
        "SELECT coalesce(sum(pg_total_relation_size(relid)), 0)::bigint >> 20"
        " FROM pg_partition_tree('events_archiveddelivery')"
    )
    said = [f"{name} {table}+{indexes} MB" for name, table, indexes in sized]
    return ", ".join([*said, f"archive {archived} MB"])


def bring_back() -> None:
    """All of it among those at work again, for the next size."""
    statement("SET session_replication_role = replica")
    statement(
        "INSERT INTO events_delivery (id, event_id, handler, queue, state, starts, failures, due_at,"
        " finished_at, last_error) SELECT delivery_id, event_id, handler, 'handlers', 'done', starts, failures,"
        " finished_at, finished_at, '' FROM events_archiveddelivery"
    )
    statement("RESET session_replication_role")
    statement("TRUNCATE events_archiveddelivery")


def replay(events: int) -> None:
    """So many events again by one handler: pieces and their handling by turns, in one process."""
    from bench import lamps  # noqa: PLC0415
    from ground.events import direct, replaying  # noqa: PLC0415

    lamps.clear()
    [(until,)] = statement("SELECT min(id) + %s - 1 FROM events_recordedevent", [events])
    began = time.perf_counter()
    asked = replaying.begin(NOTE, until_id=int(str(until)))
    while replaying.advance(asked):
        direct.drain()
    direct.drain()
    took = time.perf_counter() - began
    assert lamps.effects() == asked.looked_at == events  # noqa: S101 -- a bench that measures nothing
    print(f"replay of {events:,} events: {took:.0f} s, {events / took:,.0f}/s")
    figure(f"replay of {events:,}", events / took, "events/s")


def old_snapshot(deliveries: int) -> None:
    """The same work twice: alone, and while another session reads as of its beginning."""
    from django.db import connection  # noqa: PLC0415

    alone = carried(deliveries)
    reader = connection.copy()
    with reader.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT count(*) FROM events_replay")
        beside = carried(deliveries)
        cursor.execute("ROLLBACK")
    reader.close()
    print(
        f"{deliveries:,} deliveries: {alone:,.0f}/s, beside an old snapshot {beside:,.0f}/s"
        f" ({beside / alone:.2f})"
    )
    figure("beside an old snapshot", beside, "deliveries/s", peer="alone", ratio=beside / alone)


def carried(deliveries: int) -> float:
    from bench import lamps  # noqa: PLC0415
    from ground.events import direct  # noqa: PLC0415

    began = time.perf_counter()
    for _ in range(0, deliveries, 5_000):
        lamps.light_by_spine(5_000)
        direct.drain()
    return deliveries / (time.perf_counter() - began)


if __name__ == "__main__":
    main()
