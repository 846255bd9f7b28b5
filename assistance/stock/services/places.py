"""Open stores; keep the list of goods."""

from decimal import Decimal

from django.db import transaction

from assistance.stock import rules
from assistance.stock.models import Goods, Lot, Store
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.kernel.errors import RuleBroken


@transaction.atomic
def open_store(
    *, by: User | None, organisation: Organisation, name: str, kind: str, address: str = ""
) -> Store:
    """Open a store (仓库、超市) of an organisation."""
    if kind not in Store.Kind.values:
        raise RuleBroken("store_kind", "请从列表中选择类别", fields={"kind": "请选择"})
    name = rules.check_text(name, field="name", label="名称", longest=rules.NAME_LENGTH)
    address = rules.check_text(address, field="address", label="地址", longest=120, needed=False)
    if Store.objects.filter(organisation=organisation, name=name).exists():
        raise RuleBroken(
            "store_known",
            f"{organisation}已有名为“{name}”的仓库，请换一个名称",
            fields={"name": "已有同名仓库"},
        )
    store = Store.objects.create(
        organisation=organisation, name=name, kind=kind, address=address, made_by=by
    )
    record(by, "stock.store_opened", store, organisation=organisation.pk)
    return store


@transaction.atomic
def keep_goods(
    *,
    by: User | None,
    organisation: Organisation,
    sku: str,
    name: str,
    category: str,
    unit: str,
    price: str | int | Decimal,
    barcode: str = "",
    is_active: bool = True,
    goods: Goods | None = None,
) -> Goods:
    """Write a kind of goods down, or change one. Its unit stays once there are lots of it."""
    if category not in Goods.Category.values:
        raise RuleBroken("goods_category", "请从列表中选择类别", fields={"category": "请选择"})
    kept = Goods.objects.select_for_update().get(pk=goods.pk) if goods else Goods()
    unit = rules.check_text(unit, field="unit", label="单位", longest=8)
    if goods and kept.unit != unit and Lot.objects.filter(goods=kept).exists():
        raise RuleBroken(
            "unit_stays",
            f"“{kept}”已有入库批次，计量单位“{kept.unit}”不能更改：请停用后另建商品",
            fields={"unit": "已有批次，不能更改"},
        )
    kept.organisation = kept.organisation if goods else organisation
    kept.sku = rules.check_text(sku, field="sku", label="货号", longest=20).upper()
    kept.barcode = rules.check_text(
        barcode, field="barcode", label="条码", longest=20, needed=False
    )
    kept.name = rules.check_text(name, field="name", label="品名规格", longest=rules.NAME_LENGTH)
    kept.category, kept.unit, kept.is_active = category, unit, is_active
    kept.price = rules.price_of(price, field="price")
    _check_once(kept)
    kept.save()
    record(by, "stock.goods_kept", kept, price=kept.price, is_active=is_active)
    return kept


def _check_once(kept: Goods) -> None:
    others = Goods.objects.filter(organisation=kept.organisation).exclude(pk=kept.pk)
    if others.filter(sku=kept.sku).exists():
        raise RuleBroken(
            "sku_known",
            f"货号“{kept.sku}”已被使用，请换一个",
            fields={"sku": "已被使用"},
        )
    if kept.barcode and (known := others.filter(barcode=kept.barcode).first()):
        raise RuleBroken(
            "barcode_known",
            f"条码“{kept.barcode}”已属于“{known}”，请核对后再填",
            fields={"barcode": f"已属于“{known}”"},
        )
