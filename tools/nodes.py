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


def make_cluster(data: Path) -> None:
    """A PostgreSQL cluster made anew in a folder."""
    own(data)
    arguments = ["-U", "shuanglian", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"]
    _run("initdb", "-D", data, *arguments)


def copy_cluster(data: Path, *, of: int) -> None:
    """A standby of the server on port `of`: its files, and where it goes on reading from."""
    own(data)
    address = f"host=127.0.0.1 port={of} user=shuanglian application_name=standby"
    _run("pg_basebackup", "-D", data, "-d", address, "-R", "-X", "stream", "-c", "fast")


def postgres(data: Path, port: int) -> tuple[list[str], dict[str, Any]]:
    """Command of a server of the cluster in a folder, and as whom it runs."""
    settings = {"listen_addresses": "127.0.0.1", "fsync": "off", "max_connections": "200"}
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
    home.mkdir(exist_ok=True)
    config = home / "rabbitmq.conf"
    config.write_text(f"listeners.tcp.1 = 127.0.0.1:{port}\nlog.console = true\n")
    plugins = home / "enabled_plugins"
    plugins.write_text("[].\n")
    server = max(Path("/usr/lib/rabbitmq/lib").glob("*/sbin/rabbitmq-server"))
    return [str(server)], {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "RABBITMQ_NODENAME": f"shuanglian{port}@localhost",
        "RABBITMQ_DIST_PORT": str(free_port()),
        "RABBITMQ_CONFIG_FILE": str(config),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(plugins),
        "RABBITMQ_MNESIA_BASE": str(home / "mnesia"),
        "RABBITMQ_LOG_BASE": str(home / "log"),
        "RABBITMQ_PID_FILE": str(home / "pid"),
        "LANG": "C.UTF-8",
    }
