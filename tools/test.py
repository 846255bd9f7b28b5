"""Run every tier of tests that this machine can run, and say plainly which ran.

core: rules, services, stories, pages on the embedded PostgreSQL · service: PostgreSQL, RabbitMQ, relay
and prefork workers as processes · browser: a real Chromium. With CI=true a tier that cannot run fails.
"""

import ctypes.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

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


TIERS = [
    ("core", "not service and not browser", ["-n", "2", "--dist", "loadgroup"], ""),
    ("service", "service", ["-n", "2", "--dist", "loadfile"], rabbitmq() or postgres()),
    ("browser", "browser", ["-n", "2", "--dist", "loadgroup"], chromium()),
]


def main() -> int:
    told: list[str] = []
    failed = False
    strict = os.environ.get("CI") == "true"
    for name, marks, options, missing in TIERS:
        if missing:
            told.append(f"{name}: NOT RUN ({missing})")
            failed |= strict
            continue
        print(f"\n=== {name} ===", flush=True)
        command = [sys.executable, "-m", "pytest", "-q", "-m", marks, *options, *sys.argv[1:]]
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        nothing_chosen = code == NO_TESTS and bool(sys.argv[1:])  # only a part was asked for
        told.append(
            f"{name}: {'passed' if code == 0 else 'nothing to run' if nothing_chosen else 'FAILED'}"
        )
        failed |= code != 0 and not nothing_chosen
    print("\nTiers — " + " · ".join(told))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
