from ground.accounts.permissions import permission
from ground.accounts.roles import READERS, Role

SEE_CAMPAIGNS = permission("campaigns.see_campaigns", "查看活动", READERS)
PLAN_CAMPAIGN = permission("campaigns.plan_campaign", "筹备活动", [Role.OFFICE, Role.UNION_STAFF])
PUBLISH_CAMPAIGN = permission("campaigns.publish_campaign", "发布和结束活动", [Role.OFFICE])
ENROL = permission("campaigns.enrol", "列入活动名单", [Role.UNION_STAFF, Role.OFFICE])
SCREEN = permission("campaigns.screen", "审核活动名单", [Role.UNION_STAFF, Role.OFFICE])
KEEP_KINDS = permission("campaigns.keep_kinds", "起草活动类型", [Role.OFFICE, Role.APPROVER])
PUBLISH_KINDS = permission(
    "campaigns.publish_kinds",
    "发布和停用活动类型",
    [Role.OFFICE, Role.APPROVER, Role.LEADER],
)
APPROVE_ROSTER = permission(
    "campaigns.approve_roster", "批准活动名单", [Role.APPROVER, Role.OFFICE]
)
TICK = permission("campaigns.tick", "登记活动事项", [Role.LIAISON, Role.UNION_STAFF, Role.OFFICE])
PLAN_VISITS = permission(
    "campaigns.plan_visits", "安排慰问路线和物资", [Role.UNION_STAFF, Role.OFFICE]
)
DRAFT_PUBLICATION = permission(
    "campaigns.draft_publication", "起草结果公开", [Role.UNION_STAFF, Role.OFFICE]
)
PUBLISH_RESULTS = permission(
    "campaigns.publish_results", "发布和撤下结果公开", [Role.OFFICE, Role.APPROVER]
)
