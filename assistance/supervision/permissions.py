from ground.accounts.permissions import permission
from ground.accounts.roles import READERS, Role

SEE_SCHEMES = permission("supervision.see_schemes", "查看考核方案、排名和督查通报", READERS)
SEE_SHEETS = permission(
    "supervision.see_sheets",
    "查看考核评分表",
    [Role.LIAISON, Role.OFFICE, Role.LEADER, Role.AUDITOR],
)
KEEP_SCHEMES = permission("supervision.keep_schemes", "制定考核方案", [Role.OFFICE])
SIGN_FOR_AGENCY = permission(
    "supervision.sign_for_agency", "代表本单位签订目标责任书", [Role.LIAISON]
)
SELF_SCORE = permission("supervision.self_score", "自评和申诉", [Role.LIAISON])
CHECK_SCORES = permission("supervision.check_scores", "核查评分", [Role.OFFICE])
DECIDE_APPEALS = permission("supervision.decide_appeals", "复核申诉", [Role.OFFICE, Role.LEADER])
CONFIRM_RESULTS = permission("supervision.confirm_results", "审定考核结果", [Role.LEADER])
RELEASE_BULLETIN = permission(
    "supervision.release_bulletin", "印发督查通报", [Role.OFFICE, Role.LEADER]
)
