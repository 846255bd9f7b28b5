"""What must be doubted after a restore to an earlier time: what happened since is known to nobody here.

    @after_restore
    def hold_batches(taken_at: datetime) -> None: ...

Each runs once, in the transaction that ends a restore.
"""

from collections.abc import Callable
from datetime import datetime

AfterRestore = Callable[[datetime], None]
_steps: list[AfterRestore] = []


def after_restore(step: AfterRestore) -> AfterRestore:
    """Register what is done when the database has been put back to how it was at an instant."""
    _steps.append(step)
    return step


def restored(taken_at: datetime) -> None:
    for step in _steps:
        step(taken_at)
