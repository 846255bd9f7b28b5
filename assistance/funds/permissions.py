from ground.accounts.permissions import permission
from ground.accounts.roles import Role

SEE_FUNDS = permission(
    "funds.see_funds",
    "查看资金",
    [Role.UNION_STAFF, Role.APPROVER, Role.FINANCE, Role.OFFICE, Role.LEADER, Role.AUDITOR],
)
RECEIVE_MONEY = permission("funds.receive_money", "登记资金到账", [Role.FINANCE])
