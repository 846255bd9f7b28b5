from ground.accounts.permissions import permission
from ground.accounts.roles import Role

SEE_FILES = permission(
    "households.see_files",
    "查看困难职工档案",
    [Role.LIAISON, Role.UNION_STAFF, Role.APPROVER, Role.FINANCE, Role.OFFICE, Role.AUDITOR],
)
KEEP_FILES = permission("households.keep_files", "办理困难职工档案", [Role.UNION_STAFF])
APPROVE_FILE = permission("households.approve_file", "审批困难职工档案", [Role.APPROVER])
IMPORT_FILES = permission("households.import_files", "导入困难职工旧台账", [Role.UNION_STAFF])
REVEAL_PERSONAL = permission(
    "households.reveal_personal", "查看完整身份信息", [Role.UNION_STAFF, Role.APPROVER]
)
KEEP_ROUTES = permission("households.keep_routes", "制定建档流程", [Role.OFFICE, Role.APPROVER])
TRY_RULES = permission("households.try_rules", "推演建档标准", [Role.OFFICE, Role.APPROVER])
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
SET_PAPERS = permission(
    "households.set_papers", "设置材料要求和同意书", [Role.OFFICE, Role.ADMINISTRATOR]
)
