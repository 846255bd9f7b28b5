from ground.accounts.permissions import permission
from ground.accounts.roles import Role

SEE_LEDGERS = permission(
    "ledgers.see_ledgers",
    "查看台账与报表",
    [Role.UNION_STAFF, Role.APPROVER, Role.FINANCE, Role.OFFICE, Role.AUDITOR],
)
MAKE_LEDGER = permission(
    "ledgers.make_ledger",
    "编制台账与报表",
    [Role.UNION_STAFF, Role.APPROVER, Role.FINANCE, Role.OFFICE],
)
HAND_OVER = permission("ledgers.hand_over", "报送全国系统", [Role.UNION_STAFF])
GIVE_OWN_COPY = permission("ledgers.give_own_copy", "为家庭打印本人信息", [Role.UNION_STAFF])
