from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from ground.audit.services import record
from ground.kernel import clock
from ground.kernel.restoring import restored


def say_restored(taken_at: datetime) -> None:
    """Hold and doubt what may have happened since, once, with a line on the trail."""
    with transaction.atomic():
        restored(taken_at)
        record(None, "installation.restored", "installation:1", taken_at=taken_at.isoformat())


class Command(BaseCommand):
    help = "Say that PostgreSQL was recovered to an earlier moment: what may have been paid since is held."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at", required=True, help="2026-11-23 08:00")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            taken_at = datetime.fromisoformat(options["at"])
        except ValueError:
            raise CommandError("时间无法识别，例如：2026-11-23 08:00") from None
        taken_at = taken_at if taken_at.tzinfo else taken_at.replace(tzinfo=clock.CHINA)
        if taken_at > clock.now() and not clock.is_shifted():
            raise CommandError("恢复到的时间不能晚于现在")
        say_restored(taken_at)
        self.stdout.write("待发放的批次已暂停，核实没有发放过再放行")
