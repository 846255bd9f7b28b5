"""A province's worth of rows, and how long its pages take: one run, three sizes.

    python bench/province.py                 a tenth, a third and the whole of Hunan's figures
    python bench/province.py --sizes 1

Hunan reported 12,700 agencies, 7,400 enterprises, 225,000 cadres and 207,000 workers linked. The rows are
written straight into the tables, in a database of its own under var/; pages are then asked for through
Django's test client by people of three sizes of scope: the province, a county, one agency. Printed are
milliseconds (the middle of five) and queries; a page whose time grows with the province though its
scope does not is what this run is there to find.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
AGENCIES, ENTERPRISES, CADRES, FAMILIES, COUNTIES = 12_700, 7_400, 225_000, 207_000, 122
YEAR = 2008
BATCH = 5_000
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="0.1,0.33,1")
    sizes = [float(one) for one in parser.parse_args().sizes.split(",")]
    os.environ["SHUANGLIAN_VAR_DIR"] = os.environ.get(
        "SHUANGLIAN_BENCH_DIR", str(ROOT / "var" / "bench-province")
    )
    os.environ.setdefault("SHUANGLIAN_FONT_DIR", str(ROOT / "var" / "fonts"))
    os.environ["SHUANGLIAN_TODAY"] = f"{YEAR}-11-20"
    os.environ["DJANGO_SETTINGS_MODULE"] = "runtime.settings"
    import django  # noqa: PLC0415 -- settings read the environment made above
    from django.conf import settings  # noqa: PLC0415

    from runtime import embedded  # noqa: PLC0415

    embedded.start(settings.VAR_DIR)
    django.setup()
    table: dict[str, list[str]] = {}
    for size in sizes:
        began = time.perf_counter()
        people = seed(size)
        print(f"\n{size:g} of a province, seeded in {time.perf_counter() - began:.0f} s")
        for name, told in measure(people).items():
            table.setdefault(name, []).append(told)
    print(f"\n{'page, by whom':<44}" + "".join(f"{size:>20g}" for size in sizes))
    for name, cells in table.items():
        print(f"{name:<44}" + "".join(f"{cell:>20}" for cell in cells))


# --- rows -----------------------------------------------------------------------------------------


def seed(size: float) -> dict[str, Any]:
    """An empty database filled to this size; the people who will ask for pages."""
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from ground.accounts.models import Organisation, User  # noqa: PLC0415
    from ground.accounts.roles import Role  # noqa: PLC0415
    from ground.accounts.services import grant_role  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    call_command("migrate", verbosity=0)
    root = Organisation.objects.add_root({"name": "省“双联”办", "kind": "link_office"})
    counties = children(
        root, [f"第{n}县“双联”办" for n in range(round(COUNTIES * size) or 1)], "link_office"
    )
    agencies = spread(counties, round(AGENCIES * size), "agency", "局")
    points = spread(counties, round(ENTERPRISES * size), "enterprise", "公司", begin=2001)
    password = make_password("双联demo-2008")
    people = {}
    for name, organisation, role in (
        ("province", root, Role.OFFICE),
        ("province leader", root, Role.LEADER),
        ("county", counties[0], Role.OFFICE),
        ("agency", agencies[0], Role.LIAISON),
        ("union", root, Role.UNION_STAFF),
    ):
        user = User.objects.create(
            username=name, full_name=name, organisation=organisation, password=password
        )
        grant_role(by=None, user=user, organisation=organisation, role=role)
        people[name] = user
    groups = seed_groups(agencies, points, people["province"], people["province leader"])
    seed_work(groups, people["province"])
    seed_cadres(agencies, round(CADRES * size))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return people


def step(number: int) -> str:
    """A step of the tree's path: four digits to the base of 36, counted from one."""
    text = ""
    for _ in range(4):
        number, digit = divmod(number, 36)
        text = DIGITS[digit] + text
    return text


def children(parent: Any, names: Iterable[str], kind: str, *, begin: int = 1) -> list[Any]:
    from ground.accounts.models import Organisation  # noqa: PLC0415

    rows = [
        Organisation(
            name=name, kind=kind, path=parent.path + step(begin + at), depth=parent.depth + 1
        )
        for at, name in enumerate(names)
    ]
    Organisation.objects.filter(pk=parent.pk).update(numchild=begin - 1 + len(rows))
    return list(Organisation.objects.bulk_create(rows, batch_size=BATCH))


def spread(counties: list[Any], count: int, kind: str, suffix: str, *, begin: int = 1) -> list[Any]:
    made = []
    for at, county in enumerate(counties):
        number = count // len(counties) + (at < count % len(counties))
        made += children(
            county, [f"{county.name[:4]}第{n}{suffix}" for n in range(number)], kind, begin=begin
        )
    return made


def seed_groups(agencies: list[Any], points: list[Any], by: Any, approver: Any) -> list[Any]:
    """Every enterprise in a group of its county's agencies; every agency in one or two."""
    from assistance.pairing.models import GroupMember, PairingGroup  # noqa: PLC0415
    from ground.accounts.models import ScopeGrant  # noqa: PLC0415

    by_county: dict[str, list[Any]] = {}
    for agency in agencies:
        by_county.setdefault(agency.path[:8], []).append(agency)
    used = dict.fromkeys(by_county, 0)
    groups, members = [], []
    for point in points:
        county = by_county[point.path[:8]]
        at = used[point.path[:8]]
        used[point.path[:8]] += 2
        team = [county[(at + more) % len(county)] for more in range(2)]
        groups.append(
            PairingGroup(
                year=YEAR,
                link_point=point,
                lead_agency=team[0],
                state="active",
                proposed_by=by,
                approved_by=approver,
                starts_on=date(YEAR, 1, 4),
            )
        )
        members.append(team)
    groups = PairingGroup.objects.bulk_create(groups, batch_size=BATCH)
    GroupMember.objects.bulk_create(
        (
            GroupMember(group=group, agency=agency, joined_on=group.starts_on)
            for group, team in zip(groups, members, strict=True)
            for agency in team
        ),
        batch_size=BATCH,
    )
    ScopeGrant.objects.bulk_create(
        (
            ScopeGrant(
                organisation=agency, over=group.link_point, source=f"pairing.group:{group.pk}"
            )
            for group, team in zip(groups, members, strict=True)
            for agency in team
        ),
        batch_size=BATCH,
    )
    return groups


def seed_work(groups: list[Any], by: Any) -> None:
    """A year of work: a visit a month for each group, two tasks, some of them late."""
    import uuid  # noqa: PLC0415

    from assistance.pairing.models import AssistanceTask  # noqa: PLC0415
    from assistance.visits.models import Visit  # noqa: PLC0415

    Visit.objects.bulk_create(
        (
            Visit(
                key=uuid.uuid4(),
                kind="routine",
                group=group,
                agency=group.lead_agency,
                link_point=group.link_point,
                visited_on=date(YEAR, month, 1 + (group.pk * 7 + month) % 28),
                visitors="联络员",
                situation="了解生产情况",
                recorded_by=by,
            )
            for group in groups
            for month in range(1, 11)
            if (group.pk + month) % 9
        ),
        batch_size=BATCH,
    )
    AssistanceTask.objects.bulk_create(
        (
            AssistanceTask(
                group=group,
                agency=group.lead_agency,
                link_point=group.link_point,
                content=f"帮扶任务{number}",
                assigned_on=date(YEAR, 6, 17),
                first_due_on=due_on,
                due_on=due_on,
            )
            for group in groups
            for number in range(2)
            for due_on in [date(YEAR, 8, 31) + timedelta(days=(group.pk * 13 + number) % 200)]
        ),
        batch_size=BATCH,
    )


def seed_cadres(agencies: list[Any], count: int) -> None:
    from assistance.pairing.models import Cadre  # noqa: PLC0415

    Cadre.objects.bulk_create(
        (
            Cadre(agency=agencies[at % len(agencies)], name=f"干部{at}", joined_on=date(YEAR, 1, 4))
            for at in range(count)
        ),
        batch_size=BATCH,
    )


# --- pages ----------------------------------------------------------------------------------------

PAGES = {  # who → addresses; {group}, {point} and the like are filled in with the first of their own
    "province": [
        "/", "/pairing/", "/pairing/tasks/", "/pairing/cadres/", "/planning/", "/visits/",
        "/problems/", "/rounds/", "/rounds/coverage/", "/supervision/", "/intake/",
    ],
    "province leader": ["/", "/briefs/"],
    "county": [
        "/", "/pairing/", "/pairing/tasks/", "/visits/", "/problems/", "/rounds/",
        "/rounds/coverage/", "/supervision/",
    ],
    "agency": ["/", "/pairing/", "/pairing/tasks/", "/visits/", "/visits/record/", "/rounds/"],
    "union": ["/", "/households/"],
}  # fmt: skip


def measure(people: dict[str, Any]) -> dict[str, str]:
    """`/visits/ · county` → "41 ms  9 q": the middle of five, after one that warms."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    told = {}
    for name, addresses in PAGES.items():
        client = Client()
        client.force_login(people[name], "django.contrib.auth.backends.ModelBackend")
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                status = client.get(address, headers={"host": "127.0.0.1"}).status_code
            queries = len(asked)
            times = []
            for _ in range(5):
                began = time.perf_counter()
                client.get(address, headers={"host": "127.0.0.1"})
                times.append((time.perf_counter() - began) * 1000)
            answer = "" if status == 200 else f" ({status})"  # noqa: PLR2004
            told[f"{address} · {name}"] = (
                f"{statistics.median(times):.0f} ms {queries:>3} q{answer}"
            )
    return told


if __name__ == "__main__":
    main()
