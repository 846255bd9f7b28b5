"""The production form without containers: the process list of compose.yaml, started natively.

Commands and environment are read out of compose.yaml; PostgreSQL and RabbitMQ are nodes of their own in a
temporary folder (`tools/nodes.py`). A process that dies is started again, as `restart: unless-stopped` does.
With `proxied` the services reach both nodes through proxies, whose `cut`, `stall` … are faults.
`tools/hosted.py` is the same on many hosts.
"""

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import yaml
from kombu import Connection

from tools import nodes
from tools.hosts import HERE, Place
from tools.proxy import Proxy
from tools.waiting import listens, until

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


def service_of(name: str) -> str:
    """What runs in several places has their names behind its own: `worker-handlers@worker-1`."""
    return name.partition("@")[0]


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
        self.places: dict[str, Place] = {}  # of what does not run here
        self.added: dict[str, str] = {}  # to every service's environment, when it next starts
        self._lease, self.services = lease_seconds, services
        self.secret = secret or secrets.token_hex(32)
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._stopping = threading.Event()
        self._lock = threading.RLock()
        self.restarts: Counter[str] = Counter()

    @property
    def url(self) -> str:
        return f"http://{self.place('web').address}:{self.ports['web']}"

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

    def addresses(self) -> dict[str, str]:
        """Of database and broker, as the services are told them."""
        return {"DATABASE_URL": self.database_url, "BROKER_URL": self.broker_url}

    def place(self, name: str) -> Place:
        return self.places.get(name, HERE)

    def environment(self, name: str) -> dict[str, str]:
        """What compose.yaml gives a service, with the addresses of this machine and secrets made up."""
        declared = self.compose["services"][service_of(name)]["environment"]
        here = {
            **self.addresses(),
            "SHUANGLIAN_SECRET_KEY": self.secret,
            "SHUANGLIAN_FIELD_KEYS": self.secret,
            "SHUANGLIAN_LOOKUP_KEY": "",
            "SHUANGLIAN_BACKUP_KEY": self.secret,
            "SHUANGLIAN_ALLOWED_HOSTS": f"127.0.0.1,localhost,{self.place('web').address}",
            "SHUANGLIAN_TRUSTED_ORIGINS": "",
            "SHUANGLIAN_PUBLIC_URL": "http://127.0.0.1:8000",
            "SHUANGLIAN_BEHIND_TLS": "false",
            "SHUANGLIAN_OUTSIDE_EXCHANGE": "",
            "SHUANGLIAN_WEBHOOK_NETWORKS": "",
            "SHUANGLIAN_VAR_DIR": str(self.dir / name),
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

    def command(self, name: str) -> list[str]:
        words = [str(word) for word in self.compose["services"][service_of(name)]["command"]]
        site = f"{self.place('web').address}:{self.ports['web']}"
        return [word.replace("0.0.0.0:8000", site) for word in words]

    def __enter__(self) -> Self:
        try:
            self.start_nodes()
            if self.services:
                self.run("migrate", self.command("migrate"))
            self.wait_for_broker()
            for service in self.services:
                self.start(service)
            threading.Thread(target=self._supervise, daemon=True).start()
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
            [*self.place(service).enter, *command],
            cwd=ROOT,
            env=self.environment(service) | changed,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise AssertionError(f"{command} failed:\n{done.stdout}\n{done.stderr}\n{self.logs()}")
        return done.stdout

    def start_nodes(self) -> None:
        self.start("rabbitmq")
        if self.services:
            nodes.make_cluster(self.cluster)
            self.start("postgres")
            nodes.create_database(self.database_itself)

    def start(self, name: str) -> None:
        if name == "postgres":
            self._processes[name] = self.start_postgres(self.cluster, self.ports[name])
        elif name == "rabbitmq":
            self.spawn(name, *nodes.rabbitmq(self.dir / name, self.ports[name]))
        else:
            self.spawn(name, self.command(name), self.environment(name))

    def spawn(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        words = [*self.place(name).enter, *command]
        with (self.dir / f"{name}.log").open("ab") as log:
            self._processes[name] = subprocess.Popen(
                words, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
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
            if service.startswith("rabbitmq"):
                pattern = f"rabbit.*{self.dir}/{service}/"
                subprocess.run(["pkill", "-9", "-f", pattern], check=False)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def is_back(self, service: str, since: float) -> bool:
        """Whether a service has shown a sign of life after an instant (seconds of the epoch)."""
        if service == "web" or service.startswith("rabbitmq"):
            return listens(self.place(service).address, self.ports[service])
        sign = self.dir / service / "alive"
        return sign.exists() and sign.stat().st_mtime > since

    def wait_for_broker(self) -> None:
        until(self._broker_answers, lambda: f"RabbitMQ did not start:\n{self.logs()}")

    def _broker_answers(self) -> bool:
        try:
            with Connection(self.broker_itself, connect_timeout=2) as connection:
                connection.connect()
        except OSError:
            return False
        return True

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

    def _wait_for_signs_of_life(self) -> None:
        """The relay's first sign also says that exchange and queues are declared."""
        until(
            lambda: not self._silent(),
            lambda: f"no sign of life of {self._silent()}:\n{self.logs()}",
            seconds=120,
        )

    def _silent(self) -> list[str]:
        return [name for name in self.services if not self.is_back(name, since=0)]
