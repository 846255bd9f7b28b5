"""Standards of aid: how many requests are judged in a second of CPU time.

    python bench/standards.py             10,000 and 100,000 requests
    python bench/standards.py --sizes 1000

Each request has its family's payments of the year (none to five) against a standard with an amount, three
caps, once, one item and a re-test, as of domain.md 4.3. The engine is pure: no database is read here.
`told` adds a sentence with its figures for every row.
"""

import argparse
import random
import sys
import time
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

from assistance.standards import rules  # noqa: E402 -- found by the path set above
from assistance.standards.rules import Facts, Received, Standards  # noqa: E402
from bench.figures import figure  # noqa: E402 -- needs the paths above

DAY = date(2025, 9, 1)
YEAR = {"whom": "household", "span": "year"}
ROWS = [
    ("costs", "medical", {"percent": "90", "first": "10000", "above_percent": "70"}),
    ("cap", "medical", {"whom": "person", "span": "year", "counts": "item", "amount": "20000"}),
    ("cap", "medical", {**YEAR, "counts": "item", "months": "12"}),
    ("cap", "", {**YEAR, "counts": "all", "amount": "60000"}),
    ("one_item", "medical", {"types": ["living"]}),
    ("once", "medical", {"whom": "person", "span": "ever"}),
    ("retest", "medical", {"upper": "2", "inclusive": True}),
    ("papers", "medical", {"papers": ["application", "bills"]}),
]


def standards() -> Standards:
    return rules.compose(
        [
            [
                rules.read(
                    kind,
                    code=f"{kind}_{place}",
                    label=kind,
                    source="bench",
                    scope={"aid_type": aid_type},
                    parameters=parameters,
                    set_id=1,
                )
                for place, (kind, aid_type, parameters) in enumerate(ROWS)
            ]
        ]
    )


def requests(number: int) -> list[Facts]:
    chance = random.Random(2008)  # noqa: S311 -- the same families each time

    def received() -> tuple[Received, ...]:
        return tuple(
            Received(
                date(2025, 1, 1) + timedelta(chance.randrange(240)),
                Decimal(chance.randrange(1, 300_000)) / 100,
                chance.choice(("living", "medical", "education", "condolence")),
                chance.choice(("central", "own", "")),
                chance.choice((None, 1, 2)),
            )
            for _ in range(chance.randrange(6))
        )

    return [
        Facts(
            aid_type="medical",
            on=DAY,
            category="deep",
            tier="county",
            asked=Decimal(20_000),
            dibao=Decimal(940),
            out_of_pocket=Decimal(chance.randrange(1, 5_000_000)) / 100,
            member=1,
            income=Decimal(30_000),
            rigid=Decimal(12_000),
            members=3,
            received=received(),
        )
        for _ in range(number)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000,100000")
    sizes = [int(one) for one in parser.parse_args().sizes.split(",")]
    held = standards()
    print(
        f"{'requests':>10}{'proposed':>10}{'CPU s':>9}{'a CPU second':>14}{'told, a CPU second':>20}"
    )
    for size in sizes:
        asked = requests(size)
        began = time.process_time()
        proposed = sum(1 for one in rules.propose_many(held, asked) if one.amount)
        spent = time.process_time() - began
        began = time.process_time()
        for facts in asked:
            rules.tell(rules.propose(held, facts), facts)
        told = time.process_time() - began
        print(f"{size:>10,}{proposed:>10,}{spent:>9.2f}{size / spent:>14,.0f}{size / told:>20,.0f}")
        figure(f"amounts proposed for {size:,} requests", size / spent, "/CPU-s")


if __name__ == "__main__":
    main()
