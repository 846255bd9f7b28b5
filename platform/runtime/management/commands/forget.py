from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection


class Command(BaseCommand):
    help = "Empty the embedded database, tables and all. Refused on any other."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--yes", action="store_true", help="needed: nothing is kept")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.ENVIRONMENT.embedded:
            raise CommandError(
                "DATABASE_URL is set: this command only empties the embedded database."
            )
        if not options["yes"]:
            raise CommandError("Say --yes to lose everything in the embedded database.")
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
        self.stdout.write("演示库已清空")
