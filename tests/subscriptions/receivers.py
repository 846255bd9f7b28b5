"""A receiver of webhooks: a real HTTP server that answers as a test tells it to, and keeps what came."""

import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


@dataclass
class Call:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """`answers` are given in turn, the last for ever: a status, or seconds to dawdle."""

    answers: list[int | float] = field(default_factory=lambda: [204])
    calls: list[Call] = field(default_factory=list)

    def __enter__(self) -> Self:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                call = Call(self.path, dict(self.headers.items()), self.rfile.read(length))
                receiver.calls.append(call)
                answers = receiver.answers
                answer = answers.pop(0) if len(answers) > 1 else answers[0]
                if isinstance(answer, float):
                    self._dawdle(answer)
                    return
                self.send_response(answer)
                if 300 <= answer < 400:
                    self.send_header("Location", f"{receiver.url}/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def _dawdle(self, seconds: float) -> None:
                """One byte now and then: no packet is late, the answer is."""
                ends = time.monotonic() + seconds
                try:
                    self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
                    while time.monotonic() < ends:
                        self.wfile.write(b"a")
                        self.wfile.flush()
                        time.sleep(0.1)
                    self.wfile.write(b"\r\nContent-Length: 0\r\n\r\n")
                except OSError:
                    return

            def log_message(self, *_: Any) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/hook"
