"""Computing the scores of all agencies: three sizes, one scheme of the template, records for each.

    python bench/supervision.py                 1,000, 4,000 and 12,700 agencies
    python bench/supervision.py --sizes 500

Rows are seeded in a database of its own, which is dropped. What is measured is the work of the
job: read and score every measured item (`compute`), write it in one go (`keep`). The number of
statements must not depend on the number of agencies.
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

from bench.figures import figure  # noqa: E402 -- needs the paths above

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "runtime.settings")

VISITS, TASKS = 12, 3  # of each agency in the year


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1000, 4000, 12_700])
    sizes = parser.parse_args().sizes
    from runtime import embedded  # noqa: PLC0415 -- needs the paths above
    from runtime.environment import Environment  # noqa: PLC0415

    environment = Environment()
    if environment.embedded:
        embedded.start(environment.var_dir)
    import django  # noqa: PLC0415

    django.setup()
    from django.test.utils import setup_databases, teardown_databases  # noqa: PLC0415

    made = setup_databases(verbosity=0, interactive=False)
    try:
        measure(sizes)
    finally:
        teardown_databases(made, verbosity=0)


def measure(sizes: Sequence[int]) -> None:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from assistance.supervision import queries, services  # noqa: PLC0415

    for size in sizes:
        scheme, by, enrolled = world(size)
        with CaptureQueriesContext(connection) as reading:
            began = time.perf_counter()
            rows = list(services.to_compute(scheme, queries.span_of(scheme)))
            computed = time.perf_counter() - began
        began = time.perf_counter()
        kept = services.keep_computed(by=by, scheme=scheme, rows=rows)
        wrote = time.perf_counter() - began
        print(
            f"{size:>7,} agencies  publish {enrolled:5.1f} s  compute {computed:5.1f} s "
            f"in {len(reading)} statements  keep {wrote:5.1f} s  ({kept:,} scores, "
            f"{kept / (computed + wrote):,.0f}/s)",
            flush=True,
        )
        figure(f"scores of {size:,} agencies computed and kept", kept / (computed + wrote), "/s")


def world(size: int):  # noqa: ANN201 -- scheme, person, seconds
    """An office of its own with so many agencies, each linked to one enterprise, and their records."""
    from django.db import connection  # noqa: PLC0415

    from assistance.supervision import services  # noqa: PLC0415
    from ground.accounts import services as accounts  # noqa: PLC0415
    from ground.kernel import clock  # noqa: PLC0415

    office = accounts.add_organisation(by=None, name=f"双联办{size}", kind="link_office")
    by, other = (
        accounts.add_user(
            by=None,
            username=f"{name}{size}",
            full_name="测",
            password="双联demo-2008",  # noqa: S106
            organisation=office,
        )
        for name in ("bench", "other")
    )
    seed(office, by, other, size)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with clock.standing_at(clock.at_hour(date(2008, 1, 10))):
        scheme = services.draft_scheme(
            by=by,
            office=office,
            year=2008,
            title="考核办法",
            self_score_from=date(2008, 12, 1),
            self_score_until=date(2008, 12, 15),
        )
        began = time.perf_counter()
        scheme = services.publish_scheme(by=by, scheme=scheme)
        return scheme, by, time.perf_counter() - began


def seed(office, by, other, size: int) -> None:  # noqa: ANN001
    """Each agency leads the group of one enterprise, made visits all year, has tasks done and late."""
    from assistance.pairing.models import (  # noqa: PLC0415
        AssistanceTask,
        GroupMember,
        LiaisonMeeting,
        PairingGroup,
    )
    from assistance.visits.models import Visit  # noqa: PLC0415
    from ground.accounts.models import Organisation  # noqa: PLC0415

    def added(model, rows):  # noqa: ANN001, ANN202
        return model.objects.bulk_create(rows, batch_size=5000)

    def organisations(kind: str, first: int):  # noqa: ANN202
        return added(
            Organisation,
            (
                Organisation(
                    path=Organisation._get_path(office.path, 2, first + number),  # noqa: SLF001
                    depth=2,
                    name=f"{kind}{number}",
                    kind=kind,
                )
                for number in range(size)
            ),
        )

    begins = date(2008, 1, 4)
    agencies, enterprises = organisations("agency", 1), organisations("enterprise", size + 1)
    groups = added(
        PairingGroup,
        (
            PairingGroup(
                year=2008,
                link_point=enterprise,
                lead_agency=agency,
                work_plan="全年计划",
                state="active",
                proposed_by=by,
                approved_by=other,
                starts_on=begins,
            )
            for agency, enterprise in zip(agencies, enterprises, strict=True)
        ),
    )
    added(
        GroupMember,
        (GroupMember(group=one, agency=one.lead_agency, joined_on=begins) for one in groups),
    )
    added(
        LiaisonMeeting,
        (
            LiaisonMeeting(
                group=one, held_on=date(2008, 5, 6), place="会议室", topics="计划", recorded_by=by
            )
            for one in groups
        ),
    )
    added(
        Visit,
        (
            Visit(
                key=uuid4(),
                kind="routine",
                group=one,
                agency=one.lead_agency,
                link_point=one.link_point,
                visited_on=date(2008, month % 12 + 1, 14),
                visitors="甲",
                situation="正常",
                condolence_cash=Decimal(100),
                recorded_by=by,
            )
            for one in groups
            for month in range(VISITS)
        ),
    )
    added(
        AssistanceTask,
        (
            AssistanceTask(
                group=one,
                agency=one.lead_agency,
                link_point=one.link_point,
                content=f"任务{number}",
                assigned_on=date(2008, 5, 6),
                due_on=date(2008, 8, 31),
                first_due_on=date(2008, 8, 31),
                state="done",
                done_on=date(2008, 8, 30 + number // 2),
                done_by=by,
            )
            for one in groups
            for number in range(TASKS)
        ),
    )


if __name__ == "__main__":
    main()
