"""How goods, donations, lots and movements look in lists."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from assistance.stock import queries
from assistance.stock.models import (
    Clearance,
    Donation,
    Goods,
    Holding,
    Lot,
    Movement,
    Stocktake,
    Store,
    Transfer,
)
from ground.kernel import clock
from ground.kernel.identifiers import masked_name
from ground.web.lists import Choice, Column, Empty, ListPage, Span

if TYPE_CHECKING:
    from django.db.models import QuerySet

TONES = {
    "sent": "warn",
    "received": "good",
    "counting": "warn",
    "submitted": "warn",
    "approved": "good",
    "proposed": "warn",
    "refused": "bad",
}


def tone_of(one: Any) -> str:
    return TONES[one.state]


def donor_of(one: Donation) -> str:
    """A person's name is masked in lists; a unit's is not."""
    if one.donor_kind == Donation.Donor.PERSON:
        return masked_name(one.donor)
    return one.donor or "匿名"


def expiry_tone(one: Holding) -> str:
    if one.lot.expires_on is None:
        return "neutral"
    days = (one.lot.expires_on - clock.today()).days
    return "bad" if days < 0 else "warn" if days <= 30 else "neutral"  # noqa: PLR2004 -- a month


def goods_of_movement(one: Movement) -> str:
    """`大米10公斤 3袋，食用油5升 1桶`: what a movement of `queries.with_lines` moved."""
    sums: dict[Goods, int] = {}
    for line in vars(one)["came"]:
        goods = line.holding.goods
        sums[goods] = sums.get(goods, 0) + line.quantity
    return "，".join(f"{goods.name} {number}{goods.unit}" for goods, number in sums.items())


def value_of_movement(one: Movement) -> Any:
    return sum(line.quantity * line.holding.lot.unit_value for line in vars(one)["came"])


def _expiring(rows: "QuerySet[Any]", value: str) -> "QuerySet[Any]":
    if value == "expired":
        return rows.filter(lot__expires_on__lt=clock.today())
    return queries.expiring(rows, clock.today())  # type: ignore[arg-type]


STORES = ListPage(
    title="仓库与超市",
    subtitle="每件物资从入库到发放都有流水，库存由流水逐笔累计",
    columns=[
        Column("name", "名称", "link", "name", url=lambda s: reverse("stock:store", args=[s.pk])),
        Column("kind", "类别", sort="kind"),
        Column("organisation", "管理单位"),
        Column("sorting", "待整理（件）", "number", value=lambda s: s.sorting or 0),
        Column("shelf", "在库（件）", "number", value=lambda s: s.shelf or 0),
        Column("value", "在库价值（元）", "money", value=lambda s: s.value or 0),
        Column("issued", "已发放（件）", "number", value=lambda s: s.issued or 0),
        Column("address", "地址", export_only=True),
    ],
    search=["name", "organisation__name"],
    search_hint="名称或单位",
    filters=[Choice("kind", "类别", Store.Kind.choices)],
    ordering=["name"],
    noun="处",
    empty=Empty("还没有仓库", "先设立仓库或爱心超市，再登记商品和捐赠。", "shop"),
)
GOODS = ListPage(
    title="商品",
    subtitle="货号、条码、单位和兑换价；条码用扫码枪扫入",
    columns=[
        Column(
            "name", "品名规格", "link", "name", url=lambda g: reverse("stock:goods", args=[g.pk])
        ),
        Column("sku", "货号", sort="sku"),
        Column("barcode", "条码"),
        Column("category", "类别", sort="category"),
        Column("unit", "单位"),
        Column("price", "兑换价（元）", "money", "price", prices=True),
        Column("on_shelf", "在库", "number"),
        Column("organisation", "管理单位"),
        Column("is_active", "在用", value=lambda g: "在用" if g.is_active else "停用"),
    ],
    search=["name", "sku", "barcode"],
    search_hint="品名、货号或条码",
    filters=[
        Choice("category", "类别", Goods.Category.choices),
        Choice("active", "在用", [("True", "在用"), ("False", "停用")], field="is_active"),
    ],
    ordering=["category", "name"],
    noun="种",
    empty=Empty("还没有商品", "登记品名、条码、单位和兑换价后，才能入库。", "box"),
    parent=("仓库与超市", "stock:stores"),
)
DONATIONS = ListPage(
    title="捐赠登记",
    subtitle="每笔捐赠一张编号收据；个人捐赠人的姓名在列表中隐去一部分",
    columns=[
        Column(
            "receipt_no",
            "收据编号",
            "link",
            ["year", "number"],
            url=lambda d: reverse("stock:donation", args=[d.pk]),
        ),
        Column("on", "日期", "date", "on"),
        Column("donor", "捐赠人", value=donor_of),
        Column("value", "价值（元）", "money", "value"),
        Column("wish", "捐赠意愿"),
        Column("store", "接收仓库"),
        Column("received_by", "接收人"),
        Column("note", "备注", export_only=True),
    ],
    search=["donor", "wish"],
    search_hint="捐赠人或意愿",
    filters=[
        Choice("kind", "捐赠人类别", Donation.Donor.choices, field="donor_kind"),
        Span("on", "日期", "on"),
    ],
    ordering=["-on"],
    noun="笔",
    empty=Empty("还没有捐赠", "从仓库的页面登记捐赠，系统编号并打印收据。", "gift"),
    parent=("仓库与超市", "stock:stores"),
)
LOTS = ListPage(
    title="库存",
    subtitle="按批次列出每处的数量；先到期的先发放，过期的不能发放",
    columns=[
        Column(
            "goods", "商品", "link", "goods__name", url=lambda h: reverse("stock:lot", args=[h.pk])
        ),
        Column("lot", "批次", sort="lot"),
        Column("store", "仓库"),
        Column("position", "位置"),
        Column("quantity", "数量", "number", "quantity"),
        Column("unit", "单位", value=lambda h: h.goods.unit),
        Column("unit_value", "单价（元）", "money", value=lambda h: h.lot.unit_value, prices=True),
        Column("value", "价值（元）", "money", value=lambda h: h.quantity * h.lot.unit_value),
        Column(
            "expires_on",
            "保质期至",
            "badge",
            "lot__expires_on",
            value=lambda h: h.lot.expires_on or "—",
            tone=expiry_tone,
        ),
        Column("origin", "来源", value=lambda h: h.lot.get_origin_display()),
        Column("came_on", "入库日期", "date", value=lambda h: h.lot.came_on),
    ],
    search=["goods__name", "goods__sku", "goods__barcode"],
    search_hint="品名、货号或条码",
    filters=[
        Choice(
            "position",
            "位置",
            [(value, label) for value, label in Holding.Position.choices if value != "outside"],
        ),
        Choice("category", "类别", Goods.Category.choices, field="goods__category"),
        Choice("origin", "来源", Lot.Origin.choices, field="lot__origin"),
        Choice(
            "expiry", "保质期", [("soon", "临期或过期"), ("expired", "已过期")], narrow=_expiring
        ),
    ],
    ordering=["goods__name", "lot__expires_on"],
    noun="批",
    empty=Empty("没有库存", "登记捐赠或采购入库后，物资按批次列在这里。", "box"),
    parent=("仓库与超市", "stock:stores"),
)
MOVEMENTS = ListPage(
    title="物资流水",
    subtitle="每笔收付只增不改，更正另记一笔",
    columns=[
        Column("on", "日期", "date", ["on", "pk"]),
        Column("kind", "类别", "link", url=lambda m: reverse("stock:movement", args=[m.pk])),
        Column("store", "仓库"),
        Column("goods", "物资", value=goods_of_movement, width=40),
        Column("value", "价值（元）", "money", value=value_of_movement),
        Column("counterparty", "往来方"),
        Column("document_no", "单据号"),
        Column("made_by", "经办人"),
        Column("note", "说明", export_only=True),
    ],
    search=["document_no"],
    search_hint="单据号",
    filters=[Choice("kind", "类别", Movement.Kind.choices), Span("on", "日期", "on")],
    ordering=["-on"],
    noun="笔",
    empty=Empty("还没有流水", "入库、上架、发放、调拨、盘点都会自动记入。", "ledger"),
    parent=("仓库与超市", "stock:stores"),
)
TRANSFERS = ListPage(
    title="调拨",
    subtitle="调出和接收由两人办理，短少的如实登记",
    columns=[
        Column(
            "pk",
            "单号",
            "link",
            "pk",
            value=str,
            url=lambda t: reverse("stock:transfer", args=[t.pk]),
        ),
        Column("on", "调出日期", "date", "on"),
        Column("store", "调出仓库"),
        Column("to", "调入仓库"),
        Column("state", "状态", "badge", tone=tone_of),
        Column("sent_by", "调出人"),
        Column("received_by", "接收人"),
        Column("received_on", "接收日期", "date", "received_on"),
    ],
    filters=[Choice("state", "状态", Transfer.State.choices), Span("on", "调出日期", "on")],
    ordering=["-pk"],
    noun="次",
    empty=Empty("还没有调拨", "从一处仓库的页面把物资调往另一处。", "transfer"),
    parent=("仓库与超市", "stock:stores"),
)
STOCKTAKES = ListPage(
    title="盘点",
    subtitle="每季度一次，两人清点，第三人批准",
    columns=[
        Column(
            "pk",
            "盘点",
            "link",
            ["year", "quarter"],
            value=str,
            url=lambda s: reverse("stock:stocktake", args=[s.pk]),
        ),
        Column("store", "仓库"),
        Column("state", "状态", "badge", tone=tone_of),
        Column("began_on", "开始日期", "date", "began_on"),
        Column("counted_by", "盘点人"),
        Column("counted_with", "监盘人"),
        Column("approved_by", "批准人"),
        Column("approved_on", "批准日期", "date", "approved_on"),
        Column("note", "差异说明", export_only=True),
    ],
    filters=[Choice("state", "状态", Stocktake.State.choices)],
    ordering=["-pk"],
    noun="次",
    empty=Empty("还没有盘点", "从仓库的页面开始盘点。", "checklist"),
    parent=("仓库与超市", "stock:stores"),
)
CLEARANCES = ListPage(
    title="物资处置",
    subtitle="过期、毁损、剩余物资的销毁、转赠和变卖，由另一人批准后出库",
    columns=[
        Column(
            "pk",
            "单号",
            "link",
            "pk",
            value=str,
            url=lambda c: reverse("stock:clearance", args=[c.pk]),
        ),
        Column("store", "仓库"),
        Column("value", "账面价值（元）", "money", "value"),
        Column("proceeds", "变卖所得（元）", "money", "proceeds"),
        Column("reason", "原因"),
        Column("receiver", "接收方"),
        Column("state", "状态", "badge", tone=tone_of),
        Column("on", "提出日期", "date", "on"),
        Column("made_by", "提出人"),
        Column("decided_by", "批准人"),
    ],
    filters=[
        Choice("kind", "处置方式", Clearance.Kind.choices),
        Choice("state", "状态", Clearance.State.choices),
    ],
    ordering=["-pk"],
    noun="次",
    empty=Empty("没有处置", "有过期、毁损或剩余物资时，从仓库的页面提出处置。", "delete"),
    parent=("仓库与超市", "stock:stores"),
)
