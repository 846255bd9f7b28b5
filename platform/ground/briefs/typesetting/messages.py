"""The pipe between the typesetter and its worker: a JSON head and a body behind their lengths."""

import json
import struct
from typing import IO, Any

_LENGTHS = struct.Struct(">II")


def send(pipe: IO[bytes], head: dict[str, Any], body: bytes = b"") -> None:
    written = json.dumps(head).encode()
    pipe.write(_LENGTHS.pack(len(written), len(body)) + written + body)
    pipe.flush()


def receive(pipe: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """The next message; EOFError when the other side has gone."""
    head_length, body_length = _LENGTHS.unpack(_exactly(pipe, _LENGTHS.size))
    head: dict[str, Any] = json.loads(_exactly(pipe, head_length))
    return head, _exactly(pipe, body_length)


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    parts = bytearray()
    while len(parts) < length:
        part = pipe.read(length - len(parts))
        if not part:
            raise EOFError("the pipe was closed")
        parts += part
    return bytes(parts)
