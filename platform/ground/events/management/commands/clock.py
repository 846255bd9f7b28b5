import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from ground.events import days


class Command(BaseCommand):
    help = "Begin each day once, until told to stop. Any number may run."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        days.run(stop)
