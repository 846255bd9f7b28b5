"""PostgreSQL and RabbitMQ as nodes of their own: made from Debian's packages in a folder, on a free port."""

import os
import pwd
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

import psycopg


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def make_cluster(data: Path, *, open_to: str = "") -> None:
    """A PostgreSQL cluster made anew in a folder; `open_to` is a network that it lets in."""
    own(data)
    arguments = ["-U", "shuanglian", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"]
    _run("initdb", "-D", data, *arguments)
    if open_to:
        with (data / "pg_hba.conf").open("a") as rules:
            rules.writelines(
                f"host {what} all {open_to} trust\n" for what in ("all", "replication")
            )


def copy_cluster(data: Path, *, of: int, host: str = "127.0.0.1") -> None:
    """A standby of the server on port `of`: its files, and where it goes on reading from."""
    own(data)
    address = f"host={host} port={of} user=shuanglian application_name=standby"
    _run("pg_basebackup", "-D", data, "-d", address, "-R", "-X", "stream", "-c", "fast")
    for lock in data.glob(".s.PGSQL.*.lock"):  # of the server that it was copied from
        lock.unlink()


def postgres(data: Path, port: int, address: str = "127.0.0.1") -> tuple[list[str], dict[str, Any]]:
    """Command of a server of the cluster in a folder, and as whom it runs."""
    settings = {"listen_addresses": address, "fsync": "off", "max_connections": "200"}
    words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    command = [str(_programs() / "postgres"), "-D", str(data), "-p", str(port), "-k", str(data)]
    return [*command, *words], _not_root()


def _programs() -> Path:
    return max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: float(p.parent.name))


def _not_root() -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    if os.getuid():
        return {}
    owner = pwd.getpwnam("postgres")
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


def own(data: Path) -> None:
    """A folder that PostgreSQL may write in."""
    data.mkdir(mode=0o700)
    if demoted := _not_root():
        os.chown(data, demoted["user"], demoted["group"])


def _run(program: str, *words: str | Path) -> None:
    subprocess.run(
        [_programs() / program, *words], check=True, capture_output=True, cwd="/", **_not_root()
    )


def create_database(url: str) -> None:
    """The database that an address names, as soon as its server lets anybody in."""
    server, name = url.rsplit("/", 1)
    deadline = time.monotonic() + 20
    while True:
        try:
            with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
                connection.execute(f'CREATE DATABASE "{name}"')
                return
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def rabbitmq(home: Path, port: int) -> tuple[list[str], dict[str, str]]:
    """Command and environment of a broker, its configuration written."""
    config = f"listeners.tcp.1 = 127.0.0.1:{port}\n"
    return _broker(home, f"shuanglian{port}@localhost", free_port(), config)


def rabbitmq_member(
    home: Path, node: str, *, cookie: str, config: str
) -> tuple[list[str], dict[str, str]]:
    """The same for a node of a cluster, on a host of its own, with the ports that everybody knows."""
    home.mkdir(exist_ok=True)
    secret = home / ".erlang.cookie"
    if not secret.exists():
        secret.write_text(cookie)
        secret.chmod(0o400)
    (home / "rabbitmq-env.conf").touch()  # whatever the machine's own says of addresses
    command, environment = _broker(home, node, 25672, config)
    return command, {**environment, "RABBITMQ_CONF_ENV_FILE": str(home / "rabbitmq-env.conf")}


def _broker(home: Path, node: str, port: int, config: str) -> tuple[list[str], dict[str, str]]:
    home.mkdir(exist_ok=True)
    (home / "rabbitmq.conf").write_text(f"{config}log.console = true\n")
    (home / "enabled_plugins").write_text("[].\n")
    server = max(Path("/usr/lib/rabbitmq/lib").glob("*/sbin/rabbitmq-server"))
    return [str(server)], {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "RABBITMQ_NODENAME": node,
        "RABBITMQ_DIST_PORT": str(port),
        "RABBITMQ_CONFIG_FILE": str(home / "rabbitmq.conf"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "enabled_plugins"),
        "RABBITMQ_MNESIA_BASE": str(home / "mnesia"),
        "RABBITMQ_LOG_BASE": str(home / "log"),
        "RABBITMQ_PID_FILE": str(home / "pid"),
        "ERL_CRASH_DUMP": str(home / "erl_crash.dump"),
        "LANG": "C.UTF-8",
    }
