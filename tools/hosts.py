"""Hosts on one machine: each a network of its own (Linux namespaces), a name of its own, on one switch."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

NOBODY = "02:00:00:00:00:01"  # a network card that no host has


def missing() -> str:
    """Why no hosts can be made on this machine; empty where they can."""
    if os.getuid():
        return "only root can make networks"
    if not all(shutil.which(program) for program in ("ip", "nsenter", "unshare", "setpriv")):
        return "no iproute2 or util-linux"
    asked = ["unshare", "--net", "--uts", "--mount", "true"]
    if subprocess.run(asked, check=False, capture_output=True).returncode:
        return "the kernel makes no networks here"
    return ""


@dataclass(frozen=True)
class Place:
    """Where a process runs: the address by which others reach it, and the words before its command."""

    address: str = "127.0.0.1"
    enter: tuple[str, ...] = ()


HERE = Place()
# A host's name, and the names of all hosts, hold for the process alone.
_SETTLE = 'hostname "$1" && mount --bind "$2" /etc/hosts && shift 2 && exec "$@"'


class Network:
    """`with Network(names, folder) as network:` hosts at one switch; this process stands at it too.

    A host that is cut hears nothing and is heard by nobody, as if its cable were pulled: no connection is
    reset, nobody is told. `part` lets two hosts lose each other alone.
    """

    def __init__(self, names: Iterable[str], folder: Path) -> None:
        chance = random.SystemRandom()
        self._tag = f"sl{chance.randrange(16**5):05x}"
        self._net = f"10.{chance.randrange(128, 256)}.{chance.randrange(256)}"
        self._names = tuple(names)
        self._hosts = folder / "hosts"

    @property
    def subnet(self) -> str:
        return f"{self._net}.0/24"

    def at(self, name: str) -> Place:
        settle = ("sh", "-c", _SETTLE, "sh", name, str(self._hosts))
        space = f"--net=/run/netns/{self._space(name)}"
        apart = ("unshare", "--uts", "--mount")
        return Place(self._address(name), ("nsenter", space, *apart, *settle))

    def cut(self, name: str) -> None:
        _ip("link", "set", self._socket(name), "down")

    def mend(self, name: str) -> None:
        _ip("link", "set", self._socket(name), "up")

    def part(self, one: str, other: str) -> None:
        """From here on what these two send to each other goes to nobody."""
        for here, there in ((one, other), (other, one)):
            self._neighbour(here, "replace", there, "lladdr", NOBODY, "nud", "permanent")

    def join(self, one: str, other: str) -> None:
        for here, there in ((one, other), (other, one)):
            self._neighbour(here, "del", there)

    def __enter__(self) -> Self:
        lines = [f"{self._address(name)} {name}\n" for name in self._names]
        self._hosts.write_text("".join(["127.0.0.1 localhost\n", *lines]))
        _ip("link", "add", self._tag, "type", "bridge")
        try:
            _ip("addr", "add", f"{self._net}.254/24", "dev", self._tag)
            _ip("link", "set", self._tag, "up")
            for name in self._names:
                self._connect(name)
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
        """Everything that still runs on the hosts ends with them."""
        for name in self._names:
            space = self._space(name)
            asked = ["ip", "netns", "pids", space]
            said = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
            for pid in said.split():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(int(pid), signal.SIGKILL)
            subprocess.run(["ip", "netns", "del", space], check=False, capture_output=True)
        subprocess.run(["ip", "link", "del", self._tag], check=False, capture_output=True)

    def _connect(self, name: str) -> None:
        space, socket = self._space(name), self._socket(name)
        _ip("netns", "add", space)
        _ip("link", "add", socket, "type", "veth", "peer", "name", "eth0", "netns", space)
        _ip("link", "set", socket, "master", self._tag, "up")
        _ip("-n", space, "addr", "add", f"{self._address(name)}/24", "dev", "eth0")
        for card in ("lo", "eth0"):
            _ip("-n", space, "link", "set", card, "up")

    def _neighbour(self, here: str, what: str, there: str, *how: str) -> None:
        _ip("-n", self._space(here), "neigh", what, self._address(there), *how, "dev", "eth0")

    def _space(self, name: str) -> str:
        return f"{self._tag}-{name}"

    def _socket(self, name: str) -> str:
        return f"{self._tag}-{self._names.index(name)}"

    def _address(self, name: str) -> str:
        return f"{self._net}.{self._names.index(name) + 1}"


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)
