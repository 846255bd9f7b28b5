"""Time is an event: each day begins once, whoever notices first."""

import logging
import threading

from django.db import connection

from ground.events import alive, services
from ground.kernel import clock

log = logging.getLogger("shuanglian.clock")
LOOK_EVERY = 20.0  # seconds


def run(stop: threading.Event) -> None:
    """Begin the days that have come, until told to stop; survives the database going away."""
    while not stop.is_set():
        try:
            for on in services.days_to_begin(clock.today()):
                with clock.standing_at(clock.at_hour(on, 0)):
                    services.begin_day(on)
            alive.beat()
        except Exception:
            log.exception("the clock stumbled and goes on")
            connection.close()
        stop.wait(LOOK_EVERY)
    connection.close()
