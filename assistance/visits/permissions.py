from ground.accounts.permissions import permission
from ground.accounts.roles import READERS, Role

SEE_VISITS = permission("visits.see_visits", "查看走访", READERS)
RECORD_VISIT = permission(
    "visits.record_visit", "登记走访", [Role.LIAISON, Role.OFFICE, Role.UNION_STAFF]
)
