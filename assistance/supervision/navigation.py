from assistance.supervision.permissions import SEE_SCHEMES
from ground.web.local_rules import name_rule
from ground.web.shell import navigation
from ground.web.trail import say, say_detail, say_subject

navigation(
    order=28,
    label="督查考核",
    url_name="supervision:schemes",
    icon="checklist",
    permission=SEE_SCHEMES,
    group="督查",
)
navigation(
    order=29,
    label="督查通报",
    url_name="supervision:bulletins",
    icon="brief",
    permission=SEE_SCHEMES,
    group="督查",
)

name_rule("supervision.appeal_workdays", "考核结果申诉期限", "个工作日")
name_rule("supervision.registered_within_days", "走访记录登记期限", "天")
name_rule("supervision.excellent_from", "考核优秀线", "%")
name_rule("supervision.good_from", "考核良好线", "%")
name_rule("supervision.pass_from", "考核合格线", "%")
name_rule("supervision.bulletin_months", "督查通报间隔", "个月")
name_rule("supervision.difference_shown", "自评偏差提示线", "%")

say("supervision.scheme_drafted", "起草考核方案")
say("supervision.scheme_edited", "修改考核方案")
say("supervision.scheme_dropped", "删除考核方案草稿")
say("supervision.scheme_published", "发布考核方案")
say("supervision.scheme_superseded", "考核方案由新版代替")
say("supervision.targets_set", "确定责任目标")
say("supervision.commitment_signed_by_agency", "单位签订目标责任书")
say("supervision.commitments_signed_by_office", "考核单位签订目标责任书")
say("supervision.self_scoring_opened", "开始自评")
say("supervision.self_scoring_closed", "自评截止")
say("supervision.scores_computed", "计算考核得分")
say("supervision.self_score_saved", "保存自评")
say("supervision.self_scored", "提交自评")
say("supervision.evidence_added", "上传佐证材料")
say("supervision.scores_checked", "核查评分")
say("supervision.computed_adopted", "采用系统得分")
say("supervision.results_announced", "反馈初评结果")
say("supervision.appeal_raised", "提出申诉")
say("supervision.appeal_decided", "复核申诉")
say("supervision.results_confirmed", "审定考核结果")
say("supervision.award_proposed", "提出奖惩")
say("supervision.award_granted", "公布奖惩")
say("supervision.award_withdrawn", "撤回奖惩提名")
say("supervision.bulletin_drafted", "拟制督查通报")
say("supervision.bulletin_edited", "修改督查通报")
say("supervision.bulletin_released", "印发督查通报")
say("supervision.bulletin_typeset", "督查通报排印完成")

say_subject("supervision.assessmentscheme", "考核方案")
say_subject("supervision.sheet", "考核评分表")
say_subject("supervision.score", "考核得分")
say_subject("supervision.targetcommitment", "目标责任书")
say_subject("supervision.appeal", "申诉")
say_subject("supervision.award", "奖惩")
say_subject("supervision.bulletin", "督查通报")
say_detail("scheme", "考核方案")
say_detail("version", "版次")
say_detail("year", "年度")
say_detail("items", "指标数")
say_detail("sheets", "单位数")
say_detail("scores", "得分数")
say_detail("missing", "未自评单位数")
say_detail("appeal_until", "申诉截止")
say_detail("before", "原得分")
say_detail("after", "新得分")
say_detail("total", "总分")
