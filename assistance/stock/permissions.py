from ground.accounts.permissions import permission
from ground.accounts.roles import Role

SEE_STOCK = permission(
    "stock.see_stock",
    "查看物资库存",
    [Role.KEEPER, Role.UNION_STAFF, Role.APPROVER, Role.FINANCE, Role.LEADER, Role.AUDITOR],
)
KEEP_GOODS = permission("stock.keep_goods", "维护仓库和商品", [Role.KEEPER, Role.UNION_STAFF])
RECEIVE_GOODS = permission("stock.receive_goods", "登记捐赠、采购和上架", [Role.KEEPER])
TRANSFER_GOODS = permission("stock.transfer_goods", "调拨物资", [Role.KEEPER])
COUNT_STOCK = permission("stock.count_stock", "盘点物资", [Role.KEEPER, Role.UNION_STAFF])
CLEAR_GOODS = permission("stock.clear_goods", "提出物资处置", [Role.KEEPER])
APPROVE_STOCK = permission(
    "stock.approve_stock", "批准盘点结果和物资处置", [Role.APPROVER, Role.LEADER]
)
VERIFY_STOCK = permission(
    "stock.verify_stock", "核验物资账", [Role.KEEPER, Role.FINANCE, Role.AUDITOR]
)
