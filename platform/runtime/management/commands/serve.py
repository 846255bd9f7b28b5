import errno
import socket
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from gunicorn.util import parse_address

from runtime.serving import Server


class Command(BaseCommand):
    help = (
        "Serve the site. Without a broker the same process carries the events and keeps the clock."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1:8000")
        parser.add_argument("--workers", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        _refuse_what_is_taken(options["bind"])
        self.stdout.write(f"\n网站：http://{options['bind']}   （按 Ctrl-C 结束）")
        self.stdout.flush()
        Server(bind=options["bind"], workers=options["workers"]).run()


def _refuse_what_is_taken(bind: str) -> None:
    """Say so at once: gunicorn would try five times, and speak of errors."""
    address = parse_address(bind)
    if isinstance(address, str):  # a socket of the file system
        return
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(address)
        except OSError as reason:
            why = "已被别的程序占用" if reason.errno == errno.EADDRINUSE else reason.strerror
            raise CommandError(
                f"网站不能在 {bind} 上提供：{why}。"
                "请先结束那个程序，或换一个端口，例如 make demo PORT=8001（make run 同样）。"
            ) from reason
