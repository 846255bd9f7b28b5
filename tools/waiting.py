"""Waiting until something is so, and whether somebody listens."""

import socket
import time
from collections.abc import Callable


def until(is_so: Callable[[], bool], otherwise: Callable[[], str], seconds: float = 60) -> None:
    """Look ten times a second; after so many seconds, raise AssertionError with what to say of it."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise AssertionError(otherwise())
        time.sleep(0.1)


def listens(address: str, port: int) -> bool:
    try:
        socket.create_connection((address, port), timeout=1).close()
    except OSError:
        return False
    return True
