"""The table of faults tried in docs/operations.md, between two markers: a row for each kind, the last run's."""

import re
from dataclasses import dataclass
from pathlib import Path

from tools.faults.kinds import all_kinds

BEGIN, END = "<!-- faults: written by make faults -->", "<!-- /faults -->"
HEAD = (
    "| kind | what is done | stories | times done | lost, twice | slowest to heal | when, version |\n"
    "| --- | --- | --- | --- | --- | --- | --- |\n"
)


@dataclass(frozen=True)
class Row:
    """What came of a kind. `result` is `none`, the reason why it failed, or why it was not run."""

    kind: str
    stories: int
    struck: int
    result: str
    slowest: float
    when: str

    @property
    def failed(self) -> bool:
        return self.result.startswith("**failed**")

    def __str__(self) -> str:
        slowest = f"{self.slowest:.1f} s" if self.struck else "—"
        cells = (
            f"`{self.kind}`",
            all_kinds()[self.kind].does,
            str(self.stories),
            str(self.struck),
            self.result,
            slowest,
            self.when,
        )
        return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |\n"


def write(path: Path, rows: list[Row]) -> None:
    """Put the rows in their places; kinds that were not asked for keep the rows they have."""
    text = path.read_text()
    before, rest = text.split(BEGIN, 1)
    table, after = rest.split(END, 1)
    found = re.findall(r"^(\| `([a-z-]+)` .*\n)", table, re.MULTILINE)
    lines = {name: line for line, name in found}
    lines |= {row.kind: str(row) for row in rows}
    kept = "".join(lines[name] for name in all_kinds() if name in lines)
    path.write_text(f"{before}{BEGIN}\n{HEAD}{kept}{END}{after}")
