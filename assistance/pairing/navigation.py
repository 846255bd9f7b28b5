from assistance.pairing.permissions import SEE_GROUPS
from ground.web.shell import navigation
from ground.web.trail import say

navigation(
    order=10,
    label="结对",
    url_name="pairing:list",
    icon="pairing",
    permission=SEE_GROUPS,
    group="双联",
)
navigation(
    order=12,
    label="帮扶任务",
    url_name="pairing:tasks",
    icon="task",
    permission=SEE_GROUPS,
    group="双联",
)

say("pairing.group_proposed", "提出结对方案")
say("pairing.group_approved", "批准结对")
say("pairing.group_withdrawn", "撤回结对方案")
say("pairing.group_ended", "结束结对")
say("pairing.meeting_recorded", "登记联系会议")
say("pairing.task_assigned", "交办任务")
say("pairing.task_accepted", "接受任务")
say("pairing.task_completed", "办结任务")
say("pairing.task_verified", "核验任务")
say("pairing.task_overdue", "任务逾期")
