"""What is printed of the stock: a donation's receipt, a stocktake's sheet."""

from assistance.stock.models import Donation, Stocktake
from ground.briefs.tables import Table
from ground.kernel.money import capitals
from ground.sheets.writing import SheetColumn


def receipt_of(donation: Donation) -> Table:
    """捐赠物资接收单: for the donor and for the books."""
    lots = list(donation.lots.select_related("goods").order_by("pk"))
    rows = [
        [
            one.goods.name,
            one.goods.unit,
            one.quantity,
            one.unit_value,
            one.quantity * one.unit_value,
            one.expires_on,
        ]
        for one in lots
    ]
    return Table(
        title="捐赠物资接收单",
        columns=[
            SheetColumn("品名规格", width=30),
            SheetColumn("单位", width=8),
            SheetColumn("数量", "number"),
            SheetColumn("单价（元）", "money"),
            SheetColumn("价值（元）", "money"),
            SheetColumn("保质期至", "date"),
        ],
        rows=rows,
        marks=[
            f"编号：{donation.receipt_no}",
            f"捐赠人：{donation.donor or '匿名'}",
            f"日期：{donation.on}",
            f"接收单位：{donation.store.organisation.name}（{donation.store.name}）",
            *([f"捐赠意愿：{donation.wish}"] if donation.wish else []),
            f"价值合计（大写）：{capitals(donation.value)}",
        ],
        total=["合计", "", sum(one.quantity for one in lots), None, donation.value, None],
        hands=("捐赠人", "接收人", "保管员", "负责人"),
    )


def sheet_of(stocktake: Stocktake) -> Table:
    """盘点表: to be counted by, and with what was counted."""
    lines = stocktake.lines.select_related("holding__lot", "holding__goods")
    return Table(
        title="爱心超市物资盘点表",
        columns=[
            SheetColumn("品名规格", width=26),
            SheetColumn("单位", width=6),
            SheetColumn("批次", width=8),
            SheetColumn("保质期至", "date"),
            SheetColumn("账面数", "number"),
            SheetColumn("实盘数", "number"),
            SheetColumn("差异", "number"),
            SheetColumn("说明", width=20),
        ],
        rows=[
            [
                one.holding.goods.name,
                one.holding.goods.unit,
                str(one.holding.lot_id),
                one.holding.lot.expires_on,
                one.book,
                one.counted,
                one.difference,
                "",
            ]
            for one in lines
        ],
        marks=[
            f"仓库：{stocktake.store.name}",
            f"{stocktake}（{stocktake.began_on}）",
            f"盘点人：{stocktake.counted_by}，监盘人：{stocktake.counted_with}",
        ],
        hands=("盘点人", "监盘人", "批准人"),
    )
