"""The book grown with finished rows, set by set: as the triggers would have written them.

A payment of aid is two entries: its money is set aside, and spent the same day. Every sixty payments are
one family's.
"""

from typing import Any

from bench.ledger_rows import AIDS, BEGIN, DAYS, ITEMS, SOURCES, UNITS, Office, pair

_PAIRS = """
    CREATE TEMPORARY TABLE pair AS
        SELECT n, (%(sources)s::bigint[])[1 + n %% %(all)s] AS source,
               %(first)s::date + (n * 7919 %% %(days)s)::int AS "on",
               (%(items)s::text[])[1 + n %% cardinality(%(items)s::text[])] AS item,
               (%(units)s::bigint[])[1 + n / 7 %% %(places)s] AS unit, 1 + n %% 900 AS amount
          FROM generate_series(%(begin)s::bigint, %(end)s) AS n
"""
_ROWS = (
    """
    INSERT INTO funds_entry (id, source_id, key, "on", summary, item, unit_id)
        SELECT %(before)s + 2 * n - one.back, source,
               'aid.payment:' || n || CASE one.back WHEN 1 THEN ':reserved' ELSE ':paid' END,
               "on", '发放第' || n || '笔', item, unit
          FROM pair, (VALUES (1), (0)) AS one (back)
    """,
    """
    INSERT INTO funds_posting (entry_id, account_id, "on", amount)
        SELECT %(before)s + 2 * n - one.back, a.id, "on", one.sign * pair.amount
          FROM pair, funds_account a,
               (VALUES (1, 'available', -1), (1, 'reserved', 1), (0, 'reserved', -1), (0, 'spent', 1))
               AS one (back, kind, sign)
         WHERE a.source_id = pair.source AND a.kind = one.kind
         ORDER BY n, one.back DESC, one.sign
    """,
    """
    INSERT INTO funds_unsealedentry (entry_id, book_id)
        SELECT %(before)s + 2 * n - one.back, %(book)s FROM pair, (VALUES (1), (0)) AS one (back)
    """,
    """
    INSERT INTO aid_payment (id, key, aid_type, origin, reason, amount, channel, state, given_on, settled_on,
                             batch_id, file_id, link_point_id)
        SELECT n, 'bench:' || n, item, '', '帮扶', amount, 'bank_transfer', 'paid', "on", "on",
               (%(batches)s::bigint[])[1 + n %% %(all)s], (%(files)s::bigint[])[1 + n / %(aids)s], unit
          FROM pair
    """,
)
TOTALS = (
    "TRUNCATE funds_daytotal, funds_accountday",
    """
    INSERT INTO funds_daytotal (account_id, "on", item, unit_id, amount, number)
        SELECT p.account_id, p."on", e.item, e.unit_id, sum(p.amount), count(*)
          FROM funds_posting p JOIN funds_entry e ON e.id = p.entry_id GROUP BY 1, 2, 3, 4
    """,
    """
    INSERT INTO funds_accountday (account_id, "on", amount, number, closing)
        SELECT account_id, "on", sum(amount), sum(number),
               sum(sum(amount)) OVER (PARTITION BY account_id ORDER BY "on")
          FROM funds_daytotal GROUP BY 1, 2
    """,
    """
    UPDATE funds_account a SET balance = coalesce(
        (SELECT sum(d.amount) FROM funds_accountday d WHERE d.account_id = a.id), 0)
    """,
)


def grow(office: Office, postings: int) -> None:
    """So many postings in all, with the totals that the triggers would have kept, waiting for a seal."""
    from django.db import connection  # noqa: PLC0415

    from assistance.aid.models import Payment  # noqa: PLC0415

    begin = (Payment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    end = postings // 4
    if begin > end:  # they lie there from an earlier run
        return
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # rows come finished
        asked: dict[str, Any] = {
            "before": BEGIN,
            "book": office.book,
            "sources": office.sources,
            "units": office.units,
            "all": SOURCES,
            "places": UNITS,
            "days": DAYS,
            "items": list(ITEMS),
            "aids": AIDS,
            "first": office.first,
            "begin": begin,
            "end": end,
            "batches": _batches(office),
            "files": _files(office, end // AIDS + 1),
        }
        cursor.execute("SET work_mem = '256MB'")
        cursor.execute(_PAIRS, asked)
        for rows in _ROWS:
            cursor.execute(rows, asked)
        cursor.execute("DROP TABLE pair")
        for part in TOTALS:
            cursor.execute(part)
        for table in ("funds_entry", "aid_payment"):
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608
            )
        cursor.execute("RESET work_mem")
        cursor.execute("RESET session_replication_role")
        cursor.execute("VACUUM ANALYZE")


def check_sample(office: Office, payments: int = 150) -> None:
    """The rows that `grow` makes are those that the triggers write for the same entries.

    Looked at once, in an empty book.
    """
    from assistance.aid.models import Payment  # noqa: PLC0415
    from assistance.funds import services  # noqa: PLC0415
    from assistance.funds.models import FundSource  # noqa: PLC0415
    from assistance.funds.rules import Move  # noqa: PLC0415

    if Payment.objects.exists():
        return
    grow(office, payments * 4)
    made_here = _kept()
    _start_over()
    sources = FundSource.objects.select_related("organisation").in_bulk(office.sources)
    for n in range(1, payments + 1):
        source, on, item, unit, amount = pair(office, n)
        for move, what in ((Move.RESERVED, "reserved"), (Move.PAID_OUT, "paid")):
            services.post_one(
                by=None,
                source=sources[source],
                move=move,
                on=on,
                key=f"aid.payment:{n}:{what}",
                amount=amount,
                summary=f"发放第{n}笔",
                item=item,
                unit_id=unit,
            )
    if made_here != _kept():
        raise SystemExit("the rows that are filled in are not those that the triggers write")
    _start_over()


def _kept() -> list[list[tuple[Any, ...]]]:
    """Everything that entries leave behind, without the keys of rows."""
    from django.db import connection  # noqa: PLC0415

    asked = (
        """
        SELECT source_id, key, e."on", summary, item, unit_id, p.account_id, p.amount, u.book_id
          FROM funds_entry e JOIN funds_posting p ON p.entry_id = e.id
          JOIN funds_unsealedentry u ON u.entry_id = e.id
         WHERE key LIKE 'aid.payment:%' ORDER BY key, p.account_id
        """,
        'SELECT account_id, "on", item, unit_id, amount, number FROM funds_daytotal ORDER BY 1, 2, 3, 4',
        'SELECT account_id, "on", amount, number, closing FROM funds_accountday ORDER BY 1, 2',
        "SELECT id, balance FROM funds_account ORDER BY 1",
    )
    found = []
    with connection.cursor() as cursor:
        for one in asked:
            cursor.execute(one)
            found.append(cursor.fetchall())
    return found


def _start_over() -> None:
    """No payment, and of the entries those that opened the sources."""
    from django.db import connection  # noqa: PLC0415

    mine = "IN (SELECT id FROM funds_entry WHERE key LIKE 'aid.payment:%')"
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"DELETE FROM funds_posting WHERE entry_id {mine}")  # noqa: S608 -- our own text
        cursor.execute(f"DELETE FROM funds_unsealedentry WHERE entry_id {mine}")  # noqa: S608
        cursor.execute("DELETE FROM funds_entry WHERE key LIKE 'aid.payment:%'")
        cursor.execute("DELETE FROM aid_payment")
        for part in TOTALS:
            cursor.execute(part)
        cursor.execute("RESET session_replication_role")


def _batches(office: Office) -> list[int]:
    """A batch for each source; the shape of its life is not what is measured."""
    from assistance.aid.models import Batch  # noqa: PLC0415

    rows = Batch.objects.order_by("source_id")
    if not rows.exists():
        Batch.objects.bulk_create(
            Batch(
                name=f"第{number}批",
                source_id=source,
                state="building",
                made_on=office.first,
                made_by=office.auditor,
            )
            for number, source in enumerate(office.sources)
        )
    return list(rows.values_list("pk", flat=True))


def _files(office: Office, number: int) -> list[int]:
    """So many families, each with its holder."""
    from django.db import transaction  # noqa: PLC0415

    from assistance.households.models import HardshipFile, Member  # noqa: PLC0415
    from ground.intake.storing import insert  # noqa: PLC0415

    here = list(HardshipFile.objects.order_by("pk").values_list("pk", flat=True))
    numbers = range(len(here), number)
    if numbers:
        with transaction.atomic():
            files = insert(
                HardshipFile,
                len(numbers),
                {"file_no": [f"B{one:08}" for one in numbers]},
                unit_id=office.units[0],
                category="deep",
                origin="imported",
                state="active",
                opened_on=office.first,
                submitted_by_id=office.auditor.pk,
                approved_by_id=office.auditor.pk + 1,  # somebody else
                approved_on=office.first,
            )
            insert(
                Member,
                len(numbers),
                {
                    "file_id": files,
                    "name": [f"测试{one}" for one in numbers],
                    "id_no": [f"4307{one:013}X" for one in numbers],
                },
                relation="holder",
            )
        here += files
    return here
