from ground.accounts.permissions import permission
from ground.accounts.roles import Role

SEE_CHECKS = permission(
    "checks.see", "查看经济状况核对", [Role.UNION_STAFF, Role.APPROVER, Role.AUDITOR]
)
KEEP_CHECKS = permission("checks.keep", "办理经济状况核对", [Role.UNION_STAFF])
