"""One call to a webhook: to the address that was looked at, once, within a time, reading little."""

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings

from ground.kernel.errors import RuleBroken
from ground.subscriptions.addresses import Target, target_of

LATE = "超时未回应"
MOST_READ = 4096  # of an answer's body: that it came is all that counts


@dataclass(frozen=True)
class Answer:
    """What became of a call: the status, if there was one, and why it does not count as brought."""

    status: int | None
    reason: str

    @property
    def is_good(self) -> bool:
        return not self.reason

    @property
    def is_gone(self) -> bool:
        return self.status == HTTPStatus.GONE


def call(address: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Post a body. Redirects are not followed; a receiver that dawdles is cut off."""
    try:
        target = target_of(address)
    except RuleBroken as refused:
        return Answer(None, refused.message)
    wire = _Wire()
    timer = threading.Timer(settings.WEBHOOK_SECONDS, wire.cut)
    timer.daemon = True
    timer.start()
    try:
        wire.open(target)
        status = wire.post(target, body, headers)
    except (OSError, http.client.HTTPException) as error:
        return Answer(None, LATE if wire.is_cut.is_set() else _said(error))
    finally:
        timer.cancel()
        wire.close()
    return Answer(status, _reason(status))


class _Wire:
    """A connection that another thread may cut: a time limit for all of a call, not for each packet."""

    def __init__(self) -> None:
        self.is_cut = threading.Event()
        self._socket: socket.socket | None = None

    def open(self, target: Target) -> None:
        """Connect to the looked-at address; with TLS, under the certificate of the name."""
        self._socket = socket.create_connection((target.ip, target.port), settings.WEBHOOK_SECONDS)
        if target.is_tls:
            secured = ssl.create_default_context().wrap_socket(
                self._socket, server_hostname=target.host, do_handshake_on_connect=False
            )
            self._socket = secured
            secured.do_handshake()

    def post(self, target: Target, body: bytes, headers: Mapping[str, str]) -> int:
        """The status of the answer, once as much of it has been read as anybody wants."""
        kind = http.client.HTTPSConnection if target.is_tls else http.client.HTTPConnection
        connection = kind(target.host, target.port)
        connection.sock = self._socket
        connection.request("POST", target.path, body, dict(headers))
        answer = connection.getresponse()
        answer.read(MOST_READ)
        if self.is_cut.is_set():
            raise TimeoutError
        return answer.status

    def cut(self) -> None:
        self.is_cut.set()
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()


def _reason(status: int) -> str:
    """Why an answer does not count as brought; empty where it does."""
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return ""
    if status == HTTPStatus.GONE:
        return "接收方已停用这个地址（410）"
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        return f"接收方要求转到别的地址（{status}），不跟随"
    return f"接收方回应 {status}"


def _said(error: Exception) -> str:
    """Why a call failed, without whatever the other side wrote."""
    if isinstance(error, TimeoutError):
        return LATE
    if isinstance(error, ssl.SSLError):
        return "对方的证书无效或 TLS 握手失败"
    if isinstance(error, ConnectionRefusedError):
        return "对方拒绝连接"
    return f"连接失败（{type(error).__name__}）"
