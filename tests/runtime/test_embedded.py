"""The embedded PostgreSQL, wherever a checkout lies and whatever happened before."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from runtime import embedded

PROGRAM = """
import sys
from pathlib import Path
from runtime import embedded
embedded.start(Path(sys.argv[1]))
print("started", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def var_dir() -> Iterator[Path]:
    # Not pytest's folder, which only its owner may enter: root lends the server another account.
    with tempfile.TemporaryDirectory(prefix="双 联, it's ") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "var"


def use(var_dir: Path) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(var_dir)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "started\n"
    return process


def answers(var_dir: Path) -> bool:
    try:
        where = str(embedded.socket_dir(var_dir))
        with psycopg.connect(host=where, user="postgres", dbname="postgres") as connection:
            row = connection.execute("SELECT 1").fetchone()
    except psycopg.OperationalError:
        return False
    return row == (1,)


def test_it_stops_with_the_last_who_uses_it_even_after_one_was_killed(var_dir):
    first, second = use(var_dir), use(var_dir)
    assert answers(var_dir)
    first.send_signal(signal.SIGKILL)
    first.communicate(timeout=60)
    assert answers(var_dir)
    second.communicate(timeout=60)
    assert not answers(var_dir)
    assert not (var_dir / "pg" / "postmaster.pid").exists()
    assert not embedded.socket_dir(var_dir).exists()


def test_a_note_left_by_a_power_cut_may_name_another_process(var_dir):
    use(var_dir).communicate(timeout=60)
    (var_dir / "pg" / "postmaster.pid").write_text(f"{os.getpid()}\n{var_dir / 'pg'}\n")
    again = use(var_dir)
    assert answers(var_dir)
    again.communicate(timeout=60)


def test_the_socket_lies_with_the_data_or_where_its_path_is_short_enough(tmp_path):
    plain = Path("/srv/双 联/var")
    assert embedded.socket_dir(plain) == plain / "pg"
    for awkward in (tmp_path / ("深" * 40), Path("/srv/a,b")):
        short = embedded.socket_dir(awkward)
        assert short.parent == Path("/tmp")
        assert len(os.fsencode(short / ".s.PGSQL.5432")) < 60
    assert embedded.socket_dir(Path("/srv/a,b")) != embedded.socket_dir(Path("/srv/a,c"))


def test_what_belongs_to_another_is_said_in_a_sentence(tmp_path):
    tmp_path.chmod(0o500)
    is_root = os.geteuid() == 0  # who may write anywhere, and so becomes somebody else for a moment
    if is_root:
        os.seteuid(65534)
    try:
        with pytest.raises(embedded.NotStarted, match="没有权限使用"):
            embedded.start(tmp_path)
    finally:
        if is_root:
            os.seteuid(0)
