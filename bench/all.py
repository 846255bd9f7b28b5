"""Every bench in one run: `make bench`, or `make bench QUICK=1` with small sizes.

    python bench/all.py [--quick] [--only NAME …]

Each is a process of its own, one after the other. Its figures go into `var/bench/figures.json` and, as a
table with the machine and its load, into `var/bench/figures.md`; what it printed lies beside as NAME.txt.
Ratios can be compared between machines, figures cannot. Ends with status 1 where a bench failed or missed
a goal. The largest sizes take longer than is good for one run: start those benches by themselves.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

from bench.figures import TO  # noqa: E402 -- needs the paths above

KEPT = ROOT / "var" / "bench"
MOST_SECONDS = 900

# Name: words after it in a run of everything, and in a quick one.
BENCHES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "spine": ((), ("--events", "2000")),
    "growth": (
        ("--sizes", "100000", "1000000", "--replay", "50000"),
        ("--sizes", "20000", "--replay", "2000", "--snapshot", "10000"),
    ),
    "planning": (("--parts", "10", "3"), ("--parts", "30", "--seconds", "10")),
    "intake": (("1000", "10000"), ("500",)),
    "supervision": (("--sizes", "1000", "4000"), ("--sizes", "200")),
    "rounds": (("--sizes", "0.1"), ("--sizes", "0.01")),
    "standards": ((), ("--sizes", "2000")),
    "province": (("--sizes", "0.1"), ("--sizes", "0.01")),
    "households": (("--sizes", "10000,100000"), ("--sizes", "1000,4000")),
    "households_import": (("1000", "5000"), ("500",)),
    "aid": (("10000",), ("1000",)),
    "ledger": (("--sizes", "100000", "--peer"), ("--sizes", "", "--peer")),
    "banks": (("10000",), ("1000",)),
    "campaigns": (("1000", "10000"), ("1000",)),
    "supermarket": (("--seconds", "10", "1000", "10000"), ("--seconds", "3", "1000")),
    "briefs": ((), ()),
}


@dataclass
class Run:
    """One bench that was run: its figures, how long it took, the load before it, whether it went well."""

    name: str
    seconds: float
    load: float
    status: int
    figures: list[dict[str, Any]] = field(default_factory=list)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", nargs="+", choices=BENCHES, default=list(BENCHES))
    asked = parser.parse_args()
    KEPT.mkdir(parents=True, exist_ok=True)
    runs = []
    for name in asked.only:
        runs.append(run(name, BENCHES[name][asked.quick]))
        one = runs[-1]
        print(f"{name}: {one.seconds:.0f} s{', FAILED' if one.status else ''}", flush=True)
    facts = machine() | {"is_quick": asked.quick, "runs": [vars(one) for one in runs]}
    (KEPT / "figures.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n")
    page = table(facts, runs)
    (KEPT / "figures.md").write_text(page)
    print(f"\n{page}")
    return 1 if any(one.status for one in runs) else 0


def run(name: str, words: tuple[str, ...]) -> Run:
    kept = KEPT / f"{name}.jsonl"
    kept.unlink(missing_ok=True)
    load, began = os.getloadavg()[0], time.monotonic()
    with (KEPT / f"{name}.txt").open("w") as told:
        try:
            status = subprocess.run(  # noqa: S603 -- a bench of this folder
                [sys.executable, str(ROOT / "bench" / f"{name}.py"), *words],
                stdout=told, stderr=subprocess.STDOUT, cwd=ROOT, check=False, timeout=MOST_SECONDS,
                env=os.environ | {TO: str(kept)},
            ).returncode  # fmt: skip
        except subprocess.TimeoutExpired:
            status = 124
    lines = kept.read_text("utf-8").splitlines() if kept.exists() else []
    took = time.monotonic() - began
    return Run(name, took, load, status, [json.loads(line) for line in lines])


def machine() -> dict[str, Any]:
    info = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    names = [line.partition(":")[2].strip() for line in info.splitlines() if "model name" in line]
    revision = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607 -- as everybody has it
        cwd=ROOT, capture_output=True, text=True, check=False,
    ).stdout.strip()  # fmt: skip
    return {
        "on": datetime.now(UTC).date().isoformat(),
        "revision": revision,
        "processor": names[0] if names else platform.machine(),
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "python": platform.python_version(),
    }


def table(facts: dict[str, Any], runs: list[Run]) -> str:
    """The figures as Markdown: what, how much, beside whom, how often as much, whether a goal is met."""
    head = (
        f"{facts['on']}, {facts['revision']}{', small sizes' if facts['is_quick'] else ''}: {facts['cores']} cores of "
        f"{facts['processor']}, {facts['memory_gib']} GiB, Python {facts['python']}; "
        f"{sum(one.seconds for one in runs) / 60:.1f} minutes"
    )
    rows = [
        "| bench | what | figure | beside | ratio | goal |",
        "| --- | --- | ---: | --- | ---: | --- |",
    ]
    for one in runs:
        name = f"{one.name} (load {one.load:.1f})"
        if one.status:
            rows.append(
                f"| {name} | ended with status {one.status}: see {one.name}.txt | | | | **missed** |"
            )
        rows += [f"| {name} | {_row(each)} |" for each in one.figures]
    return "\n".join([head, "", *rows]) + "\n"


def _row(one: dict[str, Any]) -> str:
    value = f"{one['value']:,.0f}" if one["value"] >= 100 else f"{one['value']:.3g}"  # noqa: PLR2004
    ratio = "" if one["ratio"] is None else f"{one['ratio']:.3g}"
    met = {True: "met", False: "**missed**", None: ""}[one["is_met"]]
    return f"{one['what']} | {value} {one['unit']} | {one['peer']} | {ratio} | {met}"


if __name__ == "__main__":
    raise SystemExit(main())
