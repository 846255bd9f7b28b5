from ground.briefs.permissions import READ_BRIEFS, READ_INSTRUCTIONS, SEND_CONTRIBUTION
from ground.web.shell import navigation
from ground.web.subjects import tell
from ground.web.trail import say, say_detail, say_subject

navigation(
    order=70,
    label="简报",
    url_name="briefs:issues",
    icon="brief",
    permission=READ_BRIEFS,
    group="简报",
)
navigation(
    order=71,
    label="来稿",
    url_name="briefs:contributions",
    icon="inbox",
    permission=SEND_CONTRIBUTION,
    group="简报",
)

navigation(
    order=72,
    label="批示办理",
    url_name="briefs:instructions",
    icon="approve",
    permission=READ_INSTRUCTIONS,
    group="简报",
)

say("briefs.series_founded", "设立简报")
say("briefs.series_changed", "修改报头和报送范围")
say("briefs.lists_set", "设定本期增发和印数")
say("briefs.issue_opened", "公开简报")
say("briefs.issue_closed", "取消公开")
say("briefs.contribution_sent", "报送稿件")
say("briefs.contribution_returned", "退稿")
say("briefs.issue_started", "开始编辑一期")
say("briefs.contribution_adopted", "采用来稿")
say("briefs.article_edited", "修改稿件")
say("briefs.photos_added", "添加照片")
say("briefs.photo_taken_out", "去掉照片")
say("briefs.article_moved", "调整稿件次序")
say("briefs.article_removed", "移出稿件")
say("briefs.figures_chosen", "选择数据项")
say("briefs.issue_submitted", "送签")
say("briefs.issue_sent_back", "退回修改")
say("briefs.issue_signed", "签发")
say("briefs.issue_typeset", "排印完成")
say("briefs.issue_withdrawn", "撤回简报")
say("briefs.instruction_given", "批示")
say("briefs.instruction_answered", "报送批示办理情况")
say("briefs.instruction_sent_back", "退回批示办理情况")
say("briefs.instruction_closed", "批示办结")

say_subject("briefs.series", "简报")
say_subject("briefs.issue", "简报期次")
say_subject("briefs.contribution", "来稿")
say_subject("briefs.instruction", "批示")
say_detail("mends", "修改自来稿")
say_detail("supersedes", "代替的期次")
say_detail("series", "简报")
say_detail("article", "稿件")
say_detail("contribution", "来稿")
say_detail("number", "期号")
say_detail("figures", "数据项")
say_detail("pages", "页数")
say_detail("sha256", "校验值")
say_detail("left_out", "不印的数据项")
say_detail("zeros", "为零也印的数据项")

tell("briefs.contribution_received", "收到来稿")
