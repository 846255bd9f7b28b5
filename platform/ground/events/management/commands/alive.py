from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ground.events import alive


class Command(BaseCommand):
    help = "Health check of relay, workers and clock: fails where the process here shows no sign of life."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if not alive.is_alive():
            raise CommandError("no sign of life within the last minute")
