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
