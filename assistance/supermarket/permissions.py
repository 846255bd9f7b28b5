from ground.accounts.permissions import permission
from ground.accounts.roles import Role

SEE_SUPERMARKET = permission(
    "supermarket.see_supermarket",
    "查看爱心超市",
    [
        Role.TILL,
        Role.KEEPER,
        Role.UNION_STAFF,
        Role.APPROVER,
        Role.FINANCE,
        Role.LEADER,
        Role.AUDITOR,
    ],
)
SERVE = permission("supermarket.serve", "在柜台发放", [Role.TILL, Role.UNION_STAFF])
KEEP_CARDS = permission("supermarket.keep_cards", "发放和管理爱心卡", [Role.UNION_STAFF])
KEEP_RULES = permission("supermarket.keep_rules", "规定爱心卡额度和限量", [Role.UNION_STAFF])
SETTLE_DIFFERENCES = permission(
    "supermarket.settle_differences", "处理柜台差异", [Role.UNION_STAFF, Role.APPROVER]
)
