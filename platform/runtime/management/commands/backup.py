from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from runtime import backup


class Command(BaseCommand):
    help = "Write the whole installation as one sealed file; the site may run meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, required=True, help="a folder")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            path = backup.write(options["to"])
        except (backup.NotDone, ValueError) as failed:
            raise CommandError(str(failed)) from None
        except OSError as failed:
            raise CommandError(f"不能写入 {options['to']}：{failed.strerror}") from None
        self.stdout.write(f"{path}（{path.stat().st_size / 2**20:.1f} MB）")
