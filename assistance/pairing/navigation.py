from assistance.pairing.permissions import SEE_GROUPS
from ground.web.local_rules import name_rule
from ground.web.shell import navigation
from ground.web.subjects import tell
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
    order=27,
    label="帮扶任务",
    url_name="pairing:tasks",
    icon="task",
    permission=SEE_GROUPS,
    group="办理",
)
navigation(
    order=12,
    label="结对干部",
    url_name="pairing:cadres",
    icon="people",
    permission=SEE_GROUPS,
    group="双联",
)
navigation(
    order=13,
    label="联系卡",
    url_name="pairing:cards",
    icon="card",
    permission=SEE_GROUPS,
    group="双联",
)

name_rule("pairing.task_workdays", "任务通常办理期限", "个工作日")
name_rule("pairing.remind_workdays_before", "任务到期前提醒", "个工作日")
name_rule("pairing.yellow_workdays_after", "任务逾期亮黄牌", "个工作日")
name_rule("pairing.red_workdays_after", "任务逾期亮红牌", "个工作日")
name_rule("pairing.leader_workdays_after", "任务逾期报领导", "个工作日")
name_rule("pairing.own_activities_least", "各成员单位每年至少自行开展活动", "次")

say("pairing.group_proposed", "提出结对方案")
say("pairing.group_approved", "批准结对")
say("pairing.group_withdrawn", "撤回结对方案")
say("pairing.group_ended", "结束结对")
say("pairing.meeting_recorded", "登记联系会议")
say("pairing.task_assigned", "交办任务")
say("pairing.task_accepted", "接受任务")
say("pairing.task_completed", "办结任务")
say("pairing.task_verified", "核验任务")
say("pairing.task_returned", "退回任务")
say("pairing.task_reassigned", "重新交办任务")
say("pairing.task_sent_back", "发回任务续办")
say("pairing.task_cancelled", "取消任务")
say("pairing.task_escalated", "任务督办升级")
say("pairing.postponement_asked", "申请任务延期")
say("pairing.postponement_decided", "批复任务延期")
say("pairing.member_replaced", "更换参联单位")
say("pairing.link_point_closed", "双联点退出")
say("pairing.cadre_added", "登记结对干部")
say("pairing.cadre_changed", "修改干部资料")
say("pairing.cadre_left", "干部离任")
say("pairing.card_issued", "发放联系卡")
say("pairing.card_renewed", "换发联系卡")
say("pairing.card_withdrawn", "收回联系卡")
say("pairing.cards_printed", "打印联系卡")
say("pairing.plan_item_added", "添加计划工作")
say("pairing.plan_item_changed", "修改计划工作")
say("pairing.plan_item_dropped", "删去计划工作")
say("pairing.plan_item_assigned", "计划工作交办")
say("pairing.plan_item_done", "登记计划工作开展")

say_subject("pairing.pairinggroup", "结对")
say_subject("pairing.liaisonmeeting", "联系会议")
say_subject("pairing.assistancetask", "帮扶任务")
say_subject("pairing.cadre", "结对干部")
say_subject("pairing.contactcard", "联系卡")
say_subject("pairing.workplanitem", "计划工作")
say_detail("level", "督办级别")
say_detail("leaving", "退出单位")
say_detail("successor", "接替")
say_detail("co_agencies", "协办单位")
say_detail("granted", "同意")
say_detail("opinion", "意见")
say_detail("evidence", "佐证材料")
say_detail("cards", "张数")
say_detail("link_point", "双联点")
say_detail("lead_agency", "牵头单位")
say_detail("agencies", "参联单位")
say_detail("agency", "单位")
say_detail("group", "结对")
say_detail("tasks", "任务")
say_detail("due_on", "完成期限")
say_detail("done_on", "完成日期")
say_detail("late", "晚于期限")

tell("pairing.meeting_held", "召开联系会议")
tell("pairing.task_postponed", "任务延期")
