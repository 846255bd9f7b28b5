from ground.accounts.permissions import permission
from ground.accounts.roles import Role

IMPORT = permission(
    "intake.import",
    "导入 Excel",
    [Role.OFFICE, Role.ADMINISTRATOR, Role.LIAISON, Role.UNION_STAFF, Role.FINANCE],
)
