from ground.accounts.permissions import permission
from ground.accounts.roles import Role

READ_BRIEFS = permission("briefs.read_briefs", "阅读简报", Role)
SEND_CONTRIBUTION = permission(
    "briefs.send_contribution", "报送稿件", [Role.LIAISON, Role.OFFICE, Role.UNION_STAFF]
)
EDIT_ISSUE = permission("briefs.edit_issue", "编辑简报", [Role.OFFICE])
INSTRUCT = permission("briefs.instruct", "批示", [Role.LEADER])
READ_INSTRUCTIONS = permission(
    "briefs.read_instructions",
    "查看批示",
    [Role.LEADER, Role.LIAISON, Role.OFFICE, Role.UNION_STAFF],
)
ANSWER_INSTRUCTION = permission(
    "briefs.answer_instruction", "办理批示", [Role.LIAISON, Role.OFFICE, Role.UNION_STAFF]
)
SIGN_ISSUE = permission("briefs.sign_issue", "签发简报", [Role.LEADER])
