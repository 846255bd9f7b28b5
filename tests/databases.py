"""The databases of tests are copies of one that the migrations made: they run once, for all workers.

It is made anew whenever a migration changes, and stays in the server between runs.
"""

import fcntl
import hashlib
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from runtime.environment import Environment

ROOT = Path(__file__).resolve().parents[1]
NAME = "migrated_"


def migrated() -> str:
    """The name of that database."""
    name = NAME + _state_of_migrations()
    with (Environment().var_dir / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if name not in (known := _known()):
            _run(*(f'DROP DATABASE "{one}"' for one in known), f'CREATE DATABASE "{name}_half"')
            _migrate(f"{name}_half")
            _run(f'ALTER DATABASE "{name}_half" RENAME TO "{name}"')
    return name


def _state_of_migrations() -> str:
    found = hashlib.sha256()
    for path in sorted(ROOT.glob("*/**/migrations/*.py")):
        if ".venv" not in path.parts:
            found.update(path.read_bytes())
    return found.hexdigest()[:16]


def _known() -> list[str]:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [NAME])
        return [name for (name,) in cursor.fetchall()]


def _run(*statements: str) -> None:
    with connection._nodb_cursor() as cursor:
        for one in statements:
            cursor.execute(one)


def _migrate(name: str) -> None:
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", verbosity=0)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
