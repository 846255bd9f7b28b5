"""The love supermarket (爱心超市): goods come in, are counted, go over the counter.

The brief of June says nothing of it; donors, goods and quantities are made up.
"""

import uuid
from datetime import date

from assistance.households.models import HardshipFile
from assistance.stock import services as stock
from assistance.stock.models import Goods, Holding, Stocktake, Store, Transfer
from assistance.stock.rules import Line
from assistance.stock.services import Arrival, Donor, Paper, Way
from assistance.supermarket import services as supermarket
from assistance.supermarket.models import LoveCard
from assistance.supermarket.rules import Given
from assistance.supermarket.services import Order, Validity
from ground.kernel import clock
from runtime.story.people import ROOT
from runtime.story.scene import HAILI, SPACE, place, who
from runtime.story.telling import Step

SHOP, WAREHOUSE = "市总爱心超市", "市总物资仓库"
GOODS = [
    ("MI10", "6901234500011", "大米10公斤", "food", "袋", "45"),
    ("YOU5", "6901234500028", "食用油5升", "food", "桶", "60"),
    ("XYF2", "6901234500035", "洗衣粉2公斤", "daily", "袋", "18"),
    ("MBJ", "6901234500042", "棉被2米", "clothes", "床", "120"),
    ("BJB", "6901234500059", "作业本10本装", "study", "套", "12"),
]
UNTIL = {"MI10": date(2008, 12, 31), "YOU5": date(2008, 7, 15)}


def stores() -> None:
    for name, kind in ((WAREHOUSE, "warehouse"), (SHOP, "supermarket")):
        stock.open_store(by=who("union"), organisation=place(ROOT), name=name, kind=kind)
    for sku, barcode, name, category, unit, price in GOODS:
        stock.keep_goods(
            by=who("keeper"),
            organisation=place(ROOT),
            sku=sku,
            barcode=barcode,
            name=name,
            category=category,
            unit=unit,
            price=price,
        )


def donations() -> None:
    _give(
        "rice", Donor(kind="unit", name="洞庭米业公司", wish="给家里有孩子上学的职工"), "MI10", 200
    )
    _give("quilts", Donor(kind="person", name="尹慕善"), "MBJ", 10)


def shelved() -> None:
    """The rice is sorted and goes on; the quilts still wait."""
    lot = Holding.objects.get(store=_store(WAREHOUSE), goods__sku="MI10", position="sorting")
    lines = [Line(lot.lot_id, 200)]
    stock.shelve_goods(
        by=who("keeper"),
        store=_store(WAREHOUSE),
        lines=lines,
        on=clock.today(),
        note="已清点、整理、消毒，包装完好",
        key=uuid.uuid5(SPACE, "shelved"),
    )
    stock.send_transfer(
        by=who("keeper"),
        store=_store(WAREHOUSE),
        to=_store(SHOP),
        lines=[Line(lot.lot_id, 120)],
        on=clock.today(),
        note="补充货架",
        key=uuid.uuid5(SPACE, "to-the-shop"),
    )


def arrived() -> None:
    """One bag has burst on the way. Oil, washing powder and exercise books are bought."""
    transfer = Transfer.objects.get()
    lot = transfer.lines.get().lot_id
    stock.receive_transfer(by=who("shopkeeper"), transfer=transfer, arrived={lot: 119})
    stock.buy_goods(
        by=who("shopkeeper"),
        store=_store(SHOP),
        arrivals=[
            Arrival(
                goods=Goods.objects.get(sku=sku),
                quantity=quantity,
                unit_value=value,
                expires_on=UNTIL.get(sku),
            )
            for sku, quantity, value in (("YOU5", 80, "55"), ("XYF2", 60, "16"), ("BJB", 100, "10"))
        ],
        on=clock.today(),
        said=Paper(document_no="0012860", counterparty="惠民商贸公司", note="爱心超市备货"),
        key=uuid.uuid5(SPACE, "bought"),
    )


def cards() -> None:
    """The families of the factory get a card each, for the rest of the year."""
    files = HardshipFile.objects.filter(unit=place(HAILI), state=HardshipFile.State.ACTIVE)
    supermarket.issue_cards(
        by=who("union"),
        organisation=place(ROOT),
        files=list(files.values_list("pk", flat=True)),
        validity=Validity(
            kind="monthly", valid_from=date(2008, 6, 25), valid_to=date(2008, 12, 31)
        ),
    )


def handed_out() -> None:
    """Three families at the counter; the last while there was no network, with a quilt that was never sent
    to the shop and is dearer than its card.
    """
    first, second, third = LoveCard.objects.order_by("pk")[:3]
    _hand_out("first", first, [("MI10", 1), ("XYF2", 1)])
    _hand_out("second", second, [("YOU5", 1), ("BJB", 3)])
    _hand_out("offline", third, [("MBJ", 1)], offline=True)


def counted() -> None:
    """The quarter's stocktake: two packets of washing powder are missing."""
    stocktake = stock.begin_stocktake(
        by=who("shopkeeper"), store=_store(SHOP), counted_with=who("union")
    )
    lines = stocktake.lines.select_related("holding__goods")
    counts = {one.pk: one.book - (2 if one.holding.goods.sku == "XYF2" else 0) for one in lines}
    stock.record_counts(by=who("union"), stocktake=stocktake, counts=counts)
    stock.submit_stocktake(
        by=who("shopkeeper"), stocktake=stocktake, note="洗衣粉两袋破损，已当场清理，漏登"
    )


def approved() -> None:
    stock.approve_stocktake(by=who("approver"), stocktake=Stocktake.objects.get())
    oil = Holding.objects.get(store=_store(SHOP), goods__sku="YOU5", position="shelf")
    stock.propose_clearance(
        by=who("shopkeeper"),
        store=_store(SHOP),
        way=Way(kind="given", reason="7月中旬到期，超市发放不完", receiver="市敬老院"),
        lines=[Line(oil.lot_id, 20)],
        on=clock.today(),
        key=uuid.uuid5(SPACE, "leftovers"),
    )


def _store(name: str) -> Store:
    return Store.objects.get(name=name)


def _hand_out(
    key: str, card: LoveCard, basket: list[tuple[str, int]], *, offline: bool = False
) -> None:
    goods = {one.sku: one for one in Goods.objects.all()}
    order = Order(
        key=uuid.uuid5(SPACE, f"issue-{key}"),
        store=_store(SHOP),
        number=card.number,
        lines=[Given(goods[sku].pk, number, goods[sku].price) for sku, number in basket],
        handed_at=clock.now() if offline else None,
    )
    supermarket.issue_goods(by=who("till"), order=order)


def _give(key: str, donor: Donor, sku: str, quantity: int) -> None:
    stock.receive_donation(
        by=who("keeper"),
        store=_store(WAREHOUSE),
        donor=donor,
        arrivals=[
            Arrival(
                goods=Goods.objects.get(sku=sku),
                quantity=quantity,
                unit_value="40",
                expires_on=UNTIL.get(sku),
            )
        ],
        on=clock.today(),
        key=uuid.uuid5(SPACE, key),
    )


def steps() -> list[Step]:
    """After the brief of June was signed: nothing of this is in it."""
    day = date(2008, 6, 25)
    return [
        Step("stores", day, "设立物资仓库和爱心超市，登记五种商品", stores, by="keeper", hour=11),
        Step(
            "goods-given",
            day,
            "企业捐大米200袋，市民捐棉被10床，开具收据",
            donations,
            by="keeper",
            hour=14,
        ),
        Step(
            "goods-shelved",
            day,
            "大米整理消毒上架，调拨120袋到爱心超市",
            shelved,
            by="keeper",
            hour=15,
        ),
        Step(
            "goods-arrived",
            day,
            "实收119袋，途中破损1袋；采购油、洗衣粉、作业本",
            arrived,
            by="shopkeeper",
            hour=16,
        ),
        Step("love-cards", day, "给海利公司的在档家庭发爱心卡", cards, by="union", hour=17),
        Step(
            "handed-out",
            day,
            "三户领取；一户在断网时领走棉被，联网后列为差异待处理",
            handed_out,
            by="till",
            hour=17,
        ),
        Step(
            "stock-counted",
            day,
            "第二季度盘点：两人清点，洗衣粉少2袋",
            counted,
            by="shopkeeper",
            hour=18,
        ),
        Step(
            "stock-approved",
            day,
            "第三人批准盘点；提出将20桶临期食用油转赠",
            approved,
            by="approver",
            hour=19,
        ),
    ]
