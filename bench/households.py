"""A million people in 400,000 files: what lists, filters, searches and the workbench cost, beside 10,000.

    python bench/households.py                        10,000, 100,000 and 400,000 files
    python bench/households.py --sizes 10000,50000    smaller
    python bench/households.py --only find            only the lines whose name holds this
    python bench/households.py --anew                 load again what an earlier run left in its databases

Each size is a database of its own under var/, filled by COPY with families as they come: few names for
many people, two and a half persons a file, forty files a unit, units below 122 counties of 14 cities.
Pages are asked for through Django's test client by a person of the province, a city, a county and an
enterprise, each time with another value, and each time of all sizes in turn, so that what else the
machine does falls on all of them alike. Printed are the milliseconds p50/p95 for each size, and how
often the p95 of the largest is that of the smallest: more than twice is marked. After them come seconds
for a trial of the criteria on every file, and for the ledgers and the national hand-over of every file
(above 10,000: of one city's), made as a worker makes them.
"""

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

from bench.figures import figure  # noqa: E402 -- needs the paths above
from bench.households_ledgers import ledgers  # noqa: E402 -- the paths are made above
from bench.households_pages import pages  # noqa: E402
from bench.households_rows import TODAY  # noqa: E402
from bench.households_world import World, made  # noqa: E402

TIMES = 20
TWICE = 2.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000,100000,400000")
    parser.add_argument("--only", default="")
    parser.add_argument("--times", type=int, default=TIMES)
    parser.add_argument("--anew", action="store_true")
    chosen = parser.parse_args()
    sizes = [int(one) for one in chosen.sizes.split(",")]
    os.environ["SHUANGLIAN_VAR_DIR"] = os.environ.get(
        "SHUANGLIAN_BENCH_DIR", str(ROOT / "var" / "bench-households")
    )
    os.environ.setdefault("SHUANGLIAN_FONT_DIR", str(ROOT / "var" / "fonts"))
    os.environ["SHUANGLIAN_TODAY"] = TODAY.isoformat()
    os.environ["DJANGO_SETTINGS_MODULE"] = "runtime.settings"
    import django  # noqa: PLC0415 -- settings read the environment made above
    from django.conf import settings  # noqa: PLC0415

    from runtime import embedded  # noqa: PLC0415

    embedded.start(settings.VAR_DIR)
    django.setup()
    worlds = [made(size, anew=chosen.anew) for size in sizes]
    table = measured(worlds, only=chosen.only, times=chosen.times)
    show(table, sizes)
    for world in worlds:
        what_if(world)
        ledgers(world)


def what_if(world: "World") -> None:
    """The national set tried on every file below the root: seconds of the clock and of this process."""
    from assistance.criteria.models import RuleSet  # noqa: PLC0415
    from assistance.households.queries import tried  # noqa: PLC0415
    from ground.accounts.models import Organisation  # noqa: PLC0415

    world.enter()
    root, ruleset = Organisation.objects.get(depth=1), RuleSet.objects.get(is_seed=True)
    began, busy = time.perf_counter(), time.process_time()
    found = tried(ruleset, path=root.path, on=TODAY)
    print(
        f"what-if over {found.files:,} of {world.size:,} files: "
        f"{time.perf_counter() - began:.1f} s, {time.process_time() - busy:.1f} CPU-s"
    )


Table = dict[str, dict[int, list[float]]]


def measured(worlds: list[World], *, only: str, times: int) -> Table:
    """Name of a line → size → milliseconds of each time it was asked for."""
    table: Table = {}
    asked = [(f"{name} · {who}", who, ask) for name, viewers, ask in pages() for who in viewers]
    asked = [one for one in asked if only in one[0]]
    for name, who, ask in asked:
        for turn in range(times + 1):
            for world in worlds:
                world.enter()
                began = time.perf_counter()
                answer = ask(world.clients[who], world, who, turn)
                spent = (time.perf_counter() - began) * 1000
                if answer.status_code != 200:  # noqa: PLR2004
                    raise SystemExit(f"{name}: answered {answer.status_code}")
                if turn:  # the first one warms
                    table.setdefault(name, {}).setdefault(world.size, []).append(spent)
    return table


def show(table: Table, sizes: list[int]) -> None:
    print(
        f"\n{'page, by whom: p50/p95 ms':<44}" + "".join(f"{one:>14,}" for one in sizes) + "  ratio"
    )
    over = 0
    for name, times in table.items():
        cells = [(statistics.median(times[one]), p95(times[one])) for one in sizes]
        ratio = cells[-1][1] / cells[0][1]
        over += ratio > TWICE
        print(
            f"{name:<44}"
            + "".join(f"{middle:>8.0f}/{most:<5.0f}" for middle, most in cells)
            + f"{ratio:>7.1f}"
            + (" more than twice" if ratio > TWICE else "")
        )
    figure(
        f"pages within twice their time at {sizes[0]:,} files, at {sizes[-1]:,}",
        len(table) - over,
        f"of {len(table)}",
        is_met=not over,
    )
    print(f"\n{len(table) - over} of {len(table)} lines at p95 within twice the smallest size")


def p95(times: list[float]) -> float:
    return sorted(times)[max(round(len(times) * 0.95) - 1, 0)]


if __name__ == "__main__":
    main()
