from ground.accounts.permissions import permission
from ground.accounts.roles import Role

SEE_INVESTIGATIONS = permission(
    "investigations.see", "查看入户调查", [Role.UNION_STAFF, Role.APPROVER, Role.AUDITOR]
)
RECORD_INVESTIGATION = permission("investigations.record", "登记入户调查", [Role.UNION_STAFF])
