from ground.accounts.permissions import permission
from ground.accounts.roles import READERS, Role

SEE_VISITS = permission("visits.see_visits", "查看走访", READERS)
RECORD_VISIT = permission(
    "visits.record_visit", "登记走访", [Role.LIAISON, Role.OFFICE, Role.UNION_STAFF]
)
RETURN_VISIT = permission("visits.return_visit", "退回走访记录", [Role.OFFICE])
IMPORT_VISITS = permission("visits.import_visits", "导入历史走访", [Role.OFFICE])
