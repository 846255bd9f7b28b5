from assistance.planning.permissions import SEE_PLANS, SEE_PROFILES
from ground.web.shell import navigation
from ground.web.subjects import tell
from ground.web.trail import say, say_detail, say_subject

navigation(
    order=11,
    label="结对方案",
    url_name="planning:list",
    icon="scales",
    permission=SEE_PLANS,
    group="双联",
)
navigation(
    order=14,
    label="参联单位情况",
    url_name="planning:agencies",
    icon="organisation",
    permission=SEE_PROFILES,
    group="双联",
)
navigation(
    order=15,
    label="企业情况",
    url_name="planning:enterprises",
    icon="company",
    permission=SEE_PROFILES,
    group="双联",
)

say("planning.agency_profile_kept", "填写单位情况")
say("planning.enterprise_profile_kept", "填写企业情况")
say("planning.plan_drafted", "编制结对方案")
say("planning.plan_changed", "调整方案权重")
say("planning.plan_dropped", "删除结对方案")
say("planning.pair_pinned", "指定结对")
say("planning.pair_forbidden", "回避结对")
say("planning.ruling_lifted", "取消指定或回避")
say("planning.solution_asked", "提交求解")
say("planning.solution_kept", "得出求解结果")
say("planning.solution_chosen", "选用求解结果")
say("planning.plan_submitted", "报送结对方案")
say("planning.plan_sent_back", "退回结对方案")
say("planning.plan_approved", "批准结对方案")
say("planning.plan_established", "建立方案中的结对")

say_subject("planning.pairingplan", "结对方案")
say_detail("enterprise", "企业")
say_detail("solution", "求解结果")
say_detail("pairs", "结对数")
say_detail("proven", "已证明最优")
say_detail("groups", "结对组数")
say_detail("weights", "权重")
say_detail("fields", "改动项")

tell("planning.plan_solved", "算出结对方案")
tell("planning.profile_changed", "单位或企业情况变动")
