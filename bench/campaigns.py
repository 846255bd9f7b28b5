"""A campaign at three sizes: taken in from the files, screened, approved, paid; and its page.

    python bench/campaigns.py [ENROLMENTS …]

All rules of 送温暖 hold: file, amount, limit for one time, limit of the year over campaigns and payments.
A third of the families has been given something this year, a twentieth goes beyond the limit. Counted is
the CPU time of our process and, beside it, that of its database connection. The page is asked for two
hundred times at each size, over two hundred units with quotas, through the whole stack; that of
fairness, which reads the roster, twenty times.
"""

import os
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

from bench.campaign_years import ten_years  # noqa: E402 -- the paths are made above
from bench.figures import figure  # noqa: E402 -- needs the paths above

UNITS, ASKED, SELDOM_ASKED = 200, 200, 20
SCREENED_PER_SECOND, SLOWER_AT_MOST = 5_000, 1.5
TICK = os.sysconf("SC_CLK_TCK")


def main() -> None:
    sizes = [int(one) for one in sys.argv[1:]] or [1_000, 10_000, 100_000]
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
    world = offices()
    pages = {}
    for size in sizes:
        campaign = planned(world, size)
        steps = told(world, campaign, size)
        for name, (ours, theirs) in steps.items():
            both = ours + theirs
            print(
                f"{size:>8,} enrolments, {name:<9} {ours:6.2f} CPU-s + {theirs:6.2f} of the database"
                f"  {size / both:>8,.0f} /CPU-s with it",
                flush=True,
            )
        pages[size] = page(world, f"/campaigns/{campaign.pk}/", ASKED)
        fair = page(world, f"/campaigns/{campaign.pk}/fairness/", SELDOM_ASKED)
        for name, took in (("page", pages[size]), ("fairness", fair)):
            print(
                f"{size:>8,} enrolments, {name:<9} p50 {took[0]:6.1f} ms, p95 {took[1]:6.1f} ms",
                flush=True,
            )
        screened = size / sum(steps["screen"])
        figure(f"screening of {size:,}", screened, "/CPU-s", is_met=screened >= SCREENED_PER_SECOND)
        if screened < SCREENED_PER_SECOND:
            raise SystemExit(
                f"screened {screened:,.0f} per CPU-second, not {SCREENED_PER_SECOND:,}"
            )
    union = ten_years(world)
    analyse()
    for whose, query in (("of all", ""), ("of one", f"&organiser={union}&alone=yes")):
        took = page(world, f"/campaigns/over-years/?kind=send_warmth{query}", SELDOM_ASKED)
        print(f"ten years {whose:<16} p50 {took[0]:6.1f} ms, p95 {took[1]:6.1f} ms", flush=True)
    first, last = pages[min(sizes)][1], pages[max(sizes)][1]
    print(f"the page at {max(sizes):,} takes {last / first:.2f} × what it takes at {min(sizes):,}")
    figure(
        f"a campaign's page at {max(sizes):,}, p95",
        last,
        "ms",
        peer=f"at {min(sizes):,}",
        ratio=last / first,
        is_met=last <= SLOWER_AT_MOST * first,
    )
    if last > SLOWER_AT_MOST * first:
        raise SystemExit(f"the page grows with the roster: {last / first:.2f} ×")


def told(world: dict[str, Any], campaign: Any, size: int) -> dict[str, tuple[float, float]]:
    """CPU seconds of each step, ours and the database's."""
    from campaigns import queries, services  # noqa: PLC0415

    steps: dict[str, tuple[float, float]] = {}
    maker, other = world["people"]

    def timed(step: str, act: Callable[[], Any]) -> Any:
        ours, theirs = time.process_time(), database()
        found = act()
        steps[step] = (time.process_time() - ours, database() - theirs)
        return found

    def take_in() -> None:
        for unit in world["quarters"]:
            wanted = queries.Wanted(unit=unit)
            number = queries.proposals(maker, campaign, wanted).order_by().count()
            if number:
                services.enrol_proposed(by=maker, campaign=campaign, wanted=wanted, seen=number)

    timed("take in", take_in)
    analyse()
    services.end_collecting(by=maker, campaign=campaign)
    found = timed("screen", lambda: services.screen(by=maker, campaign=campaign))
    if found["eligible"] + found["ineligible"] != size or not found["ineligible"]:
        raise SystemExit(f"screened otherwise than meant: {found}")
    timed("again", lambda: services.screen(by=maker, campaign=campaign))
    timed("approve", lambda: services.approve_roster(by=other, campaign=campaign))
    number = timed(
        "plan",
        lambda: services.execute(
            by=maker, campaign=campaign, given_on=campaign.starts_on, reason="送温暖慰问金"
        ),
    )
    if number != found["eligible"]:
        raise SystemExit(f"{number} payments for {found['eligible']}")
    analyse()
    return steps


def page(world: dict[str, Any], address: str, asked: int) -> tuple[float, float]:
    """Milliseconds of a page: the median, and what one in twenty takes longer than."""
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.force_login(world["people"][0], backend="django.contrib.auth.backends.ModelBackend")
    took = []
    for number in range(asked + 10):
        began = time.perf_counter()
        answer = client.get(address)
        if answer.status_code != 200:  # noqa: PLR2004
            raise SystemExit(f"the page answers {answer.status_code}")
        if number >= 10:  # noqa: PLR2004 -- the first ones warm it up
            took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took), statistics.quantiles(took, n=20)[-1]


def offices() -> dict[str, Any]:
    from assistance.funds import services as funds  # noqa: PLC0415
    from ground.accounts import services as accounts  # noqa: PLC0415
    from ground.accounts.roles import Role  # noqa: PLC0415
    from ground.kernel import clock  # noqa: PLC0415

    root = accounts.add_organisation(by=None, name="市总工会", kind="union")
    people = []
    for name, role in (("maker", Role.UNION_STAFF), ("other", Role.OFFICE)):
        user = accounts.add_user(
            by=None,
            username=name,
            full_name=name,
            password=secrets.token_urlsafe(),
            organisation=root,
        )
        accounts.grant_role(by=None, user=user, organisation=root, role=role)
        people.append(user)
    source = funds.open_source(
        by=people[0], organisation=root, kind="own", name="送温暖资金", year=clock.today().year
    )
    return {"root": root, "people": people, "source": source}


def planned(world: dict[str, Any], size: int) -> Any:
    """Families of their own on file in two hundred units, and a published campaign with quotas."""
    from assistance.aid.models import Payment  # noqa: PLC0415
    from assistance.households.models import HardshipFile, Member  # noqa: PLC0415
    from campaigns import services  # noqa: PLC0415
    from campaigns.rules import Share, Windows  # noqa: PLC0415
    from ground.accounts import services as accounts  # noqa: PLC0415
    from ground.intake.storing import insert  # noqa: PLC0415
    from ground.kernel import clock  # noqa: PLC0415
    from ground.places.queries import last_workday_by  # noqa: PLC0415

    maker, other = world["people"]
    office = accounts.add_organisation(
        by=None, name=f"{size}户的县总工会", kind="union", parent=world["root"]
    )
    quarters = [
        accounts.add_organisation(by=None, name=f"{size}-{n}产业工会", kind="union", parent=office)
        for n in range(10)
    ]
    units = [
        accounts.add_organisation(
            by=None, name=f"{size}-{n}厂", kind="enterprise", parent=quarters[n % 10]
        )
        for n in range(UNITS)
    ]
    world["quarters"] = quarters
    numbers = range(size)
    files = insert(
        HardshipFile,
        size,
        {
            "file_no": [f"C{size}-{one:06}" for one in numbers],
            "unit_id": [units[one % UNITS].pk for one in numbers],
            "category": ["deep" if one % 3 else "relative" for one in numbers],
        },
        origin="imported",
        state="active",
        opened_on=date(2026, 1, 1),
        submitted_by_id=maker.pk,
        approved_by_id=other.pk,
        approved_on=date(2026, 2, 1),
    )
    insert(
        Member,
        size,
        {
            "file_id": files,
            "name": [f"测试{one}" for one in numbers],
            "id_hash": [f"{size}-{one:056}" for one in numbers],
        },
        relation="holder",
    )
    today = clock.today()
    helped = files[::3]
    insert(
        Payment,
        len(helped),
        {
            "key": [f"bench:{file}" for file in helped],
            "file_id": helped,
            "amount": [Decimal(5500 if n % 7 == 0 else 500) for n in range(len(helped))],
        },
        aid_type="condolence",
        link_point_id=office.pk,
        reason="走访慰问",
        given_on=today,
    )
    analyse()
    campaign = services.plan_campaign(
        by=maker,
        kind="send_warmth",
        name=f"{size}户送温暖",
        year=today.year,
        organiser=office,
        money=[(world["source"], size * 1000)],
        standards={("filed", ""): 1000},
        windows=Windows(
            starts_on=today,
            ends_on=today + timedelta(days=30),
            apply_from=today,
            apply_to=today + timedelta(days=10),
            settle_by=last_workday_by(today + timedelta(days=20)),
        ),
    )
    share = Share(size // UNITS + 1, Decimal(0))
    services.set_quotas(by=maker, campaign=campaign, shares=[(unit, share) for unit in units])
    return services.publish_campaign(by=other, campaign=campaign)


def analyse() -> None:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def database() -> float:
    """CPU seconds of the database's process behind this connection."""
    from django.db import connection  # noqa: PLC0415

    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    told = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / TICK


if __name__ == "__main__":
    main()
