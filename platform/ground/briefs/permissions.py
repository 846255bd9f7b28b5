from ground.accounts.permissions import permission
from ground.accounts.roles import Role

READ_BRIEFS = permission("briefs.read_briefs", "阅读简报", Role)
SEND_CONTRIBUTION = permission(
    "briefs.send_contribution", "报送稿件", [Role.LIAISON, Role.OFFICE, Role.UNION_STAFF]
)
EDIT_ISSUE = permission("briefs.edit_issue", "编辑简报", [Role.OFFICE])
SIGN_ISSUE = permission("briefs.sign_issue", "签发简报", [Role.LEADER])
