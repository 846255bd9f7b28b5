"""The operations of the stock."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status
from ninja.pagination import paginate

from assistance.stock import schemas, services
from assistance.stock.forms import goods_of
from assistance.stock.models import (
    Donation,
    DonationQuerySet,
    Goods,
    GoodsQuerySet,
    Holding,
    HoldingQuerySet,
    Movement,
    MovementQuerySet,
    Store,
    StoreQuerySet,
)
from assistance.stock.permissions import KEEP_GOODS, RECEIVE_GOODS, SEE_STOCK, VERIFY_STOCK
from assistance.stock.rules import Line
from assistance.stock.services import Arrival, Donor
from ground.accounts.models import Organisation
from ground.accounts.permissions import Permission
from ground.kernel.errors import RuleBroken
from ground.web.api import Pages, acting, needs

router = Router()


@router.get("/stores", auth=needs(SEE_STOCK), response=list[schemas.StoreOut])
@paginate(Pages, ordering=("id",))
def list_stores(request: HttpRequest) -> StoreQuerySet:
    return Store.objects.visible_to(acting(request), SEE_STOCK.code)


@router.post("/stores", auth=needs(KEEP_GOODS), response={201: schemas.StoreOut})
def open_store(request: HttpRequest, body: schemas.StoreIn) -> Status[Store]:
    where = _organisation(request, body.organisation_id)
    said = body.dict(exclude={"organisation_id"})
    return Status(201, services.open_store(by=acting(request), organisation=where, **said))


@router.post("/stores/{int:pk}/verify", auth=needs(VERIFY_STOCK), response=schemas.CheckOut)
def verify_store(request: HttpRequest, pk: int) -> Any:
    """Add up the store's ledger again; `faults` is empty where it is intact."""
    return services.verify_store(by=acting(request), store=_store(request, pk, VERIFY_STOCK))


@router.get("/goods", auth=needs(SEE_STOCK), response=list[schemas.GoodsOut])
@paginate(Pages, ordering=("id",))
def list_goods(request: HttpRequest) -> GoodsQuerySet:
    return Goods.objects.visible_to(acting(request), SEE_STOCK.code)


@router.post("/goods", auth=needs(KEEP_GOODS), response={201: schemas.GoodsOut})
def add_goods(request: HttpRequest, body: schemas.GoodsIn) -> Status[Goods]:
    where = _organisation(request, body.organisation_id)
    said = body.dict(exclude={"organisation_id"})
    return Status(201, services.keep_goods(by=acting(request), organisation=where, **said))


@router.get("/donations", auth=needs(SEE_STOCK), response=list[schemas.DonationOut])
@paginate(Pages, ordering=("-id",))
def list_donations(request: HttpRequest) -> DonationQuerySet:
    return Donation.objects.visible_to(acting(request), SEE_STOCK.code)


@router.post(
    "/stores/{int:pk}/donations", auth=needs(RECEIVE_GOODS), response={201: schemas.DonationOut}
)
def receive_donation(request: HttpRequest, pk: int, body: schemas.DonationIn) -> Status[Donation]:
    """Goods were given; they wait to be sorted. The same `key` again gives the same receipt."""
    store = _store(request, pk, RECEIVE_GOODS)
    known = goods_of(store).in_bulk([one.goods_id for one in body.lines])
    arrivals = []
    for at, one in enumerate(body.lines):
        if one.goods_id not in known:
            raise RuleBroken(
                "goods_unknown",
                "清单中有本仓库不能用的商品，请核对后再提交",
                fields={f"lines.{at}.goods_id": "没有这种商品"},
            )
        said = one.dict(exclude={"goods_id"})
        arrivals.append(Arrival(goods=known[one.goods_id], **said))
    donation = services.receive_donation(
        by=acting(request),
        store=store,
        donor=Donor(kind=body.donor_kind, name=body.donor, wish=body.wish),
        arrivals=arrivals,
        on=body.on,
        note=body.note,
        key=body.key,
    )
    return Status(201, donation)


@router.post(
    "/stores/{int:pk}/shelvings", auth=needs(RECEIVE_GOODS), response={201: schemas.MovementOut}
)
def shelve_goods(request: HttpRequest, pk: int, body: schemas.ShelvingIn) -> Status[Movement]:
    """Goods were sorted and stand on the shelf."""
    store = _store(request, pk, RECEIVE_GOODS)
    here = Holding.objects.filter(store=store, lot__in=[one.lot_id for one in body.lines])
    if here.values("lot").distinct().count() < len({one.lot_id for one in body.lines}):
        raise RuleBroken("lot_unknown", "清单中有不在本仓库的批次，请核对后再提交")
    movement = services.shelve_goods(
        by=acting(request),
        store=store,
        lines=[Line(one.lot_id, one.quantity) for one in body.lines],
        on=body.on,
        note=body.note,
        key=body.key,
    )
    return Status(201, _whole(Movement.objects.filter(pk=movement.pk)).get())


@router.get("/lots", auth=needs(SEE_STOCK), response=list[schemas.HoldingOut])
@paginate(Pages, ordering=("id",))
def list_lots(request: HttpRequest, store_id: int | None = None) -> HoldingQuerySet:
    """What stands where, lot by lot; without what is at none."""
    rows = Holding.objects.visible_to(acting(request), SEE_STOCK.code)
    rows = rows.exclude(position=Holding.Position.OUTSIDE).filter(quantity__gt=0)
    rows = rows.select_related("lot")
    return rows.filter(store=store_id) if store_id else rows


@router.get("/movements", auth=needs(SEE_STOCK), response=list[schemas.MovementOut])
@paginate(Pages, ordering=("-id",))
def list_movements(request: HttpRequest, store_id: int | None = None) -> MovementQuerySet:
    rows = _whole(Movement.objects.visible_to(acting(request), SEE_STOCK.code))
    return rows.filter(store=store_id) if store_id else rows


@router.get("/movements/{int:pk}", auth=needs(SEE_STOCK), response=schemas.MovementOut)
def show_movement(request: HttpRequest, pk: int) -> Movement:
    rows = Movement.objects.visible_to(acting(request), SEE_STOCK.code)
    return get_object_or_404(_whole(rows), pk=pk)


def _whole(rows: MovementQuerySet) -> MovementQuerySet:
    return rows.prefetch_related("lines__holding")


def _store(request: HttpRequest, pk: int, permission: Permission) -> Store:
    rows = Store.objects.visible_to(acting(request), permission.code)
    return get_object_or_404(rows.select_related("organisation"), pk=pk)


def _organisation(request: HttpRequest, pk: int) -> Organisation:
    rows = Organisation.objects.visible_to(acting(request), KEEP_GOODS.code)
    found: Organisation = get_object_or_404(rows, pk=pk)
    return found
