import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assistance.stock import services
from assistance.stock.models import Store


class Command(BaseCommand):
    help = (
        "Add up the stock ledger of each store again from its lines. Says what is intact, or names every"
        " fault and ends with status 1. What was found is kept."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--store", type=int, help="one store only")

    def handle(self, *args: Any, **options: Any) -> None:
        stores = Store.objects.order_by("pk")
        if options["store"] is not None:
            stores = stores.filter(pk=options["store"])
            if not stores:
                raise CommandError(f"没有编号为 {options['store']} 的仓库")
        broken = 0
        for store in stores:
            found = services.verify_store(by=None, store=store)
            read = f"{found.movements} 笔流水、{found.lines} 行明细、{found.holdings} 个位置"
            if not found.faults:
                self.stdout.write(f"“{store.name}”物资账完整：核对 {read}，全部相符")
                continue
            broken += 1
            self.stdout.write(f"“{store.name}”物资账不符：核对 {read}，{len(found.faults)} 处不符")
            for fault in found.faults:
                self.stdout.write(f"  {fault}")
        if broken:
            sys.exit(1)
