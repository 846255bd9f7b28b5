"""PostgreSQL and RabbitMQ as nodes of their own: made from Debian's packages in a folder, on a free port."""

import os
import pwd
import socket
import subprocess
import time
from pathlib import Path
from typing import IO, Any

import psycopg


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start_postgres(data: Path, port: int, log: IO[bytes]) -> subprocess.Popen[bytes]:
    """A server with a cluster of its own, made anew; it answers a little later."""
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: float(p.parent.name))
    data.mkdir()
    demote: dict[str, Any] = {}
    if os.getuid() == 0:  # PostgreSQL refuses to run as root
        owner = pwd.getpwnam("postgres")
        os.chown(data, owner.pw_uid, owner.pw_gid)
        demote = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    subprocess.run(
        [
            programs / "initdb",
            "-D",
            data,
            "-U",
            "shuanglian",
            "--auth=trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        ],
        check=True,
        capture_output=True,
        cwd="/",
        **demote,
    )
    return subprocess.Popen(
        [
            programs / "postgres",
            "-D",
            data,
            "-p",
            str(port),
            "-k",
            data,
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "fsync=off",
            "-c",
            "max_connections=60",
        ],
        stdout=log,
        stderr=log,
        cwd="/",
        start_new_session=True,
        **demote,
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
