"""Who owes which visit, in a province: the queries and pages of rounds at three sizes.

    python bench/rounds.py              740, 2,442 and 7,400 groups, each with a year of visits
    python bench/rounds.py --sizes 1

The rows are those of bench/province.py, with a leader named for each group, a division for each county, a
row of its own for every tenth county, and a cadre for each family. Printed are milliseconds (the middle of
five) and queries, for the province's office, one county's, and one agency's liaison.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform"), str(ROOT / "bench")]
YEAR = 2008
WHO = ("province", "county", "agency")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="0.1,0.33,1")
    parser.add_argument("--seeded", action="store_true", help="measure what stands there already")
    asked = parser.parse_args()
    sizes = [float(one) for one in asked.sizes.split(",")]
    os.environ["SHUANGLIAN_VAR_DIR"] = os.environ.get(
        "SHUANGLIAN_BENCH_DIR", str(ROOT / "var" / "bench-rounds")
    )
    os.environ.setdefault("SHUANGLIAN_FONT_DIR", str(ROOT / "var" / "fonts"))
    os.environ["SHUANGLIAN_TODAY"] = f"{YEAR}-11-20"
    os.environ["DJANGO_SETTINGS_MODULE"] = "runtime.settings"
    import django  # noqa: PLC0415 -- settings read the environment made above
    from django.conf import settings  # noqa: PLC0415

    from runtime import embedded  # noqa: PLC0415

    embedded.start(settings.VAR_DIR)
    django.setup()
    import province  # noqa: PLC0415

    table: dict[str, list[str]] = {}
    for size in sizes:
        began = time.perf_counter()
        if asked.seeded:
            people, told = standing(), "as it stands"
        else:
            people, told = province.seed(size), enrich()
        print(f"{size:g} of a province, seeded in {time.perf_counter() - began:.0f} s: {told}")
        for name, cell in measure(people).items():
            table.setdefault(name, []).append(cell)
    print(f"\n{'what, for whom':<52}" + "".join(f"{size:>18g}" for size in sizes))
    for name, cells in table.items():
        print(f"{name:<52}" + "".join(f"{cell:>18}" for cell in cells))


def standing() -> dict[str, Any]:
    """The people of an earlier run, whose rows are measured again."""
    from ground.accounts.models import User  # noqa: PLC0415

    return {one.username: one for one in User.objects.filter(username__in=WHO)}


def enrich() -> str:
    """What the province lacks for rounds, written in a few statements."""
    from django.db import connection  # noqa: PLC0415

    statements = [
        "UPDATE pairing_pairinggroup SET link_leader = '领导' || id, starts_on = '2008-01-01'",
        "UPDATE pairing_groupmember SET joined_on = '2008-01-01'",
        "UPDATE visits_visit SET kind = 'concentrated' WHERE id % 7 = 0",
        """INSERT INTO places_division (code, name, level, valid_from)
           SELECT left(path, 8), name, 'county', '1988-01-01' FROM accounts_organisation
            WHERE depth = 2""",
        """UPDATE accounts_organisation o SET division_id = d.id FROM places_division d
            WHERE left(o.path, 8) = d.code""",
        """INSERT INTO rounds_visitduty (division_id, who, times, every, kinds, valid_from, source)
           SELECT id, 'liaison', 2, 1, '[]', '2008-06-01', '县办法' FROM places_division
            WHERE id % 10 = 0""",
        """INSERT INTO rounds_visitduty (who, times, every, kinds, valid_from, source)
           VALUES ('member', 2, 12, '[]', '2008-01-01', '实施办法')""",
        """INSERT INTO households_hardshipfile
                  (file_no, unit_id, category, tier, primary_cause, situation, mobile, address,
                   state, opened_on, approved_on, submitted_by_id, approved_by_id, origin,
                   legacy_category, secondary_causes, gate_state, round, form_version)
           SELECT 'B' || n, point.id, 'deep', 'county', '6', '', '', '', 'active', '2008-01-02',
                  '2008-02-02', 1, 2, 'imported', '', '{}', 'waiting', 0, 1
             FROM generate_series(1, (SELECT count(*) FROM pairing_cadre) * 92 / 100) n
             JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS at, count(*) OVER () AS total
                     FROM accounts_organisation WHERE kind = 'enterprise') point
               ON point.at = n % point.total""",
        """INSERT INTO households_familypair (file_id, cadre_id, from_on, reason_of_change,
                                              assigned_at)
           SELECT f.id, c.id, '2008-03-01', '', now()
             FROM (SELECT id, row_number() OVER (ORDER BY id) AS at
                     FROM households_hardshipfile) f
             JOIN (SELECT id, row_number() OVER (ORDER BY id) AS at FROM pairing_cadre) c
               ON c.at = f.at""",
        """INSERT INTO households_homevisit (pair_id, visit_id, note)
           SELECT p.id, v.id, '' FROM households_familypair p
             JOIN households_hardshipfile f ON f.id = p.file_id
             JOIN visits_visit v ON v.link_point_id = f.unit_id AND v.id % 3 = p.id % 3""",
        "ANALYZE",
    ]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        cursor.execute(
            "SELECT (SELECT count(*) FROM pairing_pairinggroup), (SELECT count(*) FROM visits_visit),"
            " (SELECT count(*) FROM households_familypair)"
        )
        counts = [f"{number:,}" for number in cursor.fetchone()]
    return f"{counts[0]} groups, {counts[1]} visits, {counts[2]} families with a helper"


def measure(people: dict[str, Any]) -> dict[str, str]:
    from django.test import Client  # noqa: PLC0415

    from assistance.rounds import queries, services  # noqa: PLC0415
    from ground.kernel.periods import Period  # noqa: PLC0415

    root, county = (people[one].organisation.path for one in ("province", "county"))
    year = Period(starts_on=date(YEAR, 1, 1), ends_on=date(YEAR, 12, 31))
    quarter = Period(starts_on=date(YEAR, 7, 1), ends_on=date(YEAR, 9, 30))
    on = date(YEAR, 11, 20)
    found = {
        "duties of groups, a quarter, province": timed(
            lambda: list(queries.duties([root], quarter).of_groups().values_list("key", "done"))
        ),
        "duties by agency, a quarter, province": timed(
            lambda: queries.duties_by_agency([root], quarter, on=on)
        ),
        "duties by agency, the year, province": timed(
            lambda: queries.duties_by_agency([root], year, on=on)
        ),
        "duties by agency, the year, county": timed(
            lambda: queries.duties_by_agency([county], year, on=on)
        ),
        "cover by area, the year, province": timed(
            lambda: queries.area_coverage([root], year, width=8)
        ),
    }
    for page in (
        "/rounds/?month=2008-11",
        "/rounds/agencies/?span=quarter&month=2008-11",
        "/rounds/coverage/",
        "/rounds/coverage/agencies/",
        "/rounds/unvisited/?since=30",
        "/rounds/leaders/",
        "/households/helpers/",
        "/",
    ):
        for whom in WHO:
            client = Client(HTTP_HOST="127.0.0.1")
            client.force_login(people[whom], "django.contrib.auth.backends.ModelBackend")
            found[f"{page} {whom}"] = timed(lambda client=client, page=page: client.get(page))
    began = time.perf_counter()
    noted = services.note_missed(date(YEAR, 11, 20))
    found["note what October missed, once"] = f"{time.perf_counter() - began:.1f} s {noted:,}"
    return found


def timed(ask: Callable[[], Any]) -> str:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as asked:
        answer = ask()
    status = getattr(answer, "status_code", 200)
    if status != 200:  # noqa: PLR2004 -- a page that is refused measures nothing
        raise SystemExit(f"answered {status}")
    took = []
    for _ in range(5):
        began = time.perf_counter()
        ask()
        took.append((time.perf_counter() - began) * 1000)
    counted = f" {len(asked)}q" if len(asked) else ""  # a page's connection counts for itself
    return f"{statistics.median(took):,.0f} ms{counted}"


if __name__ == "__main__":
    main()
