from ground.accounts.permissions import permission
from ground.accounts.roles import Role

SEE_REQUESTS = permission(
    "rights.see_requests",
    "查看个人信息权利申请",
    [Role.UNION_STAFF, Role.APPROVER, Role.AUDITOR],
)
HANDLE_REQUESTS = permission("rights.handle_requests", "受理个人信息权利申请", [Role.UNION_STAFF])
DECIDE_REQUESTS = permission("rights.decide_requests", "决定个人信息删除和销毁", [Role.APPROVER])
SEE_IMPACT = permission(
    "rights.see_impact",
    "查看个人信息保护影响评估",
    [Role.UNION_STAFF, Role.APPROVER, Role.OFFICE, Role.LEADER, Role.AUDITOR],
)
WRITE_IMPACT = permission(
    "rights.write_impact", "编写个人信息保护影响评估", [Role.UNION_STAFF, Role.OFFICE]
)
