import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from ground.events import amqp


class Command(BaseCommand):
    help = "Bring due deliveries to RabbitMQ until told to stop."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        self.stdout.write("relay: running")
        self.stdout.flush()
        amqp.run(stop)
