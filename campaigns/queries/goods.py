"""Goods of a campaign: how many by unit against quota, from tallies alone; whose gift they are."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import QuerySet, Sum

from assistance.stock.models import Goods, Holding, Lot, MovementLine, Store
from assistance.stock.permissions import SEE_STOCK
from campaigns.models import Campaign, CampaignGoods, GoodsQuota, GoodsTally
from ground.accounts.models import User, up_from

MOVED = "campaigns.target:"  # how a movement of the stock names whom its goods are for


@dataclass(frozen=True, kw_only=True)
class GoodsUnit:
    """Units of one kind of goods in one unit: its quota (none: no limit), allotted, handed over."""

    unit_id: int
    unit: str
    quota: int | None
    quantity: int
    handed: int

    @property
    def share(self) -> Decimal | None:
        whole = self.quota or self.quantity
        return Decimal(self.handed) / whole if whole else None


@dataclass(kw_only=True)
class GoodsProgress:
    """One kind of goods of a campaign, and its units in the order of the tree."""

    line: CampaignGoods
    units: list[GoodsUnit] = field(default_factory=list)

    @property
    def allotted(self) -> int:
        return sum(one.quantity for one in self.units)

    @property
    def handed(self) -> int:
        return sum(one.handed for one in self.units)

    @property
    def left(self) -> int:
        return self.line.quantity - self.allotted

    @property
    def value(self) -> Decimal:
        """What was handed over is worth so much."""
        return self.handed * self.line.unit_value


def goods_of(campaign: Campaign) -> "QuerySet[CampaignGoods]":
    return campaign.goods.select_related("goods", "store").order_by("pk")


def goods_progress(
    campaign: Campaign, *, paths: Sequence[str] | None = None
) -> list[GoodsProgress]:
    """Each kind of goods by unit, below these paths where they are named. Three queries."""
    lines = {one.pk: GoodsProgress(line=one) for one in goods_of(campaign)}
    quotas = {
        (line, path): (pk, name, quantity)
        for line, path, pk, name, quantity in GoodsQuota.objects.filter(line__in=lines)
        .order_by()
        .values_list("line", "unit__path", "unit_id", "unit__name", "quantity")
    }
    cells: dict[tuple[int, str], tuple[int, str, int | None, int, int]] = {
        key: (pk, name, quantity, 0, 0) for key, (pk, name, quantity) in quotas.items()
    }
    tallies = GoodsTally.objects.filter(line__in=lines).order_by()
    for line, path, pk, name, quantity, handed in tallies.values_list(
        "line", "unit__path", "unit_id", "unit__name", "quantity", "handed"
    ):
        above = ((line, one) for one in up_from(path))
        key = next((one for one in above if one in quotas), (line, path))
        held = cells.get(key, (pk, name, None, 0, 0))
        cells[key] = (*held[:3], held[3] + quantity, held[4] + handed)
    for (line, path), (pk, name, quota, quantity, handed) in sorted(
        cells.items(), key=lambda one: one[0][1]
    ):
        if paths is not None and not any(path.startswith(one) for one in paths):
            continue
        if quota is not None or quantity:
            lines[line].units.append(
                GoodsUnit(unit_id=pk, unit=name, quota=quota, quantity=quantity, handed=handed)
            )
    return list(lines.values())


def locked_line(pk: int) -> CampaignGoods:
    """Goods of a campaign, held; their campaign is locked already."""
    return (
        CampaignGoods.objects.select_for_update(of=("self",), no_key=True)
        .select_related("goods", "store")
        .get(pk=pk)
    )


def allotted_of(line: CampaignGoods, path: str = "") -> int:
    """Units allotted below a path."""
    rows = GoodsTally.objects.filter(line=line, unit__path__startswith=path)
    return rows.aggregate(sum=Sum("quantity"))["sum"] or 0


def goods_to_choose(campaign: Campaign) -> "QuerySet[Goods]":
    """Goods of the organiser and of those above it."""
    held = Goods.objects.filter(
        organisation__path__in=up_from(campaign.organiser.path), is_active=True
    )
    return held.order_by("category", "name", "pk")


def stores_to_choose(user: User) -> "QuerySet[Store]":
    """Stores whose goods this person may hand out: those that they see."""
    return Store.objects.visible_to(user, SEE_STOCK.code).filter(is_active=True)


@dataclass(frozen=True)
class Gift:
    """A donation among the goods of a campaign: what its donor wished, how many are there, how many went."""

    goods: str
    unit: str
    donor: str
    wish: str
    receipt_no: str
    on_shelf: int
    handed: int


def gifts_of(campaign: Campaign) -> list[Gift]:
    """The donations from which the campaign's goods come or came. A constant number of queries."""
    lines = list(goods_of(campaign))
    pairs = {(one.store_id, one.goods_id) for one in lines}
    lots = {
        one.pk: one
        for one in Lot.objects.filter(
            donation__isnull=False, goods__in=[one.goods_id for one in lines]
        ).select_related("donation", "goods")
    }
    shelves = Holding.objects.filter(
        lot__in=lots, position=Holding.Position.SHELF, quantity__gt=0
    ).order_by()
    there = {
        lot: quantity
        for store, goods, lot, quantity in shelves.values_list("store", "goods", "lot", "quantity")
        if (store, goods) in pairs
    }
    went = handed_by_lot(campaign)
    return [
        Gift(
            lot.goods.name,
            lot.goods.unit,
            lot.donation.donor or lot.donation.get_donor_kind_display(),
            lot.donation.wish,
            lot.donation.receipt_no,
            there.get(pk, 0),
            went.get(pk, 0),
        )
        for pk, lot in sorted(lots.items())
        if lot.donation is not None and (there.get(pk) or went.get(pk))
    ]


def handed_by_lot(campaign: Campaign) -> dict[int, int]:
    """Lot → units that left the stores for a campaign and did not come back."""
    lines = MovementLine.objects.filter(
        quantity__gt=0,
        movement__kind="issued",
        movement__key__startswith=f"{MOVED}{campaign.pk}:",
        movement__corrected_by__isnull=True,
    )
    rows = lines.order_by().values_list("holding__lot").annotate(units=Sum("quantity"))
    return dict(rows)
