"""Balances, statements and trial balances, and whether the ledger agrees with itself.

Money that came in stands negative on the account `granted`; everything that people read turns it
round, so granted = available + reserved + spent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from assistance.funds.models import Account, FundSource, Posting, SourceQuerySet
from ground.kernel import clock
from ground.kernel.periods import Period

ZERO = Decimal(0)
Kind = Account.Kind


@dataclass(frozen=True, kw_only=True)
class Balances:
    """What came in, and where it is now. All in yuan, none negative."""

    granted: Decimal = ZERO
    available: Decimal = ZERO
    reserved: Decimal = ZERO
    spent: Decimal = ZERO

    @property
    def add_up(self) -> bool:
        return self.granted == self.available + self.reserved + self.spent

    def __add__(self, other: "Balances") -> "Balances":
        return Balances(
            granted=self.granted + other.granted,
            available=self.available + other.available,
            reserved=self.reserved + other.reserved,
            spent=self.spent + other.spent,
        )


@dataclass(frozen=True, kw_only=True)
class TrialBalance:
    """Every source with its balances at the end of a day, and their total."""

    on: date
    rows: list[tuple[FundSource, Balances]]
    total: Balances


@dataclass(frozen=True, kw_only=True)
class StatementLine:
    posting: Posting
    amount: Decimal
    running: Decimal

    @property
    def taken(self) -> Decimal | None:
        """The amount without its sign, where it went out."""
        return -self.amount if self.amount < 0 else None


@dataclass(frozen=True, kw_only=True)
class Statement:
    """An account in a period: what it brought in, line by line with its running balance."""

    account: Account
    period: Period
    opening: Decimal
    lines: list[StatementLine]
    closing: Decimal


@dataclass(frozen=True, kw_only=True)
class Faults:
    """What does not agree: account ids whose balance is not their postings, entries not of zero."""

    accounts: list[int]
    entries: list[int]

    @property
    def none(self) -> bool:
        return not self.accounts and not self.entries


def locked_accounts(source: FundSource) -> dict[str, Account]:
    """The four accounts of a source by kind, locked in pk order for the caller's transaction."""
    rows = Account.objects.select_for_update(no_key=True).filter(source=source).order_by("pk")
    return {account.kind: account for account in rows}


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
    """The balances of sources at the end of a day, from the postings up to it: any day, any time.

    `sources` is what the asking person may see: `FundSource.objects.visible_to(...)`.
    """
    sums = _by_source(
        Posting.objects.filter(entry__on__lte=on, account__source__in=sources)
        .order_by()
        .values_list("account__source_id", "account__kind")
        .annotate(total=Sum("amount"))
    )
    listed = sources.select_related("organisation")
    rows = [(source, sums.get(source.pk, Balances())) for source in listed]
    return TrialBalance(on=on, rows=rows, total=sum((one for _, one in rows), Balances()))


def life_of(source: FundSource) -> Period:
    """From the first entry, or the start of its year, to now or the end of its year."""
    booked = Posting.objects.filter(account__source=source).aggregate(first=Min("entry__on"))
    begins, ends = date(source.year, 1, 1), date(source.year, 12, 31)
    first = booked["first"] or begins
    return Period(starts_on=min(first, begins), ends_on=max(first, ends, clock.today()))


def statement(
    account: Account, period: Period, *, start: int = 0, limit: int | None = None
) -> Statement:
    """An account in a period, by date, with the balance after each line; or one page of it.

    `opening` and `closing` are of the period, whatever the page. Four queries at most.
    """
    sign = -1 if account.kind == Kind.GRANTED else 1
    own = Posting.objects.filter(account=account)
    opening = _sum(own.filter(entry__on__lt=period.starts_on)) * sign
    inside = own.filter(entry__on__range=(period.starts_on, period.ends_on))
    closing = opening + _sum(inside) * sign
    ordered = inside.select_related("entry", "entry__made_by").order_by("entry__on", "pk")
    shown = list(ordered[start:] if limit is None else ordered[start : start + limit])
    running = opening
    if start and shown:
        first = shown[0]
        running += sign * _sum(
            inside.filter(
                Q(entry__on__lt=first.entry.on) | Q(entry__on=first.entry.on, pk__lt=first.pk)
            )
        )
    lines = []
    for posting in shown:
        running += posting.amount * sign
        lines.append(StatementLine(posting=posting, amount=posting.amount * sign, running=running))
    return Statement(account=account, period=period, opening=opening, lines=lines, closing=closing)


def with_balances(sources: SourceQuerySet) -> SourceQuerySet:
    """Sources with `granted`, `available`, `reserved` and `spent`, in the same query."""
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


def _sum(postings: "QuerySet[Posting]") -> Decimal:
    return postings.aggregate(total=Sum("amount"))["total"] or ZERO


def faults() -> Faults:
    """Where the ledger disagrees with itself. Two statements over all of it."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT a.id FROM funds_account a
              LEFT JOIN (SELECT account_id, sum(amount) AS total FROM funds_posting GROUP BY 1) p
                ON p.account_id = a.id
             WHERE a.balance <> coalesce(p.total, 0) ORDER BY a.id
            """
        )
        accounts = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            """
            SELECT DISTINCT e.id FROM funds_entry e
              LEFT JOIN funds_posting p ON p.entry_id = e.id
              LEFT JOIN funds_account a ON a.id = p.account_id
             GROUP BY e.id, a.source_id
            HAVING count(p.id) < 2 OR sum(p.amount) <> 0 ORDER BY e.id
            """
        )
        entries = [row[0] for row in cursor.fetchall()]
    return Faults(accounts=accounts, entries=entries)


def ledger_is_intact() -> bool:
    """Balances are their postings, and every entry adds to zero in each source that it touches."""
    return faults().none


def _by_source(rows: Iterable[tuple[int, str, Decimal]]) -> dict[int, Balances]:
    found: dict[int, dict[str, Decimal]] = {}
    for source, kind, amount in rows:
        found.setdefault(source, {})[kind] = -amount if kind == Kind.GRANTED else amount
    return {source: Balances(**parts) for source, parts in found.items()}
