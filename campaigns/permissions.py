from ground.accounts.permissions import permission
from ground.accounts.roles import READERS, Role

SEE_CAMPAIGNS = permission("campaigns.see_campaigns", "查看活动", READERS)
PLAN_CAMPAIGN = permission("campaigns.plan_campaign", "筹备活动", [Role.OFFICE, Role.UNION_STAFF])
PUBLISH_CAMPAIGN = permission("campaigns.publish_campaign", "发布和结束活动", [Role.OFFICE])
ADD_TARGET = permission("campaigns.add_target", "安排活动对象", [Role.UNION_STAFF, Role.OFFICE])
