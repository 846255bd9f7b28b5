"""The production form without containers: the process list of compose.yaml, started natively.

Commands and environment are read out of compose.yaml; PostgreSQL and RabbitMQ are nodes of their own in a
temporary folder (`tools/nodes.py`). A process that dies is started again, as `restart: unless-stopped` does.
With `proxied` the services reach both nodes through proxies, whose `cut`, `stall` … are faults.
"""

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import yaml
from kombu import Connection

from tools import nodes
from tools.proxy import Proxy

ROOT = Path(__file__).resolve().parents[1]
NODES = ("postgres", "rabbitmq")
OWN = (
    "web",
    "relay",
    "worker-handlers",
    "worker-documents",
    "worker-jobs",
    "postman",
    "clock",
)


class Stack:
    """`with Stack() as stack:` everything runs; afterwards nothing is left. Without services: the broker."""

    def __init__(
        self,
        *,
        lease_seconds: float = 5.0,
        services: tuple[str, ...] = OWN,
        proxied: bool = False,
        secret: str = "",
    ) -> None:
        self.compose: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
        self.dir = Path(tempfile.mkdtemp(prefix="shuanglian-", dir="/var/tmp"))
        self.dir.chmod(0o755)
        self.ports = {
            name: nodes.free_port() for name in (*NODES, "web")
        }  # of the nodes themselves
        self.proxies = {
            name: Proxy(nodes.free_port(), to=self.ports[name]) for name in NODES if proxied
        }
        self.cluster = self.dir / "postgres"
        self.added: dict[str, str] = {}  # to every service's environment, when it next starts
        self._lease, self._services = lease_seconds, services
        self.secret = secret or secrets.token_hex(32)
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._stopping = threading.Event()
        self._lock = threading.RLock()
        self.restarts = dict.fromkeys((*services, *NODES), 0)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.ports['web']}"

    @property
    def database_url(self) -> str:
        return f"postgres://shuanglian@127.0.0.1:{self._door('postgres')}/shuanglian"

    @property
    def broker_url(self) -> str:
        return f"amqp://guest:guest@127.0.0.1:{self._door('rabbitmq')}//"

    @property
    def database_itself(self) -> str:
        """The database past its proxy: for whoever looks on."""
        return f"postgres://shuanglian@127.0.0.1:{self.ports['postgres']}/shuanglian"

    @property
    def broker_itself(self) -> str:
        return f"amqp://guest:guest@127.0.0.1:{self.ports['rabbitmq']}//"

    def _door(self, node: str) -> int:
        return self.proxies[node].port if node in self.proxies else self.ports[node]

    def environment(self, service: str) -> dict[str, str]:
        """What compose.yaml gives a service, with the addresses of this machine and secrets made up."""
        declared = self.compose["services"][service]["environment"]
        here = {
            "DATABASE_URL": self.database_url,
            "BROKER_URL": self.broker_url,
            "SHUANGLIAN_SECRET_KEY": self.secret,
            "SHUANGLIAN_FIELD_KEYS": self.secret,
            "SHUANGLIAN_LOOKUP_KEY": "",
            "SHUANGLIAN_BACKUP_KEY": self.secret,
            "SHUANGLIAN_ALLOWED_HOSTS": "127.0.0.1,localhost",
            "SHUANGLIAN_TRUSTED_ORIGINS": "",
            "SHUANGLIAN_PUBLIC_URL": "http://127.0.0.1:8000",
            "SHUANGLIAN_BEHIND_TLS": "false",
            "SHUANGLIAN_OUTSIDE_EXCHANGE": "",
            "SHUANGLIAN_WEBHOOK_NETWORKS": "",
            "SHUANGLIAN_VAR_DIR": str(self.dir / service),
            "SHUANGLIAN_FONT_DIR": str(ROOT / "var" / "fonts"),
        }
        if set(declared) != set(here):
            raise SystemExit("compose.yaml and this harness name other variables")
        path = f"{ROOT / '.venv' / 'bin'}:{os.environ['PATH']}"
        return {
            **{k: v for k, v in os.environ.items() if not k.startswith("SHUANGLIAN_")},
            **here,
            "PATH": path,
            "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
            "SHUANGLIAN_EVENT_LEASE_SECONDS": str(self._lease),
            "SHUANGLIAN_EVENT_RETRY_SECONDS": "0.2",
            **self.added,
        }

    def command(self, service: str) -> list[str]:
        words = [str(word) for word in self.compose["services"][service]["command"]]
        return [word.replace("0.0.0.0:8000", f"127.0.0.1:{self.ports['web']}") for word in words]

    def __enter__(self) -> Self:
        try:
            self.start("rabbitmq")
            if self._services:
                self._start_postgres()
                self.run("migrate", self.command("migrate"))
            self.wait_for_broker()
            for service in self._services:
                self.start(service)
            threading.Thread(target=self._supervise, daemon=True).start()
            if "web" in self._services:
                self._wait_for_port("web")
            self._wait_for_signs_of_life()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopping.set()
        with self._lock:
            for process in self._processes.values():
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        for line in subprocess.run(  # RabbitMQ's virtual machine leaves its process group
            ["pgrep", "-f", str(self.dir)], capture_output=True, text=True, check=False
        ).stdout.split():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(line), signal.SIGKILL)
        for proxy in self.proxies.values():
            proxy.close()
        if error is None or not os.environ.get("KEEP_STACK"):
            shutil.rmtree(self.dir, ignore_errors=True)

    def run(self, service: str, command: list[str], **changed: str) -> str:
        """Run a command to its end in a service's environment; its output, or a failure with it."""
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=self.environment(service) | changed,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise AssertionError(f"{command} failed:\n{done.stdout}\n{done.stderr}\n{self.logs()}")
        return done.stdout

    def start(self, service: str) -> None:
        if service == "postgres":
            self._processes[service] = self.start_postgres(self.cluster, self.ports[service])
            return
        if service == "rabbitmq":
            command, environment = nodes.rabbitmq(self.dir / "rabbitmq", self.ports["rabbitmq"])
        else:
            command, environment = self.command(service), self.environment(service)
        with (self.dir / f"{service}.log").open("ab") as log:
            self._processes[service] = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
            )

    def start_postgres(self, cluster: Path, port: int) -> subprocess.Popen[bytes]:
        command, demoted = nodes.postgres(cluster, port)
        with (self.dir / f"{cluster.name}.log").open("ab") as log:
            return subprocess.Popen(
                command, cwd="/", stdout=log, stderr=log, start_new_session=True, **demoted
            )

    def replace_postgres(self, cluster: Path, port: int, server: subprocess.Popen[bytes]) -> None:
        """From here on this server is the database."""
        self.cluster, self.ports["postgres"] = cluster, port
        self._processes["postgres"] = server
        self.proxies["postgres"].to = port

    def process(self, service: str) -> subprocess.Popen[bytes]:
        return self._processes[service]

    @contextlib.contextmanager
    def unsupervised(self) -> Iterator[None]:
        """Nothing is started again meanwhile; what died is, afterwards."""
        with self._lock:
            yield

    def kill(self, service: str) -> None:
        """Kill -9, the whole service at once; the supervisor starts it again."""
        with self._lock:
            process = self._processes[service]
            if service == "rabbitmq":
                pattern = f"rabbit.*{self.dir}"
                subprocess.run(["pkill", "-9", "-f", pattern], check=False)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def is_back(self, service: str, since: float) -> bool:
        """Whether a service has shown a sign of life after an instant (seconds of the epoch)."""
        if service in {"web", "rabbitmq"}:
            try:
                socket.create_connection(("127.0.0.1", self.ports[service]), timeout=1).close()
            except OSError:
                return False
            return True
        sign = self.dir / service / "alive"
        return sign.exists() and sign.stat().st_mtime > since

    def wait_for_broker(self, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while True:
            try:
                with Connection(self.broker_itself, connect_timeout=2) as connection:
                    connection.connect()
                    return
            except OSError:
                if time.monotonic() > deadline:
                    raise AssertionError(f"RabbitMQ did not start:\n{self.logs()}") from None
                time.sleep(0.3)

    def logs(self) -> str:
        return "\n".join(
            f"--- {path.name}\n{path.read_text(errors='replace')[-2000:]}"
            for path in sorted(self.dir.glob("*.log"))
        )

    def _supervise(self) -> None:
        while not self._stopping.wait(0.1):
            with self._lock:
                for service, process in list(self._processes.items()):
                    if self._stopping.is_set():
                        return
                    if process.poll() is not None:
                        self.restarts[service] += 1
                        self.start(service)

    def _start_postgres(self) -> None:
        nodes.make_cluster(self.cluster)
        self.start("postgres")
        self._wait_for_port("postgres")
        nodes.create_database(self.database_itself)

    def _wait_for_signs_of_life(self) -> None:
        """The relay's first sign also says that exchange and queues are declared."""
        deadline = time.monotonic() + 60
        for service in self._services:
            while not self.is_back(service, since=0):
                if time.monotonic() > deadline:
                    raise AssertionError(f"{service} gave no sign of life:\n{self.logs()}")
                time.sleep(0.1)

    def _wait_for_port(self, service: str) -> None:
        deadline = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.ports[service]), timeout=1).close()
            except OSError:
                if time.monotonic() > deadline:
                    raise AssertionError(f"{service} did not start:\n{self.logs()}") from None
                time.sleep(0.1)
            else:
                return
