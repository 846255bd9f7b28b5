"""The production form on many hosts: two of PostgreSQL, three of RabbitMQ, the site, two of workers.

Hosts are those of `tools/hosts.py`; the addresses that services are told, names and all, are those that
`platform/deploy/compose.cluster.yaml` gives them. One of the two databases may be written to, the other
confirms each commit.
"""

import re
import secrets
import subprocess
from pathlib import Path
from types import TracebackType

import yaml

from tools import nodes
from tools.hosts import Network
from tools.stack import ROOT, Stack
from tools.waiting import until

DEPLOY = ROOT / "platform" / "deploy"
DATABASES = ("postgres", "postgres-standby")
BROKERS = ("rabbitmq", "rabbitmq-2", "rabbitmq-3")
WORKERS = ("worker-1", "worker-2")
HOSTS = (*DATABASES, *BROKERS, "site", *WORKERS)
SITE = ("web", "relay", "postman", "clock")
DONE_BY = (
    *(
        f"{service}@{host}"
        for host in WORKERS
        for service in ("worker-handlers", "worker-documents")
    ),
    "worker-jobs@worker-2",
)
AS_POSTGRES = ("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups")


class Hosted(Stack):
    """`with Hosted() as stack:` as a Stack, with `network` to cut and `primary` to kill."""

    def __init__(self, *, secret: str = "") -> None:
        super().__init__(services=(*SITE, *DONE_BY), secret=secret)
        self.cluster_compose = yaml.safe_load((DEPLOY / "compose.cluster.yaml").read_text())
        self.network = Network(HOSTS, self.dir)
        self.places = {name: self.network.at(name) for name in (*DATABASES, *BROKERS)}
        self.places |= {name: self.network.at("site") for name in (*SITE, "migrate")}
        self.places |= {name: self.network.at(name.partition("@")[2]) for name in DONE_BY}
        self.ports = dict.fromkeys(DATABASES, 5432) | dict.fromkeys(BROKERS, 5672) | {"web": 8000}
        self.primary, self.standby = DATABASES
        self._password, self._cookie = secrets.token_hex(8), secrets.token_hex(16)

    def command(self, name: str) -> list[str]:
        """Workers say what they take, so that each host's work can be counted."""
        return [word.replace("WARNING", "INFO") for word in super().command(name)]

    def taken_by_host(self) -> dict[str, int]:
        """How many messages each host's worker for handlers has taken, as it says under its own name."""
        taken = {}
        for host in WORKERS:
            said = (self.dir / f"worker-handlers@{host}.log").read_text(errors="replace")
            if f"handlers@{host} ready" not in said:
                raise AssertionError(f"no worker is called handlers@{host}:\n{said}")
            taken[host] = len(re.findall(r"events\.deliver\[\S+\] received", said))
        return taken

    def addresses(self) -> dict[str, str]:
        return {name: self._told(name) for name in ("DATABASE_URL", "BROKER_URL")}

    @property
    def database_url(self) -> str:
        return self._by_address(self._told("DATABASE_URL"))

    @property
    def broker_url(self) -> str:
        return self._by_address(self._told("BROKER_URL"))

    database_itself, broker_itself = database_url, broker_url

    def start_nodes(self) -> None:
        self.network.__enter__()
        for name in BROKERS:
            self.start(name)
        nodes.make_cluster(self.dir / self.primary, open_to=self.network.subnet)
        self.start(self.primary)
        nodes.create_database(self.database_of(self.primary))
        self.copy_primary()
        until(lambda: all(self.is_back(name, since=0) for name in BROKERS), self.logs)
        self.in_cluster("rabbitmqctl", "await_online_nodes", str(len(BROKERS)))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        super().__exit__(kind, error, trace)
        self.network.__exit__(None, None, None)

    def start(self, name: str) -> None:
        if name in DATABASES:
            address = self.places[name].address
            command, _ = nodes.postgres(self.dir / name, self.ports[name], address)
            self.spawn(name, [*AS_POSTGRES, *command], {})
        elif name in BROKERS:
            self.spawn(name, *self._member(name))
        else:
            super().start(name)

    def database_of(self, name: str) -> str:
        """One of the two servers, whichever it is."""
        return f"postgres://shuanglian@{self.places[name].address}:{self.ports[name]}/shuanglian"

    def copy_primary(self) -> None:
        """The other server begins anew as the standby of the one that may be written to."""
        host = self.places[self.primary].address
        nodes.copy_cluster(self.dir / self.standby, of=self.ports[self.primary], host=host)
        self.start(self.standby)

    def in_cluster(self, program: str, *words: str) -> str:
        """What a program of RabbitMQ says on the host of the first node that answers."""
        said = ""
        for asked in BROKERS:
            (server,), environment = self._member(asked)
            command = [*self.places[asked].enter, str(Path(server).with_name(program)), *words]
            done = subprocess.run(
                command, env=environment, capture_output=True, text=True, check=False
            )
            if done.returncode == 0:
                return done.stdout
            said += f"{asked}: {done.stdout}{done.stderr}\n"
        raise AssertionError(f"{program} {words} failed:\n{said}")

    def _member(self, name: str) -> tuple[list[str], dict[str, str]]:
        here = f"default_user = shuanglian\ndefault_pass = {self._password}\n"
        config = (DEPLOY / "rabbitmq.conf").read_text() + here
        return nodes.rabbitmq_member(
            self.dir / name, f"rabbit@{name}", cookie=self._cookie, config=config
        )

    def _told(self, variable: str) -> str:
        """As compose.cluster.yaml says it where the installation's own .env says nothing."""
        declared = self.cluster_compose["services"]["web"]["environment"][variable]
        default = re.fullmatch(r"\$\{\w+:-(.*)\}", declared)
        if default is None:
            raise SystemExit(f"compose.cluster.yaml has no default for {variable}")
        return re.sub(r"\$\{\w+:\?\}", self._password, default[1])

    def _by_address(self, url: str) -> str:
        """For whoever stands at the switch and does not know the names."""
        return re.sub(
            rf"(?<=[@,])({'|'.join(HOSTS)})(?=:)", lambda m: self.network.at(m[1]).address, url
        )
