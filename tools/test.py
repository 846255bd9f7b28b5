"""Run every tier of tests that this machine can run, and say plainly which ran.

core: rules, services, stories, pages on the embedded PostgreSQL · service: PostgreSQL, RabbitMQ, relay
and prefork workers as processes · browser: a real Chromium. With CI=true a tier that cannot run fails.
The service tier mostly waits for processes to come back: it runs beside the core and is told after it.
Several hosts, each a network of its own, need root and five minutes alone: `make hosts`.
"""

import ctypes.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

NO_TESTS = 5  # pytest's exit code
ROOT = Path(__file__).resolve().parents[1]


def rabbitmq() -> str:
    return "" if Path("/usr/lib/rabbitmq/bin/rabbitmq-server").exists() else "no rabbitmq-server"


def postgres() -> str:
    return "" if list(Path("/usr/lib/postgresql").glob("*/bin/initdb")) else "no PostgreSQL server"


def chromium() -> str:
    if not shutil.which("chromium"):
        return "no chromium"
    return "" if ctypes.util.find_library("atomic") else "no libatomic1"


MARKS = {
    "core": "not service and not hosts and not browser",
    "service": "service",
    "browser": "browser",
}
MISSING = {"service": rabbitmq() or postgres(), "browser": chromium()}
IN_TWO = ["-n", "2", "--dist", "loadgroup"]


def start(tier: str, output: IO[bytes] | None = None) -> "subprocess.Popen[bytes]":
    options = [] if tier == "service" else IN_TWO
    command = [sys.executable, "-m", "pytest", "-q", "-m", MARKS[tier], *options, *sys.argv[1:]]
    return subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output)


def main() -> int:
    ran: dict[str, int] = {}
    with tempfile.TemporaryFile() as told:
        beside = None if MISSING["service"] else start("service", told)
        print("=== core ===", flush=True)
        ran["core"] = start("core").wait()
        if beside:
            ran["service"] = beside.wait()
            told.seek(0)
            print(f"\n=== service ===\n{told.read().decode(errors='replace')}", flush=True)
    if not MISSING["browser"]:
        print("\n=== browser ===", flush=True)
        ran["browser"] = start("browser").wait()
    verdicts = {tier: verdict(tier, ran.get(tier)) for tier in MARKS}
    print("\nTiers — " + " · ".join(f"{tier}: {said}" for tier, said in verdicts.items()))
    strict = os.environ.get("CI") == "true"
    return int("FAILED" in verdicts.values() or (strict and len(ran) < len(MARKS)))


def verdict(tier: str, code: int | None) -> str:
    if code is None:
        return f"NOT RUN ({MISSING[tier]})"
    if code == NO_TESTS and sys.argv[1:]:  # only a part was asked for
        return "nothing to run"
    return "FAILED" if code else "passed"


if __name__ == "__main__":
    sys.exit(main())
