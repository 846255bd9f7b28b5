"""Signs of life of processes that nobody can ask over HTTP: relay, workers, clock."""

import time
from pathlib import Path

from django.conf import settings

PATIENCE = 60.0  # seconds


def beat() -> None:
    """Say that this process has just done a round of its work."""
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    _sign().touch()


def is_alive() -> bool:
    """Whether a process that keeps its files here has said so within the last minute."""
    try:
        return time.time() - _sign().stat().st_mtime < PATIENCE
    except FileNotFoundError:
        return False


def _sign() -> Path:
    sign: Path = settings.VAR_DIR / "alive"
    return sign
