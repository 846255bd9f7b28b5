"""Balances, statements and trial balances.

Money that came in stands negative on the account `granted`; everything that people read turns it
round, so granted is the sum of all others. Past days are sums of `AccountDay`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from django.db.models import Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from assistance.funds.models import (
    Account,
    AccountDay,
    Entry,
    FundSource,
    Posting,
    SourceQuerySet,
)
from ground.kernel import clock
from ground.kernel.periods import Period

ZERO = Decimal(0)
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


def locked_accounts(source: FundSource) -> dict[str, Account]:
    """The accounts of a source by kind, locked in pk order for the caller's transaction."""
    rows = Account.objects.select_for_update(no_key=True).filter(source=source).order_by("pk")
    return {account.kind: account for account in rows}


def booked(keys: Sequence[str]) -> dict[str, Booked]:
    """Which of these keys have been booked, with what they moved. Two queries."""
    entries = {entry.pk: entry for entry in Entry.objects.filter(key__in=keys)}
    moved: dict[int, dict[int, Decimal]] = {}
    for entry, account, amount in Posting.objects.filter(entry__in=list(entries)).values_list(
        "entry_id", "account_id", "amount"
    ):
        moved.setdefault(entry, {})[account] = amount
    return {entry.key: Booked(entry, moved.get(pk, {})) for pk, entry in entries.items()}


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
    sums = _by_source(
        AccountDay.objects.filter(on__lte=on, account__source__in=sources)
        .order_by()
        .values_list("account__source_id", "account__kind")
        .annotate(total=Sum("amount"))
    )
    listed = sources.select_related("organisation")
    rows = [(source, sums.get(source.pk, Balances())) for source in listed]
    return TrialBalance(on=on, rows=rows, total=sum((one for _, one in rows), Balances()))


def life_of(source: FundSource) -> Period:
    """From the first entry, or the start of its year, to now or the end of its year."""
    days = AccountDay.objects.filter(account__source=source).aggregate(first=Min("on"))
    begins, ends = date(source.year, 1, 1), date(source.year, 12, 31)
    first = days["first"] or begins
    return Period(starts_on=min(first, begins), ends_on=max(first, ends, clock.today()))


def statement(
    account: Account, period: Period, *, start: int = 0, limit: int | None = None
) -> Statement:
    """An account in a period, by date, with the balance after each line; or one page of it.

    `opening` and `closing` are of the period, whatever the page. Four queries at most.
    """
    sign = -1 if account.kind == Kind.GRANTED else 1
    days = AccountDay.objects.filter(account=account).order_by()
    opening = _sum(days.filter(on__lt=period.starts_on)) * sign
    closing = opening + _sum(days.filter(on__range=(period.starts_on, period.ends_on))) * sign
    ordered = (
        Posting.objects.filter(account=account, on__range=(period.starts_on, period.ends_on))
        .select_related("entry__made_by")
        .order_by("on", "pk")
    )
    shown = list(ordered[start:] if limit is None else ordered[start : start + limit])
    running = opening
    if start and shown:
        first = shown[0]
        running += sign * (
            _sum(days.filter(on__gte=period.starts_on, on__lt=first.on))
            + _sum(Posting.objects.filter(account=account, on=first.on, pk__lt=first.pk).order_by())
        )
    lines = []
    for posting in shown:
        running += posting.amount * sign
        lines.append(StatementLine(posting=posting, amount=posting.amount * sign, running=running))
    return Statement(account=account, period=period, opening=opening, lines=lines, closing=closing)


def number_of_lines(account: Account, period: Period) -> int:
    """How many lines the statement of an account has in a period."""
    days = AccountDay.objects.filter(account=account, on__range=(period.starts_on, period.ends_on))
    number: int | None = days.aggregate(number=Sum("number"))["number"]
    return number or 0


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


def _sum(rows: "QuerySet[AccountDay] | QuerySet[Posting]") -> Decimal:
    return rows.aggregate(total=Sum("amount"))["total"] or ZERO


def _by_source(rows: Iterable[tuple[int, str, Decimal]]) -> dict[int, Balances]:
    found: dict[int, dict[str, Decimal]] = {}
    for source, kind, amount in rows:
        found.setdefault(source, {})[kind] = -amount if kind == Kind.GRANTED else amount
    return {source: Balances(**parts) for source, parts in found.items()}
