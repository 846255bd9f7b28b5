"""A million people in 400,000 files: what lists, filters, searches and the workbench cost, beside 10,000.

    python bench/households.py                        10,000, 100,000 and 400,000 files
    python bench/households.py --sizes 10000,50000    smaller
    python bench/households.py --only find            only the lines whose name holds this
    python bench/households.py --anew                 load again what an earlier run left in its databases

Each size is a database of its own under var/, filled by COPY with families as they come: few names for
many people, two and a half persons a file, forty files a unit, units below 122 counties of 14 cities.
Pages are asked for through Django's test client by a person of the province, a city, a county and an
enterprise, each time with another value, and each time of all sizes in turn, so that what else the
machine does falls on all of them alike. Printed are the milliseconds p50/p95 for each size, and how
often the p95 of the largest is that of the smallest: more than twice is marked.
"""

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
TODAY = date(2008, 11, 20)
CITIES, COUNTIES, FILES_A_UNIT = 14, 122, 40
TIMES = 20
TWICE = 2.0
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000,100000,400000")
    parser.add_argument("--only", default="")
    parser.add_argument("--times", type=int, default=TIMES)
    parser.add_argument("--anew", action="store_true")
    chosen = parser.parse_args()
    sizes = [int(one) for one in chosen.sizes.split(",")]
    os.environ["SHUANGLIAN_VAR_DIR"] = os.environ.get(
        "SHUANGLIAN_BENCH_DIR", str(ROOT / "var" / "bench-households")
    )
    os.environ.setdefault("SHUANGLIAN_FONT_DIR", str(ROOT / "var" / "fonts"))
    os.environ["SHUANGLIAN_TODAY"] = TODAY.isoformat()
    os.environ["DJANGO_SETTINGS_MODULE"] = "runtime.settings"
    import django  # noqa: PLC0415 -- settings read the environment made above
    from django.conf import settings  # noqa: PLC0415

    from runtime import embedded  # noqa: PLC0415

    embedded.start(settings.VAR_DIR)
    django.setup()
    worlds = [made(size, anew=chosen.anew) for size in sizes]
    table = measured(worlds, only=chosen.only, times=chosen.times)
    show(table, sizes)
    for world in worlds:
        what_if(world)


def what_if(world: "World") -> None:
    """The national set tried on every file below the root: seconds of the clock and of this process."""
    from assistance.criteria.models import RuleSet  # noqa: PLC0415
    from assistance.households.queries import tried  # noqa: PLC0415
    from ground.accounts.models import Organisation  # noqa: PLC0415

    world.enter()
    root, ruleset = Organisation.objects.get(depth=1), RuleSet.objects.get(is_seed=True)
    began, busy = time.perf_counter(), time.process_time()
    found = tried(ruleset, path=root.path, on=TODAY)
    print(
        f"what-if over {found.files:,} of {world.size:,} files: "
        f"{time.perf_counter() - began:.1f} s, {time.process_time() - busy:.1f} CPU-s"
    )


# --- one database for each size -------------------------------------------------------------------


@dataclass
class World:
    """A database of one size, and the people who ask for pages in it."""

    size: int
    people: dict[str, Any] = field(default_factory=dict)
    clients: dict[str, Any] = field(default_factory=dict)
    units: dict[str, list[int]] = field(default_factory=dict)
    line: Any = None  # to its database, held open while pages of other sizes are asked for

    @property
    def name(self) -> str:
        return f"bench_{self.size}"

    def enter(self) -> None:
        from django.db import connection  # noqa: PLC0415

        connection.settings_dict["NAME"] = self.name
        if self.line is None:
            connection.connection = None
            connection.ensure_connection()
            self.line = connection.connection
        connection.connection = self.line


def made(size: int, *, anew: bool) -> World:
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from assistance.households.models import HardshipFile  # noqa: PLC0415

    world = World(size)
    connection.connection = None
    connection.settings_dict["NAME"] = "postgres"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [world.name])
        exists = cursor.fetchone()[0]
        if exists and anew:
            cursor.execute(f"DROP DATABASE {world.name}")
        if anew or not exists:
            cursor.execute(f"CREATE DATABASE {world.name}")
    world.enter()
    call_command("migrate", verbosity=0)
    if HardshipFile.objects.count() != size:
        began = time.perf_counter()
        people = fill(world)
        spent = time.perf_counter() - began
        print(f"{size:>8,} files, {people:,} people loaded in {spent:.0f} s", flush=True)
    know(world)
    return world


# --- rows -----------------------------------------------------------------------------------------

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任"
    "卢姚沈钟姜崔谭陆汪范廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国玉兰红梅文辉志鹏飞云峰晓燕海波春林德福永生成金凤"
    "小红玲珍翠花荣学新民庆祥立东少卫忠义利家美琴淑珊彩萍莲松柏树根长江河山川雪冰月星晨阳光"
)
UYGHUR = ("阿依古丽·买买提", "买买提·艾力", "古丽·热合曼", "阿不都·克里木")
STATES = (("active", 70), ("exited", 18), ("underway", 4), ("draft", 3), ("imported", 2),
          ("rejected", 2), ("cancelled", 1))  # fmt: skip
CATEGORIES = (("deep", 35), ("relative", 50), ("accidental", 15))
CAUSES = (("6", 40), ("9", 20), ("2", 12), ("3", 10), ("1", 8), ("8", 5), ("10", 5))


def fill(world: World) -> int:
    """Organisations, people who ask, files, members; the number of members."""
    from django.db import connection  # noqa: PLC0415

    chance = random.Random(world.size)  # noqa: S311 -- invented people
    units = organisations(world.size // FILES_A_UNIT)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # rows come finished
    files(world.size, units, chance)
    people = members(world.size, chance)
    with connection.cursor() as cursor:
        cursor.execute("RESET session_replication_role")
        for table in ("households_hardshipfile", "households_member"):
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608
            )
        cursor.execute("VACUUM ANALYZE")
    return people


def organisations(units: int) -> list[int]:
    """The tree of a province; the keys of its units."""
    from ground.accounts.models import Organisation, User  # noqa: PLC0415
    from ground.accounts.roles import Role  # noqa: PLC0415
    from ground.accounts.services import grant_role  # noqa: PLC0415

    root = Organisation.objects.add_root({"name": "省总工会", "kind": "union"})
    cities = below(root, [f"第{n + 1}市总工会" for n in range(CITIES)], "union")
    counties = []
    for at, city in enumerate(cities):
        number = COUNTIES // CITIES + (at < COUNTIES % CITIES)
        counties += below(city, [f"{city.name[:3]}{n + 1}县总工会" for n in range(number)], "union")
    made = []
    for at, county in enumerate(counties):
        number = units // COUNTIES + (at < units % COUNTIES)
        made += below(
            county, [f"{county.name[:5]}第{n + 1}公司" for n in range(number)], "enterprise"
        )
    for name, organisation, role in (
        ("province", root, Role.UNION_STAFF),
        ("city", cities[0], Role.UNION_STAFF),
        ("county", counties[0], Role.UNION_STAFF),
        ("enterprise", made[0], Role.LIAISON),
    ):
        user = User.objects.create(username=name, full_name=name, organisation=organisation)
        grant_role(by=None, user=user, organisation=organisation, role=role)
    return [one.pk for one in made]


def below(parent: Any, names: Sequence[str], kind: str) -> list[Any]:
    from ground.accounts.models import Organisation  # noqa: PLC0415

    rows = [
        Organisation(name=name, kind=kind, path=parent.path + step(at), depth=parent.depth + 1)
        for at, name in enumerate(names, 1)
    ]
    Organisation.objects.filter(pk=parent.pk).update(numchild=len(rows))
    return list(Organisation.objects.bulk_create(rows, batch_size=5_000))


def step(number: int) -> str:
    """A step of the tree's path: four digits to the base of 36, counted from one."""
    text = ""
    for _ in range(4):
        number, digit = divmod(number, 36)
        text = DIGITS[digit] + text
    return text


def files(count: int, units: list[int], chance: random.Random) -> None:
    from assistance.households.models import Gate, HardshipFile  # noqa: PLC0415
    from ground.accounts.models import User  # noqa: PLC0415

    states, categories, causes = drawn(STATES), drawn(CATEGORIES), drawn(CAUSES)
    approver = User.objects.get(username="province").pk
    gates = list(Gate.objects.order_by("position").values_list("pk", "route_id"))
    sealed = HardshipFile._meta.get_field("mobile").sealed  # noqa: SLF001
    address = HardshipFile._meta.get_field("address").sealed  # noqa: SLF001

    def rows() -> Iterator[dict[str, Any]]:
        for pk in range(1, count + 1):
            opened_on = TODAY - timedelta(days=int(chance.triangular(0, 3650, 600)))
            state, key = chance.choice(states), key_of(1, pk)
            is_decided = state in {"active", "exited"}
            gate, route = chance.choice(gates)
            yield {
                "id": pk,
                "row_key": key,
                "file_no": f"SL{opened_on.year}-{pk:06d}",
                "unit_id": chance.choice(units),
                "category": "" if state == "draft" else chance.choice(categories),
                "primary_cause": "" if state == "draft" else chance.choice(causes),
                "annual_income": chance.randrange(2_000, 30_000),
                "rigid_expenses": chance.randrange(0, 10_000),
                "mobile": sealed(mobile_of(pk), key),
                "address": address(f"某某路{pk}号", key),
                "state": state,
                "origin": "imported" if state == "imported" else "applied",
                "route_id": None if state in {"draft", "imported"} else route,
                "gate_id": gate if state == "underway" else None,
                "gate_since": opened_on if state == "underway" else None,
                "gate_due_on": opened_on + timedelta(days=30) if state == "underway" else None,
                "opened_on": opened_on,
                "approved_by_id": approver if is_decided else None,
                "approved_on": opened_on + timedelta(days=40) if is_decided else None,
                "ended_on": opened_on + timedelta(days=400) if state == "exited" else None,
            }

    copied(HardshipFile, rows())


def members(count: int, chance: random.Random) -> int:
    """Two and a half persons a file, the holder first; their number."""
    from assistance.households.models import Member  # noqa: PLC0415
    from assistance.households.queries import hash_of_id  # noqa: PLC0415
    from assistance.households.queries.searching import tokens_of  # noqa: PLC0415

    sealed = Member._meta.get_field("id_no").sealed  # noqa: SLF001

    def rows() -> Iterator[dict[str, Any]]:
        pk = 0
        for file in range(1, count + 1):
            for at in range(2 + (file % 2)):
                pk += 1
                number, key, name = number_of(pk), key_of(2, pk), name_of(pk)
                yield {
                    "id": pk,
                    "row_key": key,
                    "file_id": file,
                    "relation": ("holder", "spouse", "child")[at],
                    "name": name,
                    "tokens": tokens_of(name, "" if at else mobile_of(file), number),
                    "id_no": sealed(number, key),
                    "id_hash": hash_of_id(number),
                    "in_open_file": True,
                }

    chance.random()
    return copied(Member, rows())


def drawn(parts: Sequence[tuple[str, int]]) -> list[str]:
    return [value for value, weight in parts for _ in range(weight)]


def key_of(kind: int, pk: int) -> UUID:
    return UUID(int=(kind << 64) + pk)


def mobile_of(file: int) -> str:
    return f"139{file * 7919 % 100_000_000:08d}"


def name_of(pk: int) -> str:
    """Names as they fall: common surnames far more often, one person in fifty of a two-part name."""
    draw = random.Random(pk)  # noqa: S311
    if pk % 50 == 0:
        return draw.choice(UYGHUR)
    surname = SURNAMES[int(len(SURNAMES) * draw.random() ** 2.2)]
    given = "".join(draw.choice(GIVEN) for _ in range(1 if draw.random() < 0.25 else 2))  # noqa: PLR2004
    return surname + given


def number_of(pk: int) -> str:
    """A valid ID number of a place that does not exist."""
    from stdnum.cn import ric  # noqa: PLC0415

    born_on = date(1945, 1, 1) + timedelta(days=pk % 20_000)
    plain = f"439900{born_on:%Y%m%d}{pk // 20_000:03d}"
    return plain + str(ric.calc_check_digit(plain + "0"))


def copied(model: Any, rows: Iterator[dict[str, Any]]) -> int:
    """Write rows by COPY; what a row does not give has the model's default."""
    from django.db import connection  # noqa: PLC0415
    from django.db.models import NOT_PROVIDED  # noqa: PLC0415

    columns = list(model._meta.concrete_fields)  # noqa: SLF001
    rows = iter(rows)
    first = next(rows)
    columns = [one for one in columns if one.column in first or one.db_default is NOT_PROVIDED]
    usual = [None if one.column in first else one.get_default() for one in columns]
    names = ", ".join(f'"{one.column}"' for one in columns)
    number = 0
    with (
        connection.cursor() as cursor,
        cursor.copy(
            f"COPY {model._meta.db_table} ({names}) FROM STDIN"  # noqa: SLF001
        ) as copy,
    ):
        row: dict[str, Any] | None = first
        while row is not None:
            copy.write_row(
                [row.get(one.column, value) for one, value in zip(columns, usual, strict=True)]
            )
            number += 1
            row = next(rows, None)
    return number


# --- pages ----------------------------------------------------------------------------------------


def know(world: World) -> None:
    """The people who ask, signed in, and the units each of them may choose."""
    from django.test import Client  # noqa: PLC0415

    from ground.accounts.models import Organisation, User  # noqa: PLC0415

    world.enter()
    for user in User.objects.filter(username__in=VIEWERS).select_related("organisation"):
        client = Client()
        client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        world.people[user.username], world.clients[user.username] = user, client
        inside = Organisation.objects.filter(path__startswith=user.organisation.path)
        world.units[user.username] = list(inside.values_list("pk", flat=True)[:200])


VIEWERS = ("province", "city", "county", "enterprise")
HIGH = ("province", "city", "county")
Ask = Callable[[Any, World, str, int], Any]


def got(query: str) -> Ask:
    def ask(client: Any, _world: World, _who: str, _turn: int) -> Any:
        return client.get(f"/households/?{query}", headers={"host": "127.0.0.1"})

    return ask


def unit(client: Any, world: World, who: str, turn: int) -> Any:
    units = world.units[who]
    pk = units[turn * 7 % len(units)]
    return client.get(f"/households/?unit={pk}", headers={"host": "127.0.0.1"})


def year(client: Any, world: World, who: str, turn: int) -> Any:
    return got(f"year={TODAY.year - turn % 9}")(client, world, who, turn)


def number(client: Any, world: World, who: str, turn: int) -> Any:
    from assistance.households.models import HardshipFile  # noqa: PLC0415

    file_no = HardshipFile.objects.values_list("file_no", flat=True).get(pk=some(world, turn))
    return got(f"q={file_no}")(client, world, who, turn)


def found(typed: Callable[[World, int], str]) -> Ask:
    def ask(client: Any, world: World, _who: str, turn: int) -> Any:
        return client.post(
            "/households/find/", {"asked": typed(world, turn)}, headers={"host": "127.0.0.1"}
        )

    return ask


def some(world: World, turn: int) -> int:
    return 1 + turn * 7919 % world.size


def one_file(client: Any, world: World, who: str, turn: int) -> Any:
    from assistance.households.models import HardshipFile  # noqa: PLC0415

    scope = world.people[who].organisation.path
    files = HardshipFile.objects.filter(unit__path__startswith=scope, state="active")
    pk = files.order_by("pk").values_list("pk", flat=True)[turn % 5]
    return client.get(f"/households/{pk}/", headers={"host": "127.0.0.1"})


def workbench(client: Any, _world: World, _who: str, _turn: int) -> Any:
    return client.get("/", headers={"host": "127.0.0.1"})


def initials(name: str) -> str:
    from ground.kernel.characters import read_aloud  # noqa: PLC0415

    return "".join(one[0] for one in next(read_aloud(name)))


def three(turn: int) -> str:
    """A name of three characters that somebody has."""
    return next(name for pk in range(1 + turn * 11, 10_000) if len(name := name_of(pk)) == 3)  # noqa: PLR2004


PAGES: list[tuple[str, Sequence[str], Ask]] = [
    ("list", VIEWERS, got("")),
    ("second page", HIGH, got("page=2")),
    ("last page", HIGH, got("page=99999")),
    ("state: active", VIEWERS, got("state=active")),
    ("state: draft", HIGH, got("state=draft")),
    ("state: imported, accidental", HIGH, got("state=imported&category=accidental")),
    ("gate: check", HIGH, got("gate=check")),
    ("category", HIGH, got("category=accidental")),
    ("cause", HIGH, got("cause=8")),
    ("unit", HIGH, unit),
    ("year", HIGH, year),
    ("active, deep, ill, a year", HIGH, got("state=active&category=deep&cause=6&year=2006")),
    ("sorted by number", HIGH, got("sort=file_no")),
    ("sorted by day", HIGH, got("sort=opened_on")),
    ("sorted by approval, back", HIGH, got("sort=-approved_on")),
    ("sorted by unit", HIGH, got("sort=unit")),
    ("drafts by approval", HIGH, got("state=draft&sort=approved_on")),
    ("file number", VIEWERS, number),
    ("find: two characters", VIEWERS, found(lambda _, turn: three(turn)[1:])),
    ("find: name", VIEWERS, found(lambda _, turn: three(turn))),
    ("find: surname and one more", VIEWERS, found(lambda _, turn: three(turn)[:2])),
    ("find: initials", VIEWERS, found(lambda _, turn: initials(three(turn)))),
    ("find: two initials", VIEWERS, found(lambda _, turn: initials(three(turn))[:2])),
    ("find: syllable", VIEWERS, found(lambda _, turn: ("wang", "li", "xiao", "hua")[turn % 4])),
    ("find: tail", VIEWERS, found(lambda _, turn: mobile_of(1 + turn * 31)[-4:])),
    ("find: surname and tail", VIEWERS, found(lambda _, turn: f"王 {mobile_of(1 + turn * 31)[-4:]}")),
    ("find: telephone", VIEWERS, found(lambda w, turn: mobile_of(some(w, turn)))),
    ("find: ID number", VIEWERS, found(lambda w, turn: number_of(some(w, turn)))),
    ("one file", VIEWERS, one_file),
    ("workbench", VIEWERS, workbench),
]  # fmt: skip

Table = dict[str, dict[int, list[float]]]


def measured(worlds: list[World], *, only: str, times: int) -> Table:
    """Name of a line → size → milliseconds of each time it was asked for."""
    table: Table = {}
    pages = [(f"{name} · {who}", who, ask) for name, viewers, ask in PAGES for who in viewers]
    pages = [one for one in pages if only in one[0]]
    for name, who, ask in pages:
        for turn in range(times + 1):
            for world in worlds:
                world.enter()
                began = time.perf_counter()
                answer = ask(world.clients[who], world, who, turn)
                spent = (time.perf_counter() - began) * 1000
                if answer.status_code != 200:  # noqa: PLR2004
                    raise SystemExit(f"{name}: answered {answer.status_code}")
                if turn:  # the first one warms
                    table.setdefault(name, {}).setdefault(world.size, []).append(spent)
    return table


def show(table: Table, sizes: list[int]) -> None:
    print(
        f"\n{'page, by whom: p50/p95 ms':<44}" + "".join(f"{one:>14,}" for one in sizes) + "  ratio"
    )
    over = 0
    for name, times in table.items():
        cells = [(statistics.median(times[one]), p95(times[one])) for one in sizes]
        ratio = cells[-1][1] / cells[0][1]
        over += ratio > TWICE
        print(
            f"{name:<44}"
            + "".join(f"{middle:>8.0f}/{most:<5.0f}" for middle, most in cells)
            + f"{ratio:>7.1f}"
            + (" more than twice" if ratio > TWICE else "")
        )
    print(f"\n{len(table) - over} of {len(table)} lines at p95 within twice the smallest size")


def p95(times: list[float]) -> float:
    return sorted(times)[max(round(len(times) * 0.95) - 1, 0)]


if __name__ == "__main__":
    main()
