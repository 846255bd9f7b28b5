from ground.accounts.permissions import permission
from ground.accounts.roles import Role

SEE_APPLICATIONS = permission(
    "applications.see_applications",
    "查看救助申请",
    [Role.UNION_STAFF, Role.APPROVER, Role.FINANCE, Role.OFFICE, Role.AUDITOR],
)
KEEP_APPLICATIONS = permission("applications.keep_applications", "办理救助申请", [Role.UNION_STAFF])
REVIEW_APPLICATIONS = permission(
    "applications.review_applications", "复核救助申请", [Role.UNION_STAFF]
)
DECIDE_APPLICATIONS = permission(
    "applications.decide_applications", "审批救助申请", [Role.APPROVER]
)
