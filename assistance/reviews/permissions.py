from ground.accounts.permissions import permission
from ground.accounts.roles import Role

SEE_REVIEWS = permission(
    "reviews.see_reviews",
    "查看动态管理",
    [Role.UNION_STAFF, Role.APPROVER, Role.OFFICE, Role.AUDITOR],
)
KEEP_REVIEWS = permission("reviews.keep_reviews", "登记复核、提出退出", [Role.UNION_STAFF])
ORGANISE_REVIEWS = permission(
    "reviews.organise_reviews",
    "组织抽查、分派复核",
    [Role.UNION_STAFF, Role.APPROVER, Role.OFFICE],
)
DECIDE_PROPOSALS = permission(
    "reviews.decide_proposals", "审批退出、注销和类别调整", [Role.APPROVER]
)
