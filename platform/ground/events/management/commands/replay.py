import signal
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ground.events import replaying
from ground.events.models import Replay
from ground.kernel.errors import RuleBroken

TELL_EVERY = 5.0  # seconds


class Command(BaseCommand):
    help = "Let a handler see the recorded history again, and what was recorded before it existed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("handler", help="for example assistance.aid.post_payment_to_funds")
        parser.add_argument("--since", type=int, default=0, help="only events after this number")
        parser.add_argument("--until", type=int, help="only events up to this number")
        parser.add_argument("--per-second", type=int, default=500, help="events, at most")
        parser.add_argument(
            "--pause", action="store_true", help="stop it, wherever it runs; the next call goes on"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["pause"]:
            if not replaying.pause(options["handler"]):
                raise CommandError(f"no replay of {options['handler']} is open")
            self.stdout.write("paused")
            return
        if options["per_second"] < 1:
            raise CommandError("--per-second must be at least 1")
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        try:
            asked = replaying.begin(
                options["handler"], since_id=options["since"], until_id=options["until"]
            )
        except RuleBroken as broken:
            raise CommandError(broken.message) from broken
        replaying.run(
            asked, per_second=options["per_second"], rest=stop.wait, say=Telling(self.stdout.write)
        )
        self.stdout.write(_told(asked))
        if asked.ended_at is None:
            self.stdout.write("not at its end: the same command goes on from here")


class Telling:
    """Says how far it is, every few seconds."""

    def __init__(self, write: Any) -> None:
        self._write, self._last = write, time.monotonic()

    def __call__(self, asked: Replay) -> None:
        if time.monotonic() - self._last >= TELL_EVERY:
            self._last = time.monotonic()
            self._write(_told(asked))


def _told(asked: Replay) -> str:
    return f"{asked.looked_at:,} of {asked.total:,} events, {asked.made_due:,} deliveries made due"
