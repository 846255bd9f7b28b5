from assistance.criteria.actions import ruleset_action
from assistance.households.models import Gate
from assistance.households.permissions import (
    KEEP_FILES,
    SEE_FILES,
    SEE_HELPERS,
    SET_PAPERS,
    TRY_RULES,
)
from assistance.households.registries import gate_work
from ground.web.shell import navigation
from ground.web.subjects import opens, tell
from ground.web.trail import say, say_detail, say_subject

navigation(
    order=30,
    label="困难职工档案",
    url_name="households:list",
    icon="family",
    permission=SEE_FILES,
    group="帮扶",
)

navigation(
    order=31,
    label="结对家庭",
    url_name="households:helpers",
    icon="pairing",
    permission=SEE_HELPERS,
    group="帮扶",
)

navigation(
    order=36,
    label="推演标准",
    url_name="households:whatifs",
    icon="scales",
    permission=TRY_RULES,
    group="帮扶",
)
ruleset_action("推演", "households:ask_whatif", icon="family", permission=TRY_RULES)
say("households.whatif_done", "推演建档标准")
say_subject("households.whatif", "建档标准推演")
say_detail("ruleset", "建档标准")
say_detail("files", "户数")

navigation(
    order=37,
    label="建档流程",
    url_name="households:routes",
    icon="list",
    permission=SEE_FILES,
    group="帮扶",
)
gate_work(
    Gate.Kind.MEETING,
    url_name="households:meeting_of",
    label="会议研究",
    permission=KEEP_FILES,
    list_url_name="households:hold_meeting",
)
opens("households.route", label="建档流程", url_name="households:route", permission=SEE_FILES)
tell("households.route_published", "发布建档流程", field="route_id", subject="households.route")
opens(
    "households.filemeeting", label="会议研究", url_name="households:meeting", permission=SEE_FILES
)
say("route.drafted", "起草建档流程")
say("route.changed", "修改建档流程")
say("route.gate_added", "增加环节")
say("route.gate_changed", "修改环节")
say("route.gate_moved", "调整环节顺序")
say("route.gate_dropped", "删除环节")
say("route.published", "发布建档流程")
say("route.dropped", "删除建档流程草稿")
say("meeting.held", "登记会议研究")
say_subject("households.route", "建档流程")
say_subject("households.filemeeting", "会议研究")
navigation(
    order=38,
    label="材料和同意书",
    url_name="households:paper_rules",
    icon="document",
    permission=SET_PAPERS,
    group="帮扶",
)

opens("households.file", label="困难职工档案", url_name="households:file", permission=SEE_FILES)
tell("households.file_opened", "申请建档", field="file_id", subject="households.file")
tell("households.files_imported", "导入旧台账")
tell("households.file_moved", "档案办理", field="file_id", subject="households.file")
tell("households.consent_withdrawn", "撤回同意", field="file_id", subject="households.file")
tell("households.file_approved", "批准建档", field="file_id", subject="households.file")

opens("households.pair", label="结对家庭", url_name="households:pair", permission=SEE_HELPERS)
tell("households.helper_assigned", "安排结对干部", field="pair_id", subject="households.pair")
tell("households.helper_ended", "结对结束", field="pair_id", subject="households.pair")
tell("households.home_visited", "入户走访", field="pair_id", subject="households.pair")

say("households.helper_assigned", "安排结对干部")
say("households.helper_ended", "结对结束")
say("households.home_visited", "登记入户走访")
say("file.opened", "登记建档")
say("file.clue_known", "线索对应已有档案")
say("file.completed", "完善档案")
say("file.consent_recorded", "登记同意书")
say("file.consent_opened", "打开签名", reveals=True)
say("file.consent_withdrawn", "撤回同意")
say("file.consent_text_added", "发布同意书新版本")
say("file.paper_added", "登记材料")
say("file.paper_withdrawn", "撤回材料")
say("file.paper_opened", "打开材料", reveals=True)
say("file.paper_rule_set", "设置材料要求")
say("file.submitted", "提交建档申请")
say("file.begun", "开始办理环节")
say("file.troubled", "登记发现或异议")
say("file.cleared", "处理发现或异议")
say("file.passed", "通过环节")
say("file.approved", "批准建档")
say("file.withdrawn", "撤下公示")
say("file.notice_prolonged", "公示顺延")
say("file.returned", "退回档案")
say("file.rejected", "不予建档")
say("file.acknowledged", "核认旧档")
say("file.amended", "变更登记")
say("file.confirmed", "复核档案")
say("file.reclassified", "调整类别或建档标准")
say("file.exited", "脱困退档")
say("file.cancelled", "注销档案")
say("file.merged", "并户")
say("file.split", "分户")
say("file.revealed", "查看完整身份信息", reveals=True)

say_subject("households.hardshipfile", "档案")
say_subject("households.paperrule", "材料要求")
say_subject("households.consenttext", "同意书文本")
say_subject("households.familypair", "结对家庭")
say_detail("file", "档案")
say_detail("cadre", "干部")
say_detail("from_on", "自")
say_detail("to_on", "至")
say_detail("visit", "走访")
say_detail("clue", "线索")
say_detail("unit", "单位")
say_detail("members", "家庭成员数")
say_detail("member", "家庭成员")
say_detail("category", "困难类别")
say_detail("state", "状态")
say_detail("paper", "材料")
say_detail("seen_only", "只看原件")
say_detail("purpose", "事项")
say_detail("version", "版本")
say_detail("gate", "环节")
