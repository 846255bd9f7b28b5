"""The carrier of the embedded form: claims and delivers in this very process."""

import threading
import time

import structlog
from django.conf import settings
from django.db import close_old_connections, connection

from ground.events import claiming, stopping
from ground.events.delivery import deliver
from ground.events.waiting import Waiting

log = structlog.stdlib.get_logger("shuanglian.events")


def drain() -> int:
    """Deliver all that is due, and all that this brings forth, until nothing is due any more."""
    total = 0
    while True:
        claiming.recover_acting()
        claimed = [
            ids
            for queue in settings.EVENT_QUEUES
            if (ids := claiming.claim(queue, limit=settings.EVENT_BATCH[queue]))
        ]
        if not claimed:
            return total
        total += sum(deliver(ids) for ids in claimed)


_in_hand: set[str] = set()  # queues of which this process has a delivery


def run(queue: str, stop: threading.Event) -> None:
    """Deliver one queue until told to stop; survives the database going away and coming back."""
    waiting = Waiting([queue])
    while not stop.is_set():
        try:
            claiming.recover_acting()
            if not _deliver_next(queue):
                waiting.wait()
        except Exception:
            log.exception("the carrier stumbled and goes on", queue=queue)
            waiting.close()
            connection.close()
            time.sleep(1)
            close_old_connections()
    waiting.close()
    connection.close()


def _deliver_next(queue: str) -> bool:
    _in_hand.add(queue)
    try:
        ids = claiming.claim(queue, limit=settings.EVENT_BATCH[queue])
        if ids:
            deliver(ids)
    finally:
        _in_hand.discard(queue)
    return bool(ids)


def end(stop: threading.Event, *, seconds: float) -> None:
    """Tell the carriers to end, and wait so long for what they have in hand: else it waits for its lease."""
    stop.set()
    stopping.ask()
    ends = time.monotonic() + seconds
    while _in_hand and time.monotonic() < ends:
        time.sleep(0.02)


def start(stop: threading.Event) -> list[threading.Thread]:
    """One thread per queue, so that a long document never holds up a ledger."""
    threads = [
        threading.Thread(target=run, args=(queue, stop), name=f"carrier-{queue}", daemon=True)
        for queue in settings.EVENT_QUEUES
    ]
    for thread in threads:
        thread.start()
    return threads
