from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from runtime.serving import Server


class Command(BaseCommand):
    help = (
        "Serve the site. Without a broker the same process carries the events and keeps the clock."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1:8000")
        parser.add_argument("--workers", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"\n网站：http://{options['bind']}   （按 Ctrl-C 结束）")
        self.stdout.flush()
        Server(bind=options["bind"], workers=options["workers"]).run()
