from ground.accounts.permissions import permission
from ground.accounts.roles import Role

SEE_FUNDS = permission(
    "funds.see_funds",
    "查看资金",
    [Role.UNION_STAFF, Role.APPROVER, Role.FINANCE, Role.OFFICE, Role.LEADER, Role.AUDITOR],
)
RECEIVE_MONEY = permission("funds.receive_money", "登记资金到账", [Role.FINANCE])
ALLOCATE_MONEY = permission("funds.allocate_money", "下达资金", [Role.FINANCE])
CONFIRM_MONEY = permission("funds.confirm_money", "确认下达到账和缴回", [Role.FINANCE])
RETURN_MONEY = permission("funds.return_money", "缴回资金", [Role.FINANCE])
CARRY_OVER = permission("funds.carry_over", "年终结转", [Role.FINANCE])
KEEP_LIMITS = permission("funds.keep_limits", "规定资金使用范围", [Role.FINANCE])
VERIFY_BOOK = permission("funds.verify_book", "核验和导出账簿", [Role.FINANCE, Role.AUDITOR])
