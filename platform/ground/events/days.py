"""Time is an event: each day begins once, whoever notices first. Then what is done is put away."""

import threading

import structlog
from django.db import connection

from ground.events import alive, archiving, services
from ground.kernel import clock

log = structlog.stdlib.get_logger("shuanglian.clock")
LOOK_EVERY = 20.0  # seconds
PIECES = 20  # of the archive at each look, which is up to 5,000 deliveries a second


def run(stop: threading.Event) -> None:
    """Begin the days that have come, until told to stop; survives the database going away."""
    day, walk = clock.today(), archiving.Walk()
    while not stop.is_set():
        try:
            for on in services.days_to_begin(clock.today()):
                with clock.standing_at(clock.at_hour(on, 0)):
                    services.begin_day(on)
            alive.beat()
            if day != clock.today():
                day, walk = clock.today(), archiving.Walk()
            for _ in range(PIECES):
                if not walk.is_over and not stop.is_set():
                    archiving.put_away(walk)
        except Exception:
            log.exception("the clock stumbled and goes on")
            connection.close()
        stop.wait(LOOK_EVERY)
    connection.close()
