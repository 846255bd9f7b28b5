"""Invented families as they come: few names for many people, two and a half persons a file."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

TODAY = date(2008, 11, 20)
CITIES, COUNTIES, FILES_A_UNIT = 14, 122, 40
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
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


OUTCOMES = (("relative", 48), ("deep", 30), ("accidental", 12), ("borderline", 7), ("none", 3))
INCOMES = (None, 0, 300, 600, 900, 1200)
WORK_STATES = ("", "", "", "", "unemployed", "unemployed", "employed", "retired")
PAPERS = ("application", "approval_form", "id_copy", "register", "income")
FILLED = (
    "households_hardshipfile", "households_member", "households_paper", "households_assessment",
    "aid_registerline",
)  # fmt: skip


def fill(size: int) -> int:
    """Organisations, people who ask, files, members and what lies beside them; the number of members."""
    from django.db import connection  # noqa: PLC0415

    chance = random.Random(size)  # noqa: S311 -- invented people
    units = organisations(size // FILES_A_UNIT)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # rows come finished
    files(size, units, chance)
    people = members(size, chance)
    beside(size, units, chance)
    with connection.cursor() as cursor:
        cursor.execute("RESET session_replication_role")
        for table in FILLED:
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
                "confirmed_on": opened_on + timedelta(days=chance.randrange(40, 800))
                if state == "active"
                else None,
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
                    "monthly_income": chance.choice(INCOMES),
                    "work_state": chance.choice(WORK_STATES),
                }

    return copied(Member, rows())


def beside(count: int, units: list[int], chance: random.Random) -> None:
    """What work lists look at beside the file: aid, papers, the last recommendation."""
    from assistance.aid.models import RegisterLine  # noqa: PLC0415
    from assistance.criteria.models import RuleSet  # noqa: PLC0415
    from assistance.households.models import Assessment, Paper  # noqa: PLC0415

    sealed = Assessment._meta.get_field("facts").sealed  # noqa: SLF001
    ruleset = RuleSet.objects.get(is_seed=True).pk
    outcomes = drawn(OUTCOMES)
    held = range(1, count + 1)
    copied(
        RegisterLine,
        (
            {
                "id": pk,
                "key": f"bench:{pk}",
                "kind": "aid",
                "on": TODAY - timedelta(days=pk % 700),
                "file_id": pk,
                "link_point_id": units[pk % len(units)],
                "event_id": pk,
            }
            for pk in held
            if pk % 5
        ),
    )
    copied(
        Paper,
        (
            {"id": pk * 10 + at, "file_id": pk, "kind": kind}
            for pk in held
            for at, kind in enumerate(PAPERS)
            if (pk + at) % 12
        ),
    )

    def assessments() -> Iterator[dict[str, Any]]:
        for pk in held:
            key = key_of(3, pk)
            nothing = sealed("[]", key)
            yield {
                "id": pk,
                "row_key": key,
                "file_id": pk,
                "ruleset_id": ruleset,
                "outcome": chance.choice(outcomes),
                "facts": nothing,
                "sentences": Assessment._meta.get_field("sentences").sealed("[]", key),  # noqa: SLF001
            }

    copied(Assessment, assessments())


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
