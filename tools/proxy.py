"""A TCP proxy on this machine that can be cut, slow, deaf, or gone without a word."""

import contextlib
import ctypes
import socket
import struct
import threading
import time

_ATTACH_FILTER, _DETACH_FILTER = 26, 27  # SO_ATTACH_FILTER, SO_DETACH_FILTER of Linux
_RETURN_NOTHING = struct.pack("HBBI", 0x06, 0, 0, 0)  # BPF_RET | BPF_K, 0: no packet arrives


class Proxy:
    """Passes connections on `port` to `to`, another port of 127.0.0.1.

    `cut` ends every connection and refuses new ones. `stall` goes on to take what is sent and passes
    nothing on. `silence` is a machine that has lost its current: no packet is answered, not even by the
    kernel. After `heal` new connections pass; those that stalled or fell silent stay as they are, since
    nobody told their two ends.
    """

    def __init__(self, port: int, *, to: int) -> None:
        self.port, self.to = port, to
        self.delay = 0.0  # seconds before each piece is passed on
        self._refuses = self._swallows = False
        self._pairs: list[Pair] = []
        self._listener = socket.create_server(("127.0.0.1", port), backlog=128)
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self, *, refuse: bool = True) -> None:
        self._refuses = refuse
        for pair in self._taken():
            pair.close()

    def stall(self) -> None:
        self._swallows = True
        for pair in self._pairs:
            pair.lost = True

    def silence(self) -> None:
        self.stall()
        for one in [self._listener, *(end for pair in self._pairs for end in pair.ends)]:
            with contextlib.suppress(OSError):
                _drop_all(one)

    def heal(self) -> None:
        self.delay, self._refuses, self._swallows = 0.0, False, False
        with contextlib.suppress(OSError):  # it had no filter
            self._listener.setsockopt(socket.SOL_SOCKET, _DETACH_FILTER, 0)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()

    def _taken(self) -> list["Pair"]:
        pairs, self._pairs = self._pairs, []
        return pairs

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self._pairs = [pair for pair in self._pairs if not pair.closed]
            if self._refuses:
                _reset(client)
            elif self._swallows:
                self._begin(Pair(client, None))
            else:
                try:
                    server = socket.create_connection(("127.0.0.1", self.to), timeout=5)
                except OSError:
                    _reset(client)
                    continue
                server.settimeout(None)
                for one in (client, server):
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._begin(Pair(client, server))

    def _begin(self, pair: "Pair") -> None:
        self._pairs.append(pair)
        for source, sink in pair.ways():
            threading.Thread(target=self._pump, args=(pair, source, sink), daemon=True).start()

    def _pump(self, pair: "Pair", source: socket.socket, sink: socket.socket | None) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(65536):
                if self.delay:
                    time.sleep(self.delay)
                if sink is not None and not pair.lost:
                    sink.sendall(piece)
        if not pair.lost:  # else one end's farewell is not told to the other either
            pair.close()


class Pair:
    """One connection: the client's end and, unless it began while nothing passed, the server's."""

    def __init__(self, client: socket.socket, server: socket.socket | None) -> None:
        self.ends = [client] if server is None else [client, server]
        self.lost = server is None
        self.closed = False

    def ways(self) -> list[tuple[socket.socket, socket.socket | None]]:
        if self.lost:
            return [(self.ends[0], None)]
        client, server = self.ends
        return [(client, server), (server, client)]

    def close(self) -> None:
        self.closed = True
        for end in self.ends:
            _reset(end)


def _reset(end: socket.socket) -> None:
    """End a connection at once: what was not read yet is answered with a reset."""
    with contextlib.suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        end.shutdown(socket.SHUT_RDWR)
    end.close()


def _drop_all(one: socket.socket) -> None:
    code = ctypes.create_string_buffer(_RETURN_NOTHING, len(_RETURN_NOTHING))
    program = struct.pack("HP", 1, ctypes.addressof(code))
    one.setsockopt(socket.SOL_SOCKET, _ATTACH_FILTER, program)
