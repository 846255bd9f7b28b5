from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ground.privacy.queries import release_of, releases_of_file


class Command(BaseCommand):
    help = "Who took out a file: by the code that it carries, or by its SHA-256."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code")

    def handle(self, *args: Any, **options: Any) -> None:
        one = release_of(options["code"])
        found = [one] if one else releases_of_file(options["code"])
        if not found:
            raise CommandError("no export has this code")
        for release in found:
            self.stdout.write(
                f"{release.line} · {release.by.username} · {release.organisation} · {release.title}"
                f" · {release.rows if release.rows is not None else '—'}条 · {release.ip or '—'}"
                f" · {release.reason or '—'}"
            )
