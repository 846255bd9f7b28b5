from ground.accounts.permissions import permission
from ground.accounts.roles import Role

SEE_NOTICES = permission(
    "notices.see_notices",
    "查看公示",
    [Role.LIAISON, Role.UNION_STAFF, Role.APPROVER, Role.OFFICE, Role.AUDITOR],
)
KEEP_NOTICES = permission(
    "notices.keep_notices", "张贴公示、登记公示结果", [Role.UNION_STAFF, Role.APPROVER]
)
KEEP_OBJECTIONS = permission(
    "notices.keep_objections", "登记和调查公示异议", [Role.UNION_STAFF, Role.APPROVER]
)
DECIDE_OBJECTION = permission(
    "notices.decide_objection", "认定公示异议", [Role.UNION_STAFF, Role.APPROVER]
)
KEEP_DESK = permission("notices.keep_desk", "维护公示监督电话", [Role.OFFICE, Role.APPROVER])
