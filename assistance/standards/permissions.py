from ground.accounts.permissions import permission
from ground.accounts.roles import READERS, Role

SEE_STANDARDS = permission("standards.see_standards", "查看救助标准", READERS)
KEEP_STANDARDS = permission(
    "standards.keep_standards", "起草救助标准", [Role.OFFICE, Role.APPROVER]
)
PUBLISH_STANDARDS = permission(
    "standards.publish_standards", "发布救助标准", [Role.OFFICE, Role.APPROVER, Role.LEADER]
)
