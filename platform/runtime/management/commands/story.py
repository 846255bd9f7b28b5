from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ground.accounts.models import User
from ground.audit.models import Entry
from ground.briefs.models import Printed
from runtime.story import spending, supermarket
from runtime.story.changde import ordered_steps
from runtime.story.people import PASSWORD, PEOPLE
from runtime.story.telling import tell


class Command(BaseCommand):
    help = "Tell the story of the Changde brief through the real services, from where it stands."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--pdf", type=Path, help="where to put the finished brief")

    def handle(self, *args: Any, **options: Any) -> None:
        begun = Entry.objects.filter(action="story.step_told").exists()
        if User.objects.exists() and not begun:
            raise CommandError(
                "这个库里已有正式数据，演示不会写入。请另用一个库，或用 make demo FRESH=1 重建演示库。"
            )
        count = tell([*ordered_steps(), *spending.steps(), *supermarket.steps()], self.stdout.write)
        self.stdout.write(f"讲述了 {count} 步" if count else "故事已经讲完，数据保持原样")
        printed = Printed.objects.select_related("issue").latest("pk")
        target = options["pdf"] or settings.VAR_DIR / "常德“双联”简报2008年第二期.pdf"
        target.write_bytes(bytes(printed.pdf))
        self.stdout.write(f"简报：{target}（{printed.pages} 页）")
        self.stdout.write(f"\n账号（密码都是 {PASSWORD}）：")
        for person in PEOPLE:
            role = person.role.label
            self.stdout.write(f"  {person.username:<10} {role:<6} {person.post}")
