"""Shortened stories while one thing after the other goes wrong: each must end as an undisturbed one does.

    make faults                       every kind of fault, during two stories, twice for each
    make faults KIND=relay-killed     one kind; the names stand in docs/operations.md
    make faults RUNS=20 SEED=7        more stories; the same seed makes the same choices and pauses

Each story has a root organisation of its own: a visit sent through the API, two families filed and
approved, condolence money in a batch of three people, approved and paid through the API, a brief signed
through the API and typeset. At its end its ledger, files, register, figures, events and deliveries are
compared with those of the first story, which runs undisturbed. After each fault all must be well within
a minute, without a person. The result of each kind is a row of the table in docs/operations.md.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from tools.faults import broker, databases, hosts, machine, messages, processes  # noqa: F401 -- they register
from tools.faults.kinds import Failed, Kind, all_kinds
from tools.faults.table import Row, write
from tools.hosted import Hosted
from tools.hosts import missing as not_here
from tools.stack import ROOT, Stack


def main() -> int:
    arguments = _arguments()
    version = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    when = f"{datetime.now(UTC):%Y-%m-%d} {version}"
    rows: list[Row] = []
    for row in tried(arguments, when):
        rows.append(row)
        print(str(row), end="", flush=True)
        if arguments.table:
            write(arguments.table, [row])
    failed = [row.kind for row in rows if row.failed]
    print(
        f"{len(rows)} kinds, {sum(row.stories for row in rows)} stories, failed: {failed or 'none'}"
    )
    return int(bool(failed))


def tried(arguments: argparse.Namespace, when: str) -> Iterator[Row]:
    """Each kind on one stack as long as nothing fails; after a failure the next begins on a new one.

    So it does where one needs many hosts and the one before did not.
    """
    waiting = arguments.kind or list(all_kinds())
    secret, number, expected = "", 0, None
    while waiting:
        hosted = all_kinds()[waiting[0]].hosted
        if hosted and (missing := not_here()):
            yield Row(waiting.pop(0), 0, 0, f"not run: {missing}", 0, when)
            continue
        with ready(secret, hosted) as stack:
            secret = stack.secret
            from tools.faults.stories import tell  # noqa: PLC0415 -- needs Django, set up by now

            if expected is None:
                expected = tell(stack, number)
                print(f"undisturbed: {expected}", flush=True)
            while waiting and all_kinds()[waiting[0]].hosted == hosted:
                kind = all_kinds()[waiting.pop(0)]
                if missing := kind.missing():
                    yield Row(kind.name, 0, 0, f"not run: {missing}", 0, when)
                    continue
                numbers = range(number + 1, number + 1 + 1000)
                row, number = tried_one(stack, kind, numbers, expected, arguments, when)
                yield row
                if row.failed:
                    print(stack.logs(), flush=True)
                    break


def tried_one(
    stack: Stack,
    kind: Kind,
    numbers: range,
    expected: dict[str, Any],
    arguments: argparse.Namespace,
    when: str,
) -> tuple[Row, int]:
    """Tell stories until as many were told and the fault was done as often as asked for."""
    from tools.faults.stories import Striker, heal, tell  # noqa: PLC0415

    striker = Striker(stack, kind, Random(f"{arguments.seed} {kind.name}"))  # noqa: S311
    began, told, result = time.monotonic(), 0, "none"
    striker.start()
    try:
        for number in numbers:
            if told < arguments.runs:
                striker.let(arguments.times)
            _compare(expected, tell(stack, number), number)
            told += 1
            striker.check()
            if told >= arguments.runs and striker.is_done:
                break
        heal(stack)
    except Exception as failure:  # noqa: BLE001 -- whatever it was, the kind has failed
        why = " ".join(f"{type(failure).__name__}: {failure}".split())
        print(f"{kind.name} failed: {why}", flush=True)
        result = f"**failed**: {why[:200]}"
    print(f"{kind.name}: {time.monotonic() - began:.0f} s", flush=True)
    return Row(kind.name, told, striker.struck, result, striker.slowest, when), number


@contextmanager
def ready(secret: str, hosted: bool) -> Iterator[Stack]:
    """A stack, and this process's Django on its database."""
    with Hosted(secret=secret) if hosted else Stack(proxied=True, secret=secret) as stack:
        if not secret:
            for key, value in stack.environment("clock").items():
                if key not in {"PATH", "PYTHONPATH"}:
                    os.environ[key] = value
            os.environ["DJANGO_SETTINGS_MODULE"] = "runtime.settings"
            import django  # noqa: PLC0415 -- settings read the environment made above

            django.setup()
        from django.db import connection  # noqa: PLC0415

        connection.close()
        from runtime.databases import database_at  # noqa: PLC0415

        there, here = database_at(stack.database_url), connection.settings_dict
        here |= {"HOST": there["HOST"], "PORT": there["PORT"]}
        here["OPTIONS"] |= {"target_session_attrs": "any", **there["OPTIONS"]}
        yield stack


def _compare(expected: dict[str, Any], found: dict[str, Any], number: int) -> None:
    if found != expected:
        raise Failed(f"story {number} differs: {_difference(expected, found)}")


def _difference(expected: dict[str, Any], found: dict[str, Any]) -> str:
    return str(
        {key: (expected[key], found[key]) for key in expected if expected[key] != found[key]}
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--runs", type=int, default=2, help="stories for each kind, at least")
    parser.add_argument(
        "--times", type=int, default=2, help="how often the fault is done for each of these"
    )
    parser.add_argument("--seed", type=int, default=2008)
    parser.add_argument("--kind", action="append", choices=list(all_kinds()))
    parser.add_argument("--table", type=Path, help="the file whose table is brought up to date")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
