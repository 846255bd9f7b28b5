# ruff: noqa: N999 -- people type it with a dash, as they say it
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError

from assistance.funds import queries, services


class Command(BaseCommand):
    help = (
        "Read account books again from their first entry: every hash, balance and total. Says up to which"
        " entry each is intact, or names every fault and ends with status 1. What was found is kept."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--book", type=int, help="one book only: the number of its organisation"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        books = queries.books()
        if options["book"] is not None:
            books = books.filter(pk=options["book"])
        try:
            kept = list(books)
        except ProgrammingError:
            raise CommandError(
                "这个数据库里没有账簿的表：请先运行 manage.py migrate；演示的数据库在 var/demo，"
                "命令前加 SHUANGLIAN_VAR_DIR=var/demo"
            ) from None
        if not kept and options["book"] is not None:
            raise CommandError(f"没有编号为 {options['book']} 的账簿")
        broken = 0
        for book in kept:
            found = queries.verify_book(book.pk)
            services.keep_verification(by=None, found=found)
            if not found.faults:
                self.stdout.write(
                    f"账簿“{book.name}”完整：核到第 {found.intact_to} 笔"
                    f"（另有 {found.waiting} 笔待封存）"
                    + (f"，封签 {found.sealed}:{found.hash}" if found.sealed else "")
                )
                continue
            broken += 1
            self.stdout.write(
                f"账簿“{book.name}”不完整：完整核到第 {found.intact_to} 笔，"
                f"共 {len(found.faults)} 处不符"
            )
            for fault in found.faults:
                self.stdout.write(f"  {fault}")
        if broken:
            sys.exit(1)
