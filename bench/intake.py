"""A workbook of old visits, from its bytes to committed rows, beside tuned django-import-export.

    python bench/intake.py [ROWS …]

Ours: reading in the child, the rehearsal with every check, the commit with every check again, needs,
promises, goods and first wordings written beside the visits. Theirs: the same file through openpyxl
and a ModelResource on the same table: bulk, skip_diff, no rules, organisations given by number.
Counted is the CPU time of our own processes, the child among them; the database's is its own.
"""

import contextlib
import io
import os
import resource
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

from bench.figures import figure  # noqa: E402 -- needs the paths above

AGENCIES, ENTERPRISES = 200, 500
PEER_ROWS = 10_000  # the peer takes minutes for more; its rate does not grow with the number
HEAD = [
    "序号", "走访单位", "走访企业", "走访日期", "走访类型", "走访人员", "接待人", "走访地点", "走访情况",
    "困难与诉求", "诉求类别", "承诺事项", "慰问金（元）", "慰问品", "数量", "计量单位", "折合金额", "签收人",
    "五个一", "备注",
]  # fmt: skip


def main() -> None:
    sizes = [int(one) for one in sys.argv[1:]] or [10_000, 30_000, 100_000]
    with tempfile.TemporaryDirectory(prefix="shuanglian-bench-") as folder:
        os.environ["SHUANGLIAN_VAR_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "runtime.settings"
        from runtime import embedded  # noqa: PLC0415 -- settings read the environment made above

        embedded.start(Path(folder))
        import django  # noqa: PLC0415

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        measure(sizes)


def measure(sizes: list[int]) -> None:
    from bench import offices  # noqa: PLC0415
    from ground.sheets.reading import opened  # noqa: PLC0415

    office = offices.made(AGENCIES, ENTERPRISES)
    idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rates = []
    for rows in sizes:
        content = workbook(
            rows,
            [f"第{one}局" for one in range(AGENCIES)],
            [f"第{one}厂" for one in range(ENTERPRISES)],
        )
        steps: dict[str, float] = {}
        offices.take_in(office, content, rows, partial(spent, steps))
        parts = " · ".join(f"{name} {took:.1f}" for name, took in steps.items())
        undone = steps.pop("undo")
        took = sum(steps.values())
        rates.append(rows / took)
        print(
            f"ours {rows:>7,} rows × {len(HEAD)}: {took:>5.1f} CPU-s without undo {undone:.1f} ({parts})"
            f"  {rates[-1]:>7,.0f} rows/CPU-s",
            flush=True,
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with opened(content) as book:
        for _ in book.pieces():
            pass
    print(
        f"memory at {sizes[-1]:,} rows: parent {peak:,.0f} MB (before the first row {idle:,.0f})"
        f" · child {book.used['memory']:,.0f} MB",
        flush=True,
    )
    agencies, enterprises = offices.numbers()
    content = workbook(PEER_ROWS, agencies, enterprises)
    steps = {}
    with spent(steps, "all"):
        offices.take_in_by_peer(content, PEER_ROWS)
    peer = PEER_ROWS / steps["all"]
    print(
        f"django-import-export {PEER_ROWS:,} rows, bulk, skip_diff, no rules: {peer:,.0f} rows/CPU-s"
    )
    print(f"ours ÷ django-import-export = {rates[-1] / peer:.1f}")
    figure(
        "a workbook taken in with all rules",
        rates[-1],
        "rows/CPU-s",
        peer="django-import-export, no rules",
        ratio=rates[-1] / peer,
    )


@contextlib.contextmanager
def spent(into: dict[str, float], name: str) -> Iterator[None]:
    """CPU seconds of this process and of its children that ended."""
    before = _cpu()
    yield
    into[name] = into.get(name, 0.0) + _cpu() - before


def _cpu() -> float:
    total = 0.0
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        used = resource.getrusage(who)
        total += used.ru_utime + used.ru_stime
    return total


def workbook(rows: int, agencies: list[Any], enterprises: list[Any]) -> bytes:
    """Visits as an office has them: dates, amounts and texts, some cells empty."""
    import xlsxwriter  # noqa: PLC0415

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet()
    days = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, HEAD)
    first = date(2000, 1, 1)
    for at in range(1, rows + 1):
        cash, goods, need = at % 3 == 0, at % 5 == 0, at % 4 == 0
        line = [
            at, agencies[at % len(agencies)], enterprises[at * 7 % len(enterprises)], None,
            ("日常走访", "集中走访", "走访慰问")[at % 3], f"张{at % 97}等{at % 7 + 1}人", f"厂长李{at % 53}",
            "会议室", f"了解生产经营和职工生活情况，第{at}次", f"流动资金紧张，缺口{at % 90}万元" if need else None,
            "资金" if need else None, f"协调贷款{at % 50}万元" if need else None, 200.5 + at % 800 if cash else None,
            "大米" if goods else None, 10 + at % 20 if goods else None, "袋" if goods else None,
            500 + at % 100 if goods else None, f"王{at % 31}" if cash else None,
            "打一次电话、问一次需求" if at % 6 == 0 else None, f"见台账{at % 12}页",
        ]  # fmt: skip
        for column, value in enumerate(line):
            if isinstance(value, str):
                sheet.write_string(at, column, value)
            elif value is not None:
                sheet.write_number(at, column, value)
        sheet.write_datetime(at, 3, _instant(first + timedelta(days=at % 2900)), days)
    book.close()
    return out.getvalue()


def _instant(on: date) -> Any:
    from datetime import datetime  # noqa: PLC0415

    return datetime(on.year, on.month, on.day)  # noqa: DTZ001 -- a day of Excel


if __name__ == "__main__":
    main()
