"""Reads of what went over the counter: lists, families' years, the ledger of the supermarket."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Max,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import TruncMonth

from assistance.households.models import FileQuerySet, HardshipFile
from assistance.stock.models import Donation, Goods, Holding, MovementLine, Store
from assistance.supermarket.models import Difference, GoodsIssueQuerySet, Issue, IssueLine
from assistance.supermarket.queries.cards import holder_of
from ground.kernel.periods import Period

NOTHING = Decimal(0)


def in_lists(issues: GoodsIssueQuerySet) -> GoodsIssueQuerySet:
    """Issues with store, card, unit, hand, holder's name, reversal and lines at hand."""
    lines = IssueLine.objects.select_related("goods")
    return (
        issues.select_related("store", "card", "file__unit", "made_by", "reversal")
        .annotate(holder_name=Subquery(holder_of("file")))
        .prefetch_related(Prefetch("lines", queryset=lines))
    )


def issue_of_key(key: UUID) -> Issue | None:
    return Issue.objects.filter(key=key).select_related("card", "store").first()


def open_differences(rows: "QuerySet[Difference]") -> "QuerySet[Difference]":
    return rows.filter(decision="")


def families_of_year(files: FileQuerySet, stores: "QuerySet[Store]", year: int) -> FileQuerySet:
    """Families that were served in a year at these stores, with times, value and last day."""
    span = (date(year, 1, 1), date(year, 12, 31))
    rows = Issue.objects.filter(
        file=OuterRef("pk"), on__range=span, reversal=None, store__in=stores
    )
    sums = rows.order_by().values("file")
    served = Issue.objects.filter(on__range=span, reversal=None, store__in=stores)
    return files.filter(pk__in=served.values("file")).annotate(
        times=Subquery(sums.annotate(n=Count("pk")).values("n")),
        value=Subquery(sums.annotate(n=Sum("value")).values("n")),
        last_on=Subquery(sums.annotate(n=Max("on")).values("n")),
        holder_name=Subquery(holder_of("pk")),
    )


@dataclass(frozen=True, kw_only=True)
class GoodsLine:
    """One kind of goods in the ledger: what stood on the shelf and in sorting when the period began, what
    came in, what left, what stands at its end.
    """

    goods: Goods
    before: int
    given: int
    bought: int
    other_in: int
    issued: int
    other_out: int
    after: int


@dataclass(frozen=True, kw_only=True)
class Book:
    """爱心超市台账 of some stores in a period."""

    period: Period
    lines: list[GoodsLine]
    donations: int
    donated: Decimal
    issues: int
    issued: Decimal
    families: int
    months: list[tuple[str, float]] = field(default_factory=list)


IN_HAND = (Holding.Position.SORTING, Holding.Position.SHELF)
GIVEN, BOUGHT, ISSUED = (
    {"received", "unreceived"},
    {"bought", "unbought"},
    {"issued", "taken_back"},
)


def book_of(stores: Collection[int], period: Period) -> Book:
    """The ledger of the supermarket: five queries, whatever the size. In hand is sorting and shelf."""
    lines = MovementLine.objects.filter(
        holding__store__in=stores, holding__position__in=IN_HAND, movement__on__lte=period.ends_on
    )
    within = Q(movement__on__gte=period.starts_on)
    kind = Case(
        When(~within, then=Value("before")),
        When(movement__kind__in=GIVEN, then=Value("given")),
        When(movement__kind__in=BOUGHT, then=Value("bought")),
        When(movement__kind__in=ISSUED, then=Value("issued")),
        When(movement__kind="shelved", then=Value("within")),
        When(quantity__gt=0, then=Value("other_in")),
        default=Value("other_out"),
    )
    rows = (
        lines.order_by()
        .annotate(what=kind)
        .values_list("holding__goods", "what")
        .annotate(number=Sum("quantity"))
    )
    sums: dict[int, dict[str, int]] = {}
    for goods, what, number in rows:
        sums.setdefault(goods, {})[what] = number
    known = Goods.objects.in_bulk(sums)
    span = (period.starts_on, period.ends_on)
    donations = Donation.objects.filter(store__in=stores, on__range=span).exclude(
        lots__holdings__lines__movement__kind="unreceived"
    )
    issues = Issue.objects.filter(store__in=stores, on__range=span, reversal=None)
    given = donations.aggregate(number=Count("pk"), value=Sum("value"))
    told = issues.aggregate(
        number=Count("pk"), value=Sum("value"), families=Count("file", distinct=True)
    )
    months = (
        issues.order_by()
        .annotate(month=TruncMonth("on"))
        .values_list("month")
        .annotate(value=Sum("value"))
        .order_by("month")
    )
    return Book(
        period=period,
        lines=[
            _line(known[pk], one)
            for pk, one in sorted(sums.items(), key=lambda pair: (known[pair[0]].name, pair[0]))
        ],
        donations=given["number"],
        donated=given["value"] or NOTHING,
        issues=told["number"],
        issued=told["value"] or NOTHING,
        families=told["families"],
        months=[(f"{month:%Y-%m}", float(value)) for month, value in months],
    )


def _line(goods: Goods, sums: dict[str, int]) -> GoodsLine:
    return GoodsLine(
        goods=goods,
        before=sums.get("before", 0),
        given=sums.get("given", 0),
        bought=sums.get("bought", 0),
        other_in=sums.get("other_in", 0),
        issued=-sums.get("issued", 0),
        other_out=-sums.get("other_out", 0),
        after=sum(sums.values()),
    )


def issued_between(path: str, period: Period) -> GoodsIssueQuerySet:
    """Issues of a period at or below an organisation that were not reversed."""
    return Issue.objects.filter(
        store__organisation__path__startswith=path,
        on__range=(period.starts_on, period.ends_on),
        reversal=None,
    )


def families_served(path: str, period: Period) -> "QuerySet[HardshipFile]":
    """Families served in a period, each once."""
    return HardshipFile.objects.filter(pk__in=issued_between(path, period).values("file"))
