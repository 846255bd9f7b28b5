# ruff: noqa: N999 -- people type it with a dash, as they say it
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assistance.funds import queries, services
from ground.accounts.models import User
from ground.kernel.errors import NotAllowed, RuleBroken
from ground.privacy import services as privacy


class Command(BaseCommand):
    help = "Write an account book as .zip with its checker: for books too large for the page."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--book", type=int, required=True, help="the number of its organisation"
        )
        parser.add_argument("--by", required=True, help="account name of whoever takes it out")
        parser.add_argument("--to", type=Path, required=True)
        parser.add_argument("--reason", default="", help="needed where texts hold people's numbers")

    def handle(self, *args: Any, **options: Any) -> None:
        book = queries.books().filter(pk=options["book"]).first()
        by = User.objects.filter(username=options["by"]).first()
        if book is None or by is None:
            raise CommandError("没有这个账簿或这个账号")
        try:
            release = privacy.release(
                by=by,
                organisation=book,
                title=f"{book.name}账簿",
                format="zip",
                personal=bool(options["reason"]),
                reason=options["reason"],
            )
        except (RuleBroken, NotAllowed) as broken:
            raise CommandError(broken.message) from None
        with options["to"].open("w+b") as file:
            try:
                rows = services.write_book(book, file, release)
            except RuleBroken as broken:
                privacy.refused(release=release, broken=broken)
                options["to"].unlink()
                raise CommandError(broken.message) from None
            privacy.completed(release=release, content=file, rows=rows)
        self.stdout.write(f"{rows} 笔已写入 {options['to']}，导出编号 {release.shown_code}")
