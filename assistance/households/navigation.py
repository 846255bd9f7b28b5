from assistance.households.permissions import SEE_FILES, SEE_HELPERS
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

opens("households.file", label="困难职工档案", url_name="households:file", permission=SEE_FILES)
tell("households.file_opened", "申请建档", field="file_id", subject="households.file")
tell("households.file_moved", "档案办理", field="file_id", subject="households.file")
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
say("file.submitted", "提交建档申请")
say("file.reviewed", "初审档案")
say("file.investigated", "登记入户调查")
say("file.checked", "登记经济状况核对")
say("file.notice_posted", "张榜公示")
say("file.notice_passed", "公示无异议")
say("file.approved", "批准建档")
say("file.returned", "退回档案")
say("file.rejected", "不予建档")
say("file.exited", "脱困退档")
say("file.cancelled", "注销档案")
say("file.revealed", "查看完整身份信息")

say_subject("households.hardshipfile", "档案")
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
