import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ground.events import declaring, registry
from ground.subscriptions.asyncapi import document
from ground.subscriptions.declaring import shared_as
from runtime.environment import ROOT


class Command(BaseCommand):
    help = "Write docs/events.md and docs/asyncapi.json from what is declared: events, handlers, what is shared."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing; fail if they differ"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for path, text in (
            (ROOT / "docs/events.md", catalogue()),
            (ROOT / "docs/asyncapi.json", asyncapi()),
        ):
            if options["check"]:
                if not path.exists() or path.read_text() != text:
                    raise CommandError(f"{path.relative_to(ROOT)} is out of date: run `make docs`")
            else:
                path.write_text(text)
                self.stdout.write(str(path.relative_to(ROOT)))


def catalogue() -> str:
    lines = [
        "# Events",
        "",
        "Generated from the declarations by `make docs`; checked by `make check`. An event carries ids and",
        "plain values, never personal data. Its handlers run at least once and take effect exactly once. What",
        "other systems hear of it stands in [asyncapi.json](asyncapi.json) too.",
    ]
    for name, cls in declaring.declared().items():
        lines += ["", f"## `{name}`", "", _first_line(cls), "", "| field | type |", "|---|---|"]
        lines += [
            f"| `{field}` | {_name(kind)} |" for field, kind in declaring.fields_of(cls).items()
        ]
        outward = shared_as(name)
        if outward is None:
            lines += ["", "It stays inside."]
        else:
            told = ", ".join(f"`{field}`" for field in outward.fields) or "that it happened"
            lines += ["", f"Other systems hear {told}, with `{outward.needs.code}`."]
        handlers = registry.handlers_of(name)
        lines.append("")
        if not handlers:
            lines.append("No handler listens yet; the event is kept.")
        for handler in handlers:
            outside = f", acts outside ({handler.outside.value})" if handler.outside else ""
            lines.append(f"- `{handler.name}` (queue `{handler.queue}`{outside})")
    return "\n".join(lines) + "\n"


def asyncapi() -> str:
    return json.dumps(document(), ensure_ascii=False, indent=1) + "\n"


def _first_line(cls: type[declaring.Event]) -> str:
    return (cls.__doc__ or "").strip().splitlines()[0]


def _name(kind: Any) -> str:
    """`int`, `int or null` for an id that there may not be, `list of int` for the ids of many."""
    if kind == tuple[int, ...]:
        return "list of int"
    return getattr(kind, "__name__", "int or null")
