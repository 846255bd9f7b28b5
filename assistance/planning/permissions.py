from ground.accounts.permissions import permission
from ground.accounts.roles import READERS, Role

SEE_PROFILES = permission("planning.see_profiles", "查看单位和企业情况", READERS)
KEEP_AGENCY_PROFILES = permission(
    "planning.keep_agency_profiles", "维护参联单位情况", [Role.OFFICE, Role.LIAISON]
)
KEEP_ENTERPRISE_PROFILES = permission(
    "planning.keep_enterprise_profiles", "维护企业情况", [Role.OFFICE]
)
SEE_PLANS = permission(
    "planning.see_plans",
    "查看结对方案",
    [Role.OFFICE, Role.LEADER, Role.APPROVER, Role.AUDITOR],
)
MAKE_PLAN = permission("planning.make_plan", "编制结对方案", [Role.OFFICE])
APPROVE_PLAN = permission("planning.approve_plan", "批准年度结对方案", [Role.LEADER, Role.APPROVER])
IMPORT_ORGANISATIONS = permission(
    "planning.import_organisations", "导入参联单位和企业", [Role.OFFICE, Role.ADMINISTRATOR]
)
