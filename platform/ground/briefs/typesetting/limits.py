"""What one job may use before it is ended."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limits:
    cpu_seconds: int = 60
    memory_mib: int = 1500
    wall_seconds: float = 120.0
