from ground.accounts.permissions import permission
from ground.accounts.roles import Role

SEE_FILES = permission(
    "households.see_files",
    "查看困难职工档案",
    [Role.LIAISON, Role.UNION_STAFF, Role.APPROVER, Role.FINANCE, Role.OFFICE, Role.AUDITOR],
)
KEEP_FILES = permission("households.keep_files", "办理困难职工档案", [Role.UNION_STAFF])
APPROVE_FILE = permission("households.approve_file", "审批困难职工档案", [Role.APPROVER])
REVEAL_PERSONAL = permission(
    "households.reveal_personal", "查看完整身份信息", [Role.UNION_STAFF, Role.APPROVER]
)
SEE_HELPERS = permission(
    "households.see_helpers",
    "查看结对家庭",
    [Role.LIAISON, Role.UNION_STAFF, Role.APPROVER, Role.OFFICE, Role.LEADER, Role.AUDITOR],
)
ASSIGN_HELPER = permission(
    "households.assign_helper", "安排结对干部", [Role.UNION_STAFF, Role.OFFICE]
)
VISIT_HOME = permission(
    "households.visit_home", "登记入户走访", [Role.LIAISON, Role.OFFICE, Role.UNION_STAFF]
)
