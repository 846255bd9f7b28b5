import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from ground.subscriptions import postman


class Command(BaseCommand):
    help = "Carry the feed of events to webhooks and to the exchange, until told to stop. Any number may run."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        self.stdout.write("postman: running")
        self.stdout.flush()
        for thread in postman.start(stop):
            thread.join()
