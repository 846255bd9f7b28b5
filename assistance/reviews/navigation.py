from assistance.households.registries import file_panel, list_action
from assistance.reviews.permissions import ORGANISE_REVIEWS, SEE_REVIEWS
from ground.web.local_rules import name_rule
from ground.web.shell import navigation
from ground.web.subjects import opens, tell
from ground.web.trail import say, say_detail, say_subject

navigation(
    order=32,
    label="复核",
    url_name="reviews:list",
    icon="checklist",
    permission=SEE_REVIEWS,
    group="帮扶",
)
navigation(
    order=33,
    label="疑点名单",
    url_name="reviews:lists",
    icon="search",
    permission=SEE_REVIEWS,
    group="帮扶",
)
navigation(
    order=34,
    label="退出与调整",
    url_name="reviews:proposals",
    icon="logout",
    permission=SEE_REVIEWS,
    group="帮扶",
)
navigation(
    order=35,
    label="未建档家庭",
    url_name="reviews:unfiled",
    icon="inbox",
    permission=SEE_REVIEWS,
    group="帮扶",
)
navigation(
    order=36,
    label="动态管理指标",
    url_name="reviews:rates",
    icon="chart",
    permission=SEE_REVIEWS,
    group="帮扶",
)

file_panel("reviews:panel", order=40, permission=SEE_REVIEWS)
list_action("reviews:bulk", label="批量办理", icon="checklist", permission=ORGANISE_REVIEWS)

opens("reviews.review", label="复核", url_name="reviews:review", permission=SEE_REVIEWS)
opens("reviews.proposal", label="退出或调整", url_name="reviews:proposal", permission=SEE_REVIEWS)

name_rule("reviews.months_between", "复核间隔", "个月")
name_rule("reviews.lead_days", "到期前几日列入复核", "日")
name_rule("reviews.spot_check_percent", "每年抽查比例", "%")
name_rule("reviews.follow_up_months", "退出后几个月回访", "个月")
name_rule("reviews.waiting_too_long_days", "没有期限的环节停留过久", "日")
name_rule("reviews.borderline_percent", "收入离标准线多近算边缘家庭", "%")
name_rule("reviews.notice_soon_days", "公示期满前几日提醒", "日")
name_rule("reviews.objection_workdays", "退出告知后留给家庭的时间", "个工作日")

tell("reviews.reviews_opened", "列入复核")
tell("reviews.review_done", "完成复核", field="review_id", subject="reviews.review")
tell("reviews.proposal_made", "提出退出或调整", field="proposal_id", subject="reviews.proposal")
tell("reviews.proposal_decided", "审批退出或调整", field="proposal_id", subject="reviews.proposal")
tell("reviews.bulk_done", "批量办理完毕")

say("reviews.opened", "列入复核")
say("reviews.sample_drawn", "抽取样本")
say("reviews.assigned", "分派复核")
say("reviews.done", "登记复核结果")
say("reviews.proposed", "提出退出或调整")
say("reviews.informed", "登记告知家庭")
say("reviews.decided", "审批退出或调整")
say("reviews.withdrawn", "撤回退出或调整")
say("reviews.unfiled_recorded", "登记未建档家庭")
say("reviews.unfiled_verified", "核实未建档家庭")
say("reviews.bulk_previewed", "预览批量办理")
say("reviews.bulk_confirmed", "确认批量办理")
say("reviews.bulk_done", "批量办理完毕")

say_subject("reviews.reviewround", "复核批次")
say_subject("reviews.review", "复核")
say_subject("reviews.proposal", "退出或调整")
say_subject("reviews.unfiledfamily", "未建档家庭")
say_subject("reviews.bulkrun", "批量办理")
say_detail("number", "户数")
say_detail("population", "总体户数")
say_detail("seed", "随机种子")
say_detail("result", "结果")
say_detail("reviewer", "复核人")
say_detail("cause", "原因类别")
say_detail("refused", "不能办理")
say_detail("done", "已办理")
