"""The same aid twice: what is planned already, and what a batch may give a second time."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from assistance.aid.models import Batch, Payment
from assistance.aid.queries.payments import with_family
from assistance.aid.queries.received import NOT_RECEIVED
from assistance.households.models import Member
from ground.kernel import clock
from ground.places.queries import local_rule

State = Payment.State
NAMED = 20  # of them that a page names; it tells how many there are
SAYS = {
    "family": "本批次中这一户同一项目另有",
    "account": "本批次中收款人同名、账号尾号相同的另有",
    "earlier": "这一户{days}天内同一项目已有",
}


@dataclass(frozen=True)
class Repeat:
    """A payment of a batch, the other one that it may repeat, and in what they are alike."""

    payment: Payment
    other: Payment
    says: str


@dataclass(frozen=True)
class Repeats:
    number: int
    named: list[Repeat]


def planned_already(
    files: Collection[int], *, aid_type: str, reason: str, amount: Decimal, given_on: date
) -> Payment | None:
    """The first payment just like this that stands on one of these files."""
    alike = Payment.objects.filter(
        file__in=files, aid_type=aid_type, reason=reason, amount=amount, given_on=given_on
    )
    return alike.exclude(state__in=[State.VOID, State.RELEASED, State.REISSUED]).first()


def repeats_in(batch: Batch) -> Repeats:
    """Payments of a batch for whose family, or onto whose account, the same item goes out twice.

    A warning and no stop: a person looks at it. Beside others of the batch, and beside what was
    locked for the family within so many days (rule `aid.repeat_days`). Accounts are known once the
    batch is locked. As many queries for one as for thousands.
    """
    days = int(
        local_rule("aid.repeat_days", on=batch.made_on, division=batch.source.organisation.division)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            _REPEATS,
            {
                "batch": batch.pk,
                "gone": list(NOT_RECEIVED),
                "building": Batch.State.BUILDING,
                "near": days,
                "today": clock.today(),
                "most": NAMED,
            },
        )
        rows = cursor.fetchall()
    keys = {key for row in rows for key in row[:2]}
    known: dict[int, Any] = with_family(Payment.objects.all()).in_bulk(keys) if keys else {}
    named = [
        Repeat(known[pk], known[other], SAYS[how].format(days=days)) for pk, other, how, _ in rows
    ]
    return Repeats(rows[0][3] if rows else 0, named)


def files_of_the_same_people(files: Collection[int]) -> dict[int, set[int]]:
    """Each file with people of one of these → those of these that share people with it."""
    of: dict[int, set[int]] = defaultdict(set, {file: {file} for file in files})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT other.file_id, m.file_id FROM households_member m"
            " JOIN households_member other ON other.id_hash = m.id_hash AND other.file_id <> m.file_id"
            " WHERE m.file_id = ANY(%s) AND m.id_hash <> ''",
            [list(files)],
        )
        for other, wanted in cursor.fetchall():
            of[other].add(wanted)
    return of


def people_of(files: Collection[int]) -> dict[str, set[int]]:
    """The people of these files, by the hashes of their numbers → those of these files that they are on."""
    people: dict[str, set[int]] = defaultdict(set)
    members = Member.objects.filter(file__in=list(files)).exclude(id_hash="").order_by()
    for number, file in members.values_list("id_hash", "file_id"):
        people[number].add(file)
    return people


# By the family alone: the index of days would be read whole for each payment, for most are of one season.
_REPEATS = """
WITH own AS (
    SELECT p.id, p.file_id, p.aid_type, CASE p.state WHEN 'paid' THEN p.settled_on
           ELSE greatest(p.given_on, %(today)s) END AS given_on, y.name, y.bank, y.card_tail
      FROM aid_payment p LEFT JOIN aid_payee y ON y.payment_id = p.id
     WHERE p.batch_id = %(batch)s AND p.file_id IS NOT NULL AND p.state <> ALL(%(gone)s)
), beside AS (
    SELECT id, file_id, card_tail,
           first_value(id) OVER family AS of_family,
           first_value(id) OVER account AS of_account,
           first_value(file_id) OVER account AS file_of_account
      FROM own
    WINDOW family AS (PARTITION BY file_id, aid_type ORDER BY id),
           account AS (PARTITION BY name, bank, card_tail, aid_type ORDER BY id)
), found AS (
    SELECT id, of_family AS other, 'family' AS how FROM beside WHERE of_family <> id
    UNION ALL
    SELECT id, of_account, 'account' FROM beside
     WHERE card_tail <> '' AND of_account <> id AND file_of_account <> file_id
    UNION ALL
    (SELECT DISTINCT ON (own.id) own.id, o.id, 'earlier'
       FROM own JOIN aid_payment o ON o.file_id = own.file_id AND o.aid_type = own.aid_type
       JOIN aid_batch b ON b.id = o.batch_id
      WHERE b.id <> %(batch)s AND b.state <> %(building)s AND o.state <> ALL(%(gone)s)
        AND abs(CASE o.state WHEN 'paid' THEN o.settled_on ELSE o.given_on END
                - own.given_on) <= %(near)s
      ORDER BY own.id, o.given_on DESC, o.id DESC)
)
SELECT id, other, how, count(*) OVER () FROM found ORDER BY id, how DESC, other LIMIT %(most)s"""
