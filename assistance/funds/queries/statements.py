"""Statements: one account in a period, line by line, whole or a page of it, however long.

A page far down is found by the totals of days: they say on which day it begins, so that nothing before
that day is walked.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import F, Min, QuerySet, Sum, Window

from assistance.funds.models import Account, AccountDay, DayTotal, FundSource, Posting
from ground.kernel import clock
from ground.kernel.periods import Period

ZERO = Decimal(0)
AT_ONCE = 5_000
Days = QuerySet[AccountDay] | QuerySet[DayTotal]


@dataclass(frozen=True, kw_only=True)
class Narrowed:
    """A statement of what was for one item at one unit (None: for none)."""

    item: str
    unit_id: int | None


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


def life_of(source: FundSource) -> Period:
    """From the first entry, or the start of its year, to today."""
    days = AccountDay.objects.filter(account__source=source).aggregate(first=Min("on"))
    begins = date(source.year, 1, 1)
    first = min(days["first"] or begins, begins)
    return Period(starts_on=first, ends_on=max(first, clock.today()))


def statement(
    account: Account,
    period: Period,
    *,
    limit: int,
    narrowed: Narrowed | None = None,
    start: int = 0,
) -> Statement:
    """A page of an account in a period, by date, with the balance after each line.

    `opening` and `closing` are of the period, whatever the page. Five queries at most.
    """
    sign = _sign(account)
    opening = _before(account, narrowed, period.starts_on) * sign + ZERO  # no minus before nothing
    closing = _before(account, narrowed, period.ends_on + timedelta(days=1)) * sign + ZERO
    within = _days(account, narrowed).filter(on__range=(period.starts_on, period.ends_on))
    shown, before = _lines(account, within, narrowed, start, limit)
    lines = list(_running(shown, opening + before * sign, sign))
    return Statement(account=account, period=period, opening=opening, lines=lines, closing=closing)


def statement_lines(
    account: Account, period: Period, narrowed: Narrowed | None = None
) -> Iterator[StatementLine]:
    """Every line of an account in a period, however many: some thousand in memory at a time."""
    sign = _sign(account)
    postings = _postings(account, narrowed).filter(on__range=(period.starts_on, period.ends_on))
    opening = _before(account, narrowed, period.starts_on) * sign
    return _running(postings.order_by("on", "pk").iterator(AT_ONCE), opening, sign)


def number_of_lines(account: Account, period: Period, narrowed: Narrowed | None = None) -> int:
    """How many lines the statement of an account has in a period."""
    days = _days(account, narrowed).filter(on__range=(period.starts_on, period.ends_on))
    number: int | None = days.aggregate(number=Sum("number"))["number"]
    return number or 0


def _sign(account: Account) -> int:
    return -1 if account.kind == Account.Kind.GRANTED else 1


def _running(postings: Iterable[Posting], before: Decimal, sign: int) -> Iterator[StatementLine]:
    for posting in postings:
        before += posting.amount * sign
        yield StatementLine(posting=posting, amount=posting.amount * sign, running=before)


def _postings(account: Account, narrowed: Narrowed | None) -> QuerySet[Posting]:
    postings = Posting.objects.filter(account=account).select_related("entry__made_by")
    if narrowed is not None:
        postings = postings.filter(entry__item=narrowed.item, entry__unit=narrowed.unit_id)
    return postings


def _before(account: Account, narrowed: Narrowed | None, on: date) -> Decimal:
    """The balance as a day begins."""
    if narrowed is not None:
        return _sum(_days(account, narrowed).filter(on__lt=on))
    ended = AccountDay.objects.filter(account=account, on__lt=on).order_by("-on")
    return ended.values_list("closing", flat=True).first() or ZERO


def _days(account: Account, narrowed: Narrowed | None) -> Days:
    if narrowed is None:
        return AccountDay.objects.filter(account=account).order_by()
    return DayTotal.objects.filter(
        account=account, item=narrowed.item, unit=narrowed.unit_id
    ).order_by()


def _lines(
    account: Account, within: Days, narrowed: Narrowed | None, start: int, limit: int
) -> tuple[list[Posting], Decimal]:
    """The postings of a page, and the sum of those of the period before it."""
    postings = _postings(account, narrowed)
    numbered = within.annotate(
        passed=Window(Sum("number"), order_by="on") - F("number"),
        before=Window(Sum("amount"), order_by="on") - F("amount"),
    ).filter(passed__gt=start - F("number"), passed__lt=start + limit)
    days = list(numbered.order_by("on").values_list("on", "passed", "before"))
    if not days:
        return [], ZERO
    first, passed, before = days[0]
    ordered = postings.filter(on__in=[on for on, _, _ in days]).order_by("on", "pk")
    skipped = start - passed
    # What a page passes over is counted along the index; entries are read for its own lines only.
    chosen = ordered.values("pk")[skipped : skipped + limit]
    shown = list(postings.filter(pk__in=chosen).order_by("on", "pk"))
    if skipped and shown:
        before += _sum(postings.filter(on=first, pk__lt=shown[0].pk).order_by())
    return shown, before


def _sum(rows: Days | QuerySet[Posting]) -> Decimal:
    return rows.aggregate(total=Sum("amount"))["total"] or ZERO
