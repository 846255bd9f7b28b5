from ground.accounts.permissions import permission
from ground.accounts.roles import READERS, Role

SEE_GROUPS = permission("pairing.see_groups", "查看结对", READERS)
PROPOSE_GROUP = permission("pairing.propose_group", "提出结对方案", [Role.OFFICE])
APPROVE_GROUP = permission("pairing.approve_group", "批准结对方案", [Role.LEADER, Role.APPROVER])
END_GROUP = permission(
    "pairing.end_group", "结束结对或撤回方案", [Role.OFFICE, Role.LEADER, Role.APPROVER]
)
RECORD_MEETING = permission("pairing.record_meeting", "登记联系会议", [Role.OFFICE, Role.LIAISON])
ASSIGN_TASK = permission("pairing.assign_task", "交办任务", [Role.OFFICE, Role.LIAISON])
COMPLETE_TASK = permission("pairing.complete_task", "办结任务", [Role.LIAISON])
VERIFY_TASK = permission("pairing.verify_task", "核验任务", [Role.OFFICE])
DECIDE_POSTPONEMENT = permission(
    "pairing.decide_postponement", "批复任务延期", [Role.OFFICE, Role.LEADER]
)
REPLACE_MEMBER = permission("pairing.replace_member", "更换参联单位", [Role.OFFICE])
CLOSE_LINK_POINT = permission("pairing.close_link_point", "办理双联点退出", [Role.OFFICE])
KEEP_CADRES = permission("pairing.keep_cadres", "维护结对干部", [Role.OFFICE, Role.LIAISON])
WRITE_PLAN = permission("pairing.write_plan", "编制工作计划", [Role.OFFICE, Role.LIAISON])
ISSUE_CARDS = permission("pairing.issue_cards", "发放联系卡", [Role.OFFICE, Role.LIAISON])
SEE_RED_TASKS = permission("pairing.see_red_tasks", "督办红牌任务", [Role.LEADER])
