from assistance.pairing.permissions import SEE_GROUPS
from ground.web.shell import navigation
from ground.web.trail import say, say_detail, say_subject

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

say_subject("pairing.pairinggroup", "结对")
say_subject("pairing.liaisonmeeting", "联系会议")
say_subject("pairing.assistancetask", "帮扶任务")
say_detail("link_point", "双联点")
say_detail("lead_agency", "牵头单位")
say_detail("agencies", "参联单位")
say_detail("agency", "单位")
say_detail("group", "结对")
say_detail("tasks", "任务")
say_detail("due_on", "完成期限")
say_detail("done_on", "完成日期")
say_detail("late", "晚于期限")
