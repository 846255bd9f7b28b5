from ground.accounts.permissions import permission
from ground.accounts.roles import READERS, Role

SEE_RULES = permission("criteria.see_rules", "查看建档标准", READERS)
KEEP_RULES = permission("criteria.keep_rules", "起草建档标准", [Role.OFFICE, Role.APPROVER])
PUBLISH_RULES = permission(
    "criteria.publish_rules", "发布建档标准", [Role.OFFICE, Role.APPROVER, Role.LEADER]
)
