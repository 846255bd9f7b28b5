from ground.accounts.permissions import permission
from ground.accounts.roles import READERS, Role

SEE_CAMPAIGNS = permission("campaigns.see_campaigns", "查看活动", READERS)
PLAN_CAMPAIGN = permission("campaigns.plan_campaign", "筹备活动", [Role.OFFICE, Role.UNION_STAFF])
PUBLISH_CAMPAIGN = permission("campaigns.publish_campaign", "发布和结束活动", [Role.OFFICE])
ENROL = permission("campaigns.enrol", "列入活动名单", [Role.UNION_STAFF, Role.OFFICE])
SCREEN = permission("campaigns.screen", "审核活动名单", [Role.UNION_STAFF, Role.OFFICE])
APPROVE_ROSTER = permission(
    "campaigns.approve_roster", "批准活动名单", [Role.APPROVER, Role.OFFICE]
)
TICK = permission("campaigns.tick", "登记活动事项", [Role.LIAISON, Role.UNION_STAFF, Role.OFFICE])
