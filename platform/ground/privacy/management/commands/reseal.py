import time
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ground.audit.sealing import key_ids
from ground.privacy import resealing

NAMED = 20


class Command(BaseCommand):
    help = (
        "Seal everything anew under the newest of SHUANGLIAN_FIELD_KEYS; with --rehash make all look-up"
        " hashes anew under SHUANGLIAN_LOOKUP_KEY (stop the site for that). Killed? Start it again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rehash", action="store_true")
        parser.add_argument(
            "--unbound",
            action="store_true",
            help="after the upgrade from a version before row keys",
        )
        parser.add_argument("--batch", type=int, default=resealing.BATCH)

    def handle(self, *args: Any, **options: Any) -> None:
        unreadable = self._run(
            "sealed anew", resealing.reseal(batch=options["batch"], unbound=options["unbound"])
        )
        if options["rehash"]:
            unreadable += self._run("hashed anew", resealing.rehash(batch=options["batch"]))
        if unreadable:
            raise CommandError(
                "These rows do not open with any key: " + "; ".join(unreadable) + ". Keep all keys,"
                " find the one that is missing, and start again."
            )
        self._say_what_may_go()

    def _run(self, what: str, steps: Iterator[resealing.Step]) -> list[str]:
        began, done = time.monotonic(), {}
        for step in steps:
            done[id(step)] = step
            self.stdout.write(f"{step.label}: {step.seen}/{step.total}")
        changed = sum(step.changed for step in done.values())
        took = max(time.monotonic() - began, 0.001)
        self.stdout.write(f"{changed} rows {what}, {changed / took:.0f} rows/s")
        return [
            f"{step.label} {', '.join(map(str, step.unreadable[:NAMED]))}"
            + (f" and {len(step.unreadable) - NAMED} more" if len(step.unreadable) > NAMED else "")
            for step in done.values()
            if step.unreadable
        ]

    def _say_what_may_go(self) -> None:
        texts = [one.strip() for one in settings.FIELD_KEYS.split(",")]
        newest, *older = key_ids()
        self.stdout.write(f"Everything lies under {newest}.")
        for key, text in zip(older, texts[1:], strict=True):
            if text == settings.LOOKUP_KEY:
                self.stdout.write(
                    f"Key {key} still makes the look-up hashes: set SHUANGLIAN_LOOKUP_KEY to a new"
                    " secret and run `manage.py reseal --rehash`; then it may be removed."
                )
            else:
                self.stdout.write(f"Key {key} may be removed from SHUANGLIAN_FIELD_KEYS.")
