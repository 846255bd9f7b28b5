"""A workbook of old families, messy, from its bytes to committed files, beside tuned django-import-export.

    python bench/households_import.py [ROWS …] [--profile]

Ours: reading in the child, the rehearsal with every rule of a family (holder, ID check digits, birth
and sex, one open file for each person in the sheet and in the installation, units by any of their
names), the commit with all of them again: files, people with sealed numbers, hashes and search tokens,
circumstances, bank cards and a sealed first version. Theirs: the same file through openpyxl and a
ModelResource on the table of people alone: bulk, skip_diff, no rules, nothing sealed or hashed.
Counted is the CPU time of our own processes, the child among them; the database's is its own.
"""

import contextlib
import cProfile
import io
import os
import pstats
import random
import resource
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

from bench.figures import figure  # noqa: E402 -- needs the paths above

UNITS = 400
PEER_ROWS = 10_000  # the peer takes minutes for more; its rate does not grow with the number
GOAL = 3_000
HEAD = [
    "序号", "户主", "姓名", "与户主关系", "身份证号码", "性别", "出生年月", "所在单位", "困难类别", "致困原因",
    "家庭年收入（元）", "刚性支出", "联系电话", "家庭住址", "健康状况", "工作状态", "月收入", "建档时间", "开户银行",
    "银行账号", "备注",
]  # fmt: skip
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "建国明红丽华军伟芳娟强勇杰涛敏静秀英桂兰玉珍海燕春梅小平志文学金凤德顺永福长生立新"
ROADS = ("人民路", "朝阳街", "洞庭大道", "武陵路", "建设路")


def main() -> None:
    sizes = [int(one) for one in sys.argv[1:] if one.isdecimal()] or [10_000, 100_000]
    with tempfile.TemporaryDirectory(prefix="shuanglian-bench-") as folder:
        os.environ["SHUANGLIAN_VAR_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "runtime.settings"
        from runtime import embedded  # noqa: PLC0415 -- settings read the environment made above

        embedded.start(Path(folder))
        import django  # noqa: PLC0415

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        measure(sizes, profiled="--profile" in sys.argv)


def measure(sizes: list[int], *, profiled: bool) -> None:
    from bench import offices  # noqa: PLC0415

    office = offices.union_made(UNITS)
    rate = 0.0
    for rows in sizes:
        content, families = workbook(rows)
        steps: dict[str, float] = {}
        profile = cProfile.Profile()
        with profile if profiled else contextlib.nullcontext():
            offices.take_in_families(office, content, rows, families, partial(spent, steps))
        if profiled:
            pstats.Stats(profile).sort_stats("tottime").print_stats(35)
        parts = " · ".join(f"{name} {took:.1f}" for name, took in steps.items())
        undone = steps.pop("undo")
        took = sum(steps.values())
        rate = rows / took
        print(
            f"ours {rows:>7,} rows × {len(HEAD)}, {families:,} families: {took:>5.1f} CPU-s"
            f" without undo {undone:.1f} ({parts})  {rate:>6,.0f} rows/CPU-s"
            f"{'' if rate >= GOAL else '  BELOW THE GOAL'}",
            flush=True,
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory of the parent at {sizes[-1]:,} rows: {peak:,.0f} MB", flush=True)
    content, _ = workbook(PEER_ROWS)
    steps = {}
    with spent(steps, "all"):
        offices.take_in_families_by_peer(content, PEER_ROWS)
    peer = PEER_ROWS / steps["all"]
    print(
        f"django-import-export {PEER_ROWS:,} rows, people alone, bulk, no rules: {peer:,.0f} rows/CPU-s"
    )
    print(f"ours ÷ django-import-export = {rate / peer:.1f}")
    figure(
        "a workbook taken in with all rules",
        rate,
        "rows/CPU-s",
        peer="django-import-export, no rules",
        ratio=rate / peer,
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


def workbook(rows: int) -> tuple[bytes, int]:
    """An old ledger: families of one to five, 户主 merged over their rows, and what copying leaves."""
    import xlsxwriter  # noqa: PLC0415

    chance = random.Random(2008)  # noqa: S311 -- made-up people, the same each time
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("台账")
    sheet.write_string(0, 0, "困難職工檔案台賬")
    sheet.write_row(1, 0, HEAD)
    at, families = 2, 0
    while at < rows + 2:
        size = min(chance.choice((1, 2, 2, 3, 3, 3, 4, 5)), rows + 2 - at)
        lines = _family(chance, families, size)
        for number, line in enumerate(lines):
            for column, value in enumerate(line):
                if isinstance(value, str) and value:
                    sheet.write_string(at + number, column, value)
                elif value is not None and value != "":
                    sheet.write_number(at + number, column, value)
        if size > 1:
            for column in (0, 1, 7):
                sheet.merge_range(at, column, at + size - 1, column, lines[0][column])
        at += size
        families += 1
    sheet.write_string(at, 0, "合计")
    book.close()
    return out.getvalue(), families


def _family(chance: random.Random, number: int, size: int) -> list[list[Any]]:
    surname = chance.choice(SURNAMES)
    holder = surname + "".join(chance.choices(GIVEN, k=2))
    found = []
    for one in range(size):
        relation = ("本人", "妻子", "儿子", "女儿", "母亲")[one]
        name = holder if not one else chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=2))
        year = (1968, 1970, 1996, 1999, 1941)[one] + chance.randrange(-3, 3)
        male = relation in {"本人", "儿子"}
        written = _number(number, one, year, male=male)
        if chance.random() < 0.1 and year < 2000:  # noqa: PLR2004
            written = written[:6] + written[8:17]  # as it was given out before 1999
        if chance.random() < 0.15:  # noqa: PLR2004
            name = f"{name[0]}{chance.choice((' ', ' ', '(zhāng)'))}{name[1:]}"
        head = not one
        found.append(
            [
                number + 1 if head else None,
                holder if head else None,
                name,
                relation,
                written if chance.random() < 0.9 else f"{written[:6]} {written[6:]}",  # noqa: PLR2004
                ("男" if male else "女") if chance.random() < 0.8 else "",  # noqa: PLR2004
                f"{year}年{number % 12 + 1}月" if chance.random() < 0.5 else "",  # noqa: PLR2004
                f"第{number % UNITS}廠" if chance.random() < 0.2 else f"第{number % UNITS}厂",  # noqa: PLR2004
                ("低保户", "低保边缘户", "深度困难", "相对困难", "意外致困户")[number % 5]
                if head
                else "",
                ("6患重特大疾病", "因病、因学", "下岗", "8")[number % 4] if head else "",
                6_000 + number % 9_000 if head else None,
                f"{number % 70}00元" if head else "",
                f"1{3 + number % 6}{number % 10}{number:08d}" if head else "",
                f"{chance.choice(ROADS)}{number % 300}号{number % 20}栋" if head else "",
                str(number % 14 + 1) if one < 2 else "",  # noqa: PLR2004
                ("在岗", "下岗", "失业", "退休")[one % 4],
                600 + number % 900 if one < 2 else None,  # noqa: PLR2004
                f"200{number % 8}.{number % 12 + 1}.{number % 27 + 1}" if head else "",
                "农业银行" if head else "",
                _card(number) if head else "",
                f"患病多年，第{number}户" if head else "",
            ]
        )
    return found


def _number(family: int, one: int, year: int, *, male: bool) -> str:
    from stdnum.cn import ric  # noqa: PLC0415

    serial = family * 5 + one
    area = f"43{serial // 27 // 480 % 90 + 10:02d}{serial // 27 // 480 // 90 + 10:02d}"
    order = serial // 27 % 480 * 2 + (1 if male else 0)
    body = f"{area}{year}{family % 12 + 1:02d}{serial % 27 + 1:02d}{order:03d}"
    return body + str(ric.calc_check_digit(f"{body}0"))


def _card(number: int) -> str:
    from stdnum import luhn  # noqa: PLC0415

    body = f"622848{number:012d}"
    return body + luhn.calc_check_digit(body)


if __name__ == "__main__":
    main()
