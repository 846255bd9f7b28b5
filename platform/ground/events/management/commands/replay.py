from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from ground.events import services


class Command(BaseCommand):
    help = "Let a handler see the recorded history again, and what was recorded before it existed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("handler", help="for example assistance.aid.post_payment_to_funds")
        parser.add_argument("--since", type=int, default=0, help="only events after this number")
        parser.add_argument("--until", type=int, help="only events up to this number")

    def handle(self, *args: Any, **options: Any) -> None:
        due = services.replay(
            options["handler"], since_id=options["since"], until_id=options["until"]
        )
        self.stdout.write(f"{due} deliveries are due again")
