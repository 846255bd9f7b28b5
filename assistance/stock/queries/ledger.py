"""Reads of the stock ledger: locks, what stands on the shelf, whether the books are intact."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import F, Prefetch, Q, Sum

from assistance.stock.models import (
    Holding,
    Lot,
    Movement,
    MovementLine,
    MovementQuerySet,
    Stocktake,
    Store,
    StoreQuerySet,
)
from assistance.stock.rules import Line, Shelf

Position = Holding.Position


def open_holdings(places: Collection[tuple[int, int]]) -> None:
    """Lots at stores, as (lot, store): a holding for each position, where there is none yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO stock_holding (store_id, lot_id, goods_id, position, quantity)"
            " SELECT one.store, one.lot, l.goods_id, p.name, 0"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS one (lot, store)"
            " JOIN stock_lot l ON l.id = one.lot, unnest(%s::text[]) AS p (name)"
            " ON CONFLICT (lot_id, store_id, position) DO NOTHING",
            [[lot for lot, _ in places], [store for _, store in places], list(Position.values)],
        )


def locked_holdings(places: Collection[tuple[int, int]]) -> dict[tuple[int, int, str], Holding]:
    """All holdings of lots at stores by (lot, store, position), held for the caller's transaction.

    The one on the shelf stands for a lot in a store: whoever moves it locks that first, in the order of
    the keys, so that two movements never wait for each other in a circle.
    """
    wanted = set(places)
    rows = Holding.objects.filter(
        lot__in={lot for lot, _ in wanted}, store__in={store for _, store in wanted}
    )
    shelves = rows.filter(position=Position.SHELF).order_by("pk")
    list(shelves.select_for_update(no_key=True).values_list("pk"))
    found = {(one.lot_id, one.store_id, one.position): one for one in rows.order_by()}
    return {key: one for key, one in found.items() if key[:2] in wanted}


def locked_shelves(store: Store, goods: Collection[int]) -> list[Shelf]:
    """What stands on the shelf of these goods, lot by lot, held for the caller's transaction."""
    rows = Holding.objects.filter(
        store=store, goods__in=goods, position=Position.SHELF, quantity__gt=0
    ).order_by("pk")
    return [
        Shelf(lot, kind, quantity, expires_on)
        for lot, kind, quantity, expires_on in rows.select_for_update(
            of=("self",), no_key=True
        ).values_list("lot_id", "goods_id", "quantity", "lot__expires_on")
    ]


def on_shelf(store: Store, *, on: date) -> dict[int, int]:
    """Units that may be handed out on a day, by goods: on the shelf and within their date."""
    rows = Holding.objects.filter(store=store, position=Position.SHELF, quantity__gt=0)
    rows = rows.exclude(lot__expires_on__lt=on)
    return dict(rows.order_by().values_list("goods").annotate(number=Sum("quantity")))


def places_of(lines: Iterable[Line], *stores: int) -> list[tuple[int, int]]:
    return [(one.lot_id, store) for one in lines for store in stores]


def lots_of(keys: Collection[int]) -> Mapping[int, Lot]:
    return Lot.objects.select_related("goods").in_bulk(keys)


def movement_of_key(key: str) -> Movement | None:
    return Movement.objects.filter(key=key).first()


def moved_by(movement: Movement) -> dict[int, int]:
    """Lot → units that a movement moved."""
    rows = movement.lines.filter(quantity__gt=0)
    return dict(rows.values_list("holding__lot", "quantity"))


def with_lines(movements: MovementQuerySet) -> MovementQuerySet:
    """Movements for a list: their goods and lots at hand, one query for all of a page."""
    lines = MovementLine.objects.filter(quantity__gt=0).select_related(
        "holding__lot", "holding__goods"
    )
    return movements.select_related("store", "made_by").prefetch_related(
        Prefetch("lines", queryset=lines, to_attr="came")
    )


def locked_store(pk: int) -> Store:
    return Store.objects.select_for_update(no_key=True).get(pk=pk)


def has_open_stocktake(store: Store) -> bool:
    return Stocktake.objects.filter(store=store).exclude(state=Stocktake.State.APPROVED).exists()


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What a verification found: how much was read, and every fault as a sentence."""

    movements: int
    lines: int
    holdings: int
    faults: list[str]


def verify(store: Store) -> Verified:
    """Add up a store's ledger again from its lines, and hold it against what is kept."""
    faults = []
    kept = {
        one["pk"]: one
        for one in Holding.objects.filter(store=store)
        .annotate(added=Sum("lines__quantity"))
        .values("pk", "lot", "position", "quantity", "added")
    }
    for one in kept.values():
        added = one["added"] or 0
        if one["quantity"] != added:
            place = Position(one["position"]).label
            faults.append(f"批次{one['lot']}“{place}”账面 {one['quantity']}，按流水应为 {added}")
        if one["quantity"] < 0 and one["position"] != Position.OUTSIDE:
            faults.append(f"批次{one['lot']}“{Position(one['position']).label}”为负数")
    lines = MovementLine.objects.filter(movement__store=store)
    uneven = (
        lines.order_by()
        .values("movement", "holding__lot")
        .annotate(added=Sum("quantity"))
        .exclude(added=0)
    )
    faults += [f"流水{one['movement']}批次{one['holding__lot']}收付不平" for one in uneven]
    empty = Movement.objects.filter(store=store, lines__isnull=True)
    faults += [f"流水{pk}没有明细" for pk in empty.values_list("pk", flat=True)]
    lots = Lot.objects.filter(holdings__store=store).values("pk")
    uneven_lots = (
        Holding.objects.filter(lot__in=lots)
        .order_by()
        .values("lot")
        .annotate(added=Sum("quantity"))
        .exclude(added=0)
    )
    faults += [f"批次{one['lot']}各处数量相加不为零" for one in uneven_lots]
    return Verified(
        movements=Movement.objects.filter(store=store).count(),
        lines=lines.count(),
        holdings=len(kept),
        faults=faults,
    )


def held_in(store: Store) -> dict[str, Mapping[str, object]]:
    """Position → units and value of what stands there, where there is any."""
    rows = (
        Holding.objects.filter(store=store)
        .exclude(position=Position.OUTSIDE)
        .exclude(quantity=0)
        .order_by()
        .values("position")
        .annotate(units=Sum("quantity"), value=Sum(F("quantity") * F("lot__unit_value")))
    )
    return {one["position"]: one for one in rows}


def with_held(stores: StoreQuerySet) -> StoreQuerySet:
    """Stores with the units in sorting, on the shelf and issued, and the value on the shelf."""
    places = (Position.SORTING, Position.SHELF, Position.ISSUED)
    units = {
        place.value: Sum("holdings__quantity", filter=Q(holdings__position=place.value))
        for place in places
    }
    value = Sum(
        F("holdings__quantity") * F("holdings__lot__unit_value"),
        filter=Q(holdings__position=Position.SHELF),
    )
    return stores.annotate(**units, value=value)
