"""Things that happen at the same moment, each in a thread with a connection of its own."""

import threading
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date

from django.db import IntegrityError, connection

from ground.kernel import clock
from ground.kernel.errors import RuleBroken


def at_once(*works: Callable[[], object], on: date | None = None) -> list[object]:
    """Run these at the same moment, as they end: what each gave, the code of its refusal, or `database`.

    `on`: the day on which the clock stands in every thread.
    """
    barrier, ended = threading.Barrier(len(works)), []

    def run(work: Callable[[], object]) -> None:
        barrier.wait()
        try:
            with clock.standing_at(clock.at_hour(on)) if on else nullcontext():
                ended.append(work())
        except RuleBroken as broken:
            ended.append(broken.code)
        except IntegrityError:
            ended.append("database")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ended
