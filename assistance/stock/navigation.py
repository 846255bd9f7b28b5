from assistance.stock.permissions import SEE_STOCK
from assistance.stock.rules import Move
from ground.web.local_rules import name_rule
from ground.web.shell import navigation
from ground.web.subjects import opens, tell
from ground.web.trail import say, say_detail, say_subject

GROUP = "爱心超市"
for order, label, url_name, icon in (
    (60, "仓库与超市", "stock:stores", "shop"),
    (61, "库存", "stock:lots", "box"),
    (62, "捐赠登记", "stock:donations", "gift"),
    (63, "盘点", "stock:stocktakes", "checklist"),
):
    navigation(
        order=order, label=label, url_name=url_name, icon=icon, permission=SEE_STOCK, group=GROUP
    )

for name, label, url_name in (
    ("donation", "捐赠", "stock:donation"),
    ("movement", "物资流水", "stock:movement"),
    ("transfer", "调拨", "stock:transfer"),
    ("stocktake", "盘点", "stock:stocktake"),
    ("clearance", "物资处置", "stock:clearance"),
    ("store", "仓库", "stock:store"),
):
    opens(f"stock.{name}", label=label, url_name=url_name, permission=SEE_STOCK)
    say_subject(f"stock.{name}", label)
say_subject("stock.goods", "商品")

tell("stock.donation_received", "登记捐赠", field="donation_id", subject="stock.donation")
tell("stock.goods_moved", "物资收付", field="movement_id", subject="stock.movement")
tell("stock.transfer_sent", "调出物资", field="transfer_id", subject="stock.transfer")
tell("stock.transfer_received", "接收调拨", field="transfer_id", subject="stock.transfer")
tell("stock.stocktake_approved", "批准盘点", field="stocktake_id", subject="stock.stocktake")
tell("stock.clearance_approved", "批准物资处置", field="clearance_id", subject="stock.clearance")
tell("stock.goods_expiring", "物资临期提醒", field="store_id", subject="stock.store")
tell("stock.stocktake_due", "盘点到期提醒", field="store_id", subject="stock.store")

for action, words in (
    ("store_opened", "设立仓库"),
    ("goods_kept", "维护商品"),
    ("donation_received", "登记捐赠"),
    ("transfer_sent", "调出物资"),
    ("transfer_received", "接收调拨"),
    ("stocktake_begun", "开始盘点"),
    ("stocktake_counted", "登记实盘数"),
    ("stocktake_submitted", "提交盘点"),
    ("stocktake_returned", "退回盘点"),
    ("stocktake_approved", "批准盘点"),
    ("clearance_proposed", "提出物资处置"),
    ("clearance_approved", "批准物资处置"),
    ("clearance_refused", "不批准物资处置"),
    ("store_verified", "核验物资账"),
):
    say(f"stock.{action}", words)
for move in Move:
    say(f"stock.goods_{move.name.lower()}", move.label)
say_detail("price", "兑换价")
say_detail("is_active", "在用")
say_detail("missing", "短少")
say_detail("lost", "盘亏")
say_detail("found", "盘盈")
say_detail("faults", "不符")
say_detail("quarter", "季度")
say_detail("number", "行数")

name_rule("stock.expiring_days", "物资临期提醒", "日")
name_rule("stock.stocktake_days", "季末盘点提前提醒", "日")
