"""Balances and trial balances.

Money that came in stands negative on the account `granted`; everything that people read turns it
round, so granted is the sum of all others. Past days are rows of `AccountDay`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from assistance.funds.models import (
    Account,
    AccountDay,
    Entry,
    FundSource,
    Posting,
    SourceQuerySet,
)

ZERO = Decimal(0)
RECEIPT = "funds.receipt:"  # begins the key of what was received from outside
Kind = Account.Kind


@dataclass(frozen=True, kw_only=True)
class Balances:
    """What came in, and where it is now: a field for each kind of account. In yuan, none negative."""

    granted: Decimal = ZERO
    available: Decimal = ZERO
    reserved: Decimal = ZERO
    in_transit: Decimal = ZERO
    spent: Decimal = ZERO
    allocated: Decimal = ZERO
    returned: Decimal = ZERO
    carried: Decimal = ZERO

    @property
    def add_up(self) -> bool:
        return 2 * self.granted == sum(self.by_kind.values())

    @property
    def by_kind(self) -> dict[str, Decimal]:
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @property
    def own(self) -> Decimal:
        """What the organisation itself has to spend or has spent: not what it passed on."""
        return self.granted - self.allocated - self.returned - self.carried

    def __add__(self, other: "Balances") -> "Balances":
        theirs = other.by_kind
        return Balances(**{kind: amount + theirs[kind] for kind, amount in self.by_kind.items()})


@dataclass(frozen=True)
class Booked:
    """An entry under its key, and what it moved: amount by account id."""

    entry: Entry
    moved: dict[int, Decimal]


@dataclass(frozen=True, kw_only=True)
class TrialBalance:
    """Every source with its balances at the end of a day, and their total."""

    on: date
    rows: list[tuple[FundSource, Balances]]
    total: Balances


def locked_accounts(source: FundSource) -> dict[str, Account]:
    """The accounts of a source by kind, locked in pk order for the caller's transaction.

    Every posting asks this while others wait for it: a statement that Django need not put together.
    """
    rows = Account.objects.raw(
        "SELECT * FROM funds_account WHERE source_id = %s ORDER BY id FOR NO KEY UPDATE",
        [source.pk],
    )
    return {account.kind: account for account in rows}


def lowest_since(account: Account, on: date) -> tuple[date, Decimal]:
    """The lowest balance with which a day ends from this day on, and the first such day."""
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT %s::date AS "on", coalesce((SELECT closing FROM funds_accountday WHERE account_id = %s'
            ' AND "on" <= %s ORDER BY "on" DESC LIMIT 1), 0) AS closing UNION ALL SELECT "on", closing'
            ' FROM funds_accountday WHERE account_id = %s AND "on" > %s ORDER BY closing, "on" LIMIT 1',
            [on, account.pk, on, account.pk, on],
        )
        [found] = cursor.fetchall()
    return found[0], found[1]


def booked(keys: Sequence[str]) -> dict[str, Booked]:
    """Which of these keys have been booked, with what they moved. Two queries, none for no keys."""
    if not keys:
        return {}
    entries = {entry.pk: entry for entry in Entry.objects.filter(key__in=keys)}
    moved: dict[int, dict[int, Decimal]] = {}
    for entry, account, amount in Posting.objects.filter(entry__in=list(entries)).values_list(
        "entry_id", "account_id", "amount"
    ):
        moved.setdefault(entry, {})[account] = amount
    return {entry.key: Booked(entry, moved.get(pk, {})) for pk, entry in entries.items()}


def days_booked(keys: Sequence[str]) -> dict[str, date]:
    """Of which day these keys have been booked; none for those that have not. One query, none for no keys."""
    return dict(Entry.objects.filter(key__in=keys).values_list("key", "on")) if keys else {}


def same_receipt(source: FundSource, *, amount: Decimal, on: date, summary: str) -> int | None:
    """The last entry that booked a receipt of just this."""
    same = Entry.objects.filter(source=source, on=on, summary=summary, key__startswith=RECEIPT)
    moved = same.filter(postings__amount=amount, postings__account__kind=Kind.AVAILABLE)
    return moved.values_list("pk", flat=True).first()


def balances_of(source: FundSource) -> Balances:
    return balances_by_source([source]).get(source.pk, Balances())


def balances_by_source(
    sources: "Iterable[FundSource] | QuerySet[FundSource]",
) -> dict[int, Balances]:
    """The present balances of many sources, in one query."""
    return _by_source(
        Account.objects.filter(source__in=sources).values_list("source_id", "kind", "balance")
    )


def trial_balance(on: date, sources: "QuerySet[FundSource]") -> TrialBalance:
    """The balances of sources at the end of a day: any day, any time.

    `sources` is what the asking person may see: `FundSource.objects.visible_to(...)`.
    """
    ended = AccountDay.objects.filter(account=OuterRef("pk"), on__lte=on).order_by("-on")
    sums = _by_source(
        Account.objects.filter(source__in=sources)
        .order_by()
        .annotate(then=Coalesce(Subquery(ended.values("closing")[:1]), ZERO))
        .values_list("source_id", "kind", "then")
    )
    listed = sources.select_related("organisation")
    rows = [(source, sums.get(source.pk, Balances())) for source in listed]
    return TrialBalance(on=on, rows=rows, total=sum((one for _, one in rows), Balances()))


def with_balances(sources: SourceQuerySet) -> SourceQuerySet:
    """Sources with the balance of each kind of account under its name, in the same query."""
    parts = {
        kind.value: Coalesce(
            Sum("accounts__balance", filter=Q(accounts__kind=kind))
            * (-1 if kind == Kind.GRANTED else 1),
            ZERO,
            output_field=Account._meta.get_field("balance"),  # noqa: SLF001 -- Django's own way
        )
        for kind in Kind
    }
    return sources.annotate(**parts)


def _by_source(rows: Iterable[tuple[int, str, Decimal]]) -> dict[int, Balances]:
    found: dict[int, dict[str, Decimal]] = {}
    for source, kind, amount in rows:
        found.setdefault(source, {})[kind] = -amount if kind == Kind.GRANTED else amount
    return {source: Balances(**parts) for source, parts in found.items()}
