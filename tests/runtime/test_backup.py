"""A backup and back: the same rows in another database; damaged, foreign, or not empty: refused whole."""

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from runtime import backup, sealed_stream
from runtime.sealed_stream import PART, Damaged
from tests.aid.conftest import factory, hands, paying, plan, source

__all__ = ["factory", "hands", "paying", "plan", "source"]
ROOT = Path(__file__).resolve().parents[2]
SECRET = "a secret of the tests"


def sealed(content: bytes, secret: str = SECRET) -> bytes:
    with io.BytesIO() as out:
        sealed_stream.seal(io.BytesIO(content), out, secret=secret, header={"taken_at": "now"})
        return out.getvalue()


def opened(content: bytes, secret: str = SECRET) -> bytes:
    return b"".join(sealed_stream.parts_of(io.BytesIO(content), secret=secret))


@pytest.mark.parametrize("size", [0, 1, PART - 1, PART, PART + 1, 3 * PART])
def test_what_was_sealed_opens(size):
    content = os.urandom(size)
    assert opened(sealed(content)) == content
    assert content[:64] not in sealed(content) or size < 8


@given(st.binary(max_size=200), st.data())
def test_a_changed_byte_is_found_wherever_it_is(content, data):
    whole = bytearray(sealed(content))
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Damaged):
        opened(bytes(whole))


@given(st.binary(max_size=200), st.data())
def test_so_is_an_end_that_is_missing(content, data):
    whole = sealed(content)
    with pytest.raises(Damaged):
        opened(whole[: data.draw(st.integers(0, len(whole) - 1))])


def test_parts_in_another_order_and_another_key_are_found():
    whole = sealed(os.urandom(2 * PART + 7))
    length = 4 + PART + 16
    begin = len(whole) - (4 + 7 + 16) - 2 * length
    first, second = whole[begin : begin + length], whole[begin + length : begin + 2 * length]
    swapped = whole[:begin] + second + first + whole[begin + 2 * length :]
    cut = whole[: begin + length]
    for damaged in (swapped, cut):
        with pytest.raises(Damaged):
            opened(damaged)
    with pytest.raises(Damaged, match="密钥不是"):
        opened(whole, "another secret")


@pytest.fixture
def elsewhere(transactional_db) -> Iterator[str]:
    """An empty database beside that of the tests, by its name."""
    name = f"{connection.settings_dict['NAME']}_restored"
    with psycopg.connect(address("postgres"), autocommit=True) as there:
        there.execute(f'DROP DATABASE IF EXISTS "{name}"')
        there.execute(f'CREATE DATABASE "{name}"')
    yield name
    with psycopg.connect(address("postgres"), autocommit=True) as there:
        there.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def address(name: str) -> str:
    target = settings.DATABASES["default"]
    host = quote(str(target["HOST"]), safe="")
    return f"postgres://{target['USER']}@/{name}?host={host}"


def manage(name: str, *words: str) -> "subprocess.CompletedProcess[str]":
    """A command as an operator gives it, on another database of the same server."""
    target = settings.DATABASES["default"]
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
        "DATABASE_URL": f"postgres://{target['USER']}@/{name}",
        "PGHOST": str(target["HOST"]),
        "SHUANGLIAN_SECRET_KEY": SECRET,
        "SHUANGLIAN_FIELD_KEYS": settings.FIELD_KEYS,
        "SHUANGLIAN_BACKUP_KEY": SECRET,
    }
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def rows_of(name: str) -> dict[str, int]:
    with psycopg.connect(address(name)) as there:
        tables = [
            table
            for (table,) in there.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
            )
        ]
        return {
            table: there.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
            for table in tables
        }


def test_an_installation_comes_back_whole_and_checked(elsewhere, paying, drain, tmp_path):
    batch = paying(2, until="approved")
    drain()
    here = str(connection.settings_dict["NAME"])
    done = manage(here, "backup", "--to", str(tmp_path))
    assert done.returncode == 0, done.stderr
    [path] = tmp_path.iterdir()
    assert path.stat().st_mode & 0o077 == 0
    assert "海利农药化工".encode() not in path.read_bytes()
    before = rows_of(here)

    done = manage(elsewhere, "restore", "--from", str(path))
    assert done.returncode == 0, done.stderr + done.stdout
    assert "完整：核到第" in done.stdout
    after = rows_of(elsewhere)
    # The batch that is held, the restore itself, the verification of the book and that it was kept.
    more = {"audit_entry": 3, "funds_verification": 1}
    assert {k: v - before[k] for k, v in after.items() if v != before[k]} == more
    with psycopg.connect(address(elsewhere)) as there:
        [(held_since,)] = there.execute(
            "SELECT held_since FROM aid_batch WHERE id = %s", [batch.pk]
        ).fetchall()
    assert held_since is not None

    done = manage(elsewhere, "restore", "--from", str(path))
    assert (done.returncode, "数据库不是空的" in done.stderr) == (1, True)


def test_a_damaged_backup_leaves_the_database_empty(elsewhere, tmp_path):
    here = str(connection.settings_dict["NAME"])
    manage(here, "backup", "--to", str(tmp_path))
    [path] = tmp_path.iterdir()
    whole = path.read_bytes()
    for damaged in (whole[:-20], whole[: len(whole) // 2], b"not a backup"):
        path.write_bytes(damaged)
        done = manage(elsewhere, "restore", "--from", str(path))
        assert done.returncode == 1
        assert "备份文件" in done.stderr
        assert "Traceback" not in done.stderr
        assert rows_of(elsewhere) == {}


def test_a_backup_of_a_newer_version_is_refused_before_anything_is_done(tmp_path, db):
    path = tmp_path / "newer.backup"
    header = {"taken_at": "2030-01-01T00:00:00+00:00", "migrations": [["aid", "0999_of_tomorrow"]]}
    with path.open("wb") as file:
        sealed_stream.seal(io.BytesIO(b"x"), file, secret=SECRET, header=header)
    with pytest.raises(backup.NotDone, match=r"来自更新的版本（aid\.0999_of_tomorrow"):
        backup.restore(path)
    with pytest.raises(backup.NotDone, match="打不开"):
        backup.restore(tmp_path / "none.backup")
    path.write_bytes(sealed_stream.MAGIC + b"\0\0\0\2{}" + b"0" * 40)
    with pytest.raises(backup.NotDone, match="开头已损坏"):
        backup.told_by(path)
