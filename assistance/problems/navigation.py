from assistance.problems.permissions import SEE_PROBLEMS
from ground.web.local_rules import name_rule
from ground.web.shell import navigation
from ground.web.subjects import tell
from ground.web.trail import say, say_detail, say_subject

navigation(
    order=26,
    label="企业问题",
    url_name="problems:list",
    icon="problem",
    permission=SEE_PROBLEMS,
    group="办理",
)

say("problems.problem_raised", "收集企业困难问题")
say("problems.problem_registered", "登记问题")
say("problems.problem_refused", "不予受理")
say("problems.problem_dispatched", "交办问题")
say("problems.problem_taken_back", "收回交办")
say("problems.problem_taken_up", "承办单位接办")
say("problems.problem_returned", "退回双联办")
say("problems.problem_answered", "反馈办理结果")
say("problems.answer_withdrawn", "答复发回重办")
say("problems.link_sent", "发出确认链接")
say("problems.link_revoked", "作废确认链接")
say("problems.told_by_enterprise", "企业确认")
say("problems.told_by_phone", "登记企业电话确认")
say("problems.contact_revealed", "查看联系电话", reveals=True)
say("problems.problem_closed", "问题销号")

say_subject("problems.enterpriseproblem", "企业困难问题")
say_detail("way", "来源")
say_detail("category", "问题类别")
say_detail("photos", "照片张数")
say_detail("number", "编号")
say_detail("urgency", "紧急程度")
say_detail("co_agencies", "协办单位")
say_detail("turn", "轮次")
say_detail("link", "第几次链接")
say_detail("valid_to", "有效期至")
say_detail("opinion", "企业意见")
say_detail("confirmed", "企业已确认")

name_rule("problems.register_workdays", "企业问题登记期限", "个工作日")
name_rule("problems.dispatch_workdays", "企业问题交办期限", "个工作日")
name_rule("problems.handle_workdays_normal", "一般问题办理期限", "个工作日")
name_rule("problems.handle_workdays_urgent", "紧急问题办理期限", "个工作日")
name_rule("problems.handle_workdays_critical", "特急问题办理期限", "个工作日")
name_rule("problems.ask_workdays", "答复后请企业确认的期限", "个工作日")
name_rule("problems.confirm_workdays", "企业确认链接有效期", "个工作日")
name_rule("problems.silence_workdays", "企业未确认可销号的期限", "个工作日")
name_rule("problems.close_workdays", "企业确认后销号期限", "个工作日")
name_rule("problems.card_per_day", "每张联系卡每日扫码反映上限", "件")
name_rule("problems.address_per_hour", "同一网络地址每小时提交上限", "次")

tell("problems.problem_confirmed", "企业确认办理结果")
tell("problems.problem_sent_back", "问题退回续办")
