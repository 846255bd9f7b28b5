import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from ground.kernel import clock
from runtime import backup
from runtime.management.commands.restored import say_restored


class Command(BaseCommand):
    help = (
        "Put a backup into an empty database, whole or not at all; then check the ledgers. Ends with"
        " status 1 where one of them is not intact."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="path", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            told = backup.restore(options["path"])
        except (backup.NotDone, ValueError) as failed:
            raise CommandError(str(failed)) from None
        call_command("migrate", verbosity=0)
        say_restored(told.taken_at)
        taken = told.taken_at.astimezone(clock.CHINA)
        self.stdout.write(f"已恢复到 {taken:%Y-%m-%d %H:%M:%S} 的备份；账簿和库存逐一核对：")
        self.stdout.flush()
        faults = [name for name in ("verify-ledger", "verify_stock") if not self._intact(name)]
        self.stdout.write(
            "备份之后发生的，请对照纸质材料和银行回单补登；待发放的批次已暂停，核实没有发放过再放行"
        )
        if faults:
            sys.exit(1)

    def _intact(self, command: str) -> bool:
        try:
            call_command(command, stdout=self.stdout)
        except SystemExit as ended:
            return not ended.code
        return True
