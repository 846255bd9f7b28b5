"""What a bench hands to `bench/all.py`: one figure a line, beside what it is printed with."""

import json
import os
from pathlib import Path

TO = (
    "SHUANGLIAN_BENCH_FIGURES"  # a file that figures are added to; without it they are only printed
)


def figure(
    what: str,
    value: float,
    unit: str,
    *,
    peer: str = "",
    ratio: float | None = None,
    is_met: bool | None = None,
) -> None:
    """Keep one figure: `ratio` is ours to the `peer`'s (or to the smaller size's), `is_met` what a goal says."""
    if path := os.environ.get(TO):
        line = {
            "what": what,
            "value": value,
            "unit": unit,
            "peer": peer,
            "ratio": ratio,
            "is_met": is_met,
        }
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
