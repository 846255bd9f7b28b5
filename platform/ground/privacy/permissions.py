from ground.accounts.permissions import permission
from ground.accounts.roles import Role

TAKE_OUT_PERSONAL = permission(
    "privacy.take_out_personal", "导出含个人信息的表", [Role.UNION_STAFF, Role.FINANCE]
)
SEE_LOG = permission(
    "privacy.see_log", "查看导出登记和查看登记", [Role.AUDITOR, Role.ADMINISTRATOR]
)
